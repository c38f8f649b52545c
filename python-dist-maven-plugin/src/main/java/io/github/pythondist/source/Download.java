package io.github.pythondist.source;

import io.github.pythondist.report.Progress;
import io.github.pythondist.source.PlaceException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Downloads one file from one URL into a {@link PartFile}, going on where an earlier attempt or build ended (RFC 9110,
 * Range and If-Range) and trying again what may pass.
 */
final class Download {

    private static final Duration TICK = Duration.ofMillis(200);
    private static final long GAIN_THAT_COUNTS = 1 << 20;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

    private final HttpClient client;
    private final FetchSettings settings;
    private final SourceFile source;
    private final URI uri;
    private final PartFile part;
    private final Progress progress;
    private final Duration progressInterval;
    private boolean patched;

    Download(
            HttpClient client,
            FetchSettings settings,
            SourceFile source,
            URI uri,
            PartFile part,
            Progress progress,
            Duration progressInterval) {
        this.client = client;
        this.settings = settings;
        this.source = source;
        this.uri = uri;
        this.part = part;
        this.progress = progress;
        this.progressInterval = progressInterval;
    }

    /** Whether the file was put together from more than one response, whose bytes need not belong together. */
    boolean patched() {
        return patched;
    }

    /**
     * Returns when the server has sent what it has; whether these are the pinned bytes is for the caller to see.
     *
     * @throws PlaceException if the server does not give the file
     * @throws StoreException if the file cannot be written
     * @throws InterruptedIOException if the thread was interrupted
     */
    void run() throws IOException {
        long mostBytes = part.size();
        int attempt = 1;
        while (true) {
            try {
                once();
                return;
            } catch (PlaceException e) {
                if (e.kind() != Kind.TRANSIENT && e.kind() != Kind.NO_CONNECTION) {
                    throw e;
                }
                if (part.size() >= mostBytes + GAIN_THAT_COUNTS) {
                    mostBytes = part.size();
                    attempt = 1;
                }
                if (attempt >= settings.attempts()) {
                    String tries = attempt == 1 ? "" : " (tried " + attempt + " times)";
                    throw new PlaceException(
                            e.kind() == Kind.NO_CONNECTION ? Kind.UNREACHABLE : e.kind(), e.reason() + tries);
                }
                progress.debug(source.file() + ": " + uri + ": " + e.reason() + "; trying again");
                pause(settings.backoff().multipliedBy(1L << Math.min(attempt - 1, 6)));
                attempt++;
            }
        }
    }

    private void once() throws IOException {
        Optional<PartFile.Origin> origin =
                part.origin().filter(known -> known.uri().equals(uri));
        long offset = origin.isPresent() ? part.size() : 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("User-Agent", "python-dist");
        if (offset > 0) {
            request.header("Range", "bytes=" + offset + "-");
            origin.map(PartFile.Origin::validator)
                    .filter(validator -> !validator.isEmpty())
                    .ifPresent(validator -> request.header("If-Range", validator));
        }
        Transfer transfer = new Transfer();
        AtomicReference<@Nullable PartWriter> writer = new AtomicReference<>();
        CompletableFuture<HttpResponse<Long>> future = client.sendAsync(request.build(), info -> {
            PartWriter created = writerFor(info, offset, transfer);
            writer.set(created);
            return created;
        });
        HttpResponse<Long> response = await(future, transfer, writer);
        judge(response, offset);
    }

    private PartWriter writerFor(ResponseInfo info, long offset, Transfer transfer) {
        transfer.touch();
        if (info.statusCode() == 200 && announced(info).orElse(0L) <= source.size()) {
            return PartWriter.into(transfer, source.size(), () -> {
                patched = false;
                return part.begin(new PartFile.Origin(uri, validator(info)));
            });
        }
        if (info.statusCode() == 206 && offset > 0 && continues(info, offset)) {
            return PartWriter.into(transfer, source.size() - offset, () -> {
                patched = true;
                transfer.startAt(offset);
                return part.resume();
            });
        }
        return PartWriter.ignoring(transfer);
    }

    private HttpResponse<Long> await(
            CompletableFuture<HttpResponse<Long>> future,
            Transfer transfer,
            AtomicReference<@Nullable PartWriter> writer)
            throws IOException {
        long lastReport = System.nanoTime();
        try {
            while (true) {
                try {
                    return future.get(TICK.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (transfer.silence() > settings.readTimeout().toNanos()) {
                        throw new PlaceException(
                                Kind.TRANSIENT,
                                "nothing came for " + seconds(settings.readTimeout()) + ", after " + transfer.bytes()
                                        + " of " + source.size() + " bytes");
                    }
                    if (System.nanoTime() - lastReport > progressInterval.toNanos() && transfer.bytes() > 0) {
                        lastReport = System.nanoTime();
                        progress.info(source.file() + ": " + megabytes(transfer.bytes()) + " of "
                                + megabytes(source.size()) + " MB");
                    }
                }
            }
        } catch (ExecutionException e) {
            throw asPlaceProblem(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            if (!future.isDone()) {
                future.cancel(true);
            }
            transfer.end();
            PartWriter started = writer.get();
            if (started != null) {
                started.abort();
            }
        }
    }

    private void judge(HttpResponse<Long> response, long offset) throws IOException {
        int status = response.statusCode();
        switch (status) {
            case 200 -> {
                Optional<Long> announced = announced(response);
                if (announced.isPresent() && announced.get() > source.size()) {
                    throw new PlaceException(
                            Kind.WRONG_BYTES,
                            "wrong bytes: expected " + source.size() + ", the server has " + announced.get());
                }
                refuseEarlyEnd(response);
            }
            case 206 -> {
                if (offset == 0) {
                    throw new PlaceException(
                            Kind.FINAL, "HTTP 206: a part of the file, though all of it was asked for");
                }
                if (!patched) {
                    part.delete();
                    throw new PlaceException(Kind.TRANSIENT, "HTTP 206: not the part of the file that was asked for");
                }
                refuseEarlyEnd(response);
            }
            case 416 -> {
                part.delete();
                throw new PlaceException(Kind.TRANSIENT, "HTTP 416: the file ends before byte " + offset);
            }
            case 401, 403 -> throw new PlaceException(Kind.FINAL, "HTTP " + status + ": access denied");
            case 404, 410 -> throw new PlaceException(Kind.FINAL, "HTTP " + status + ": no such file");
            case 407 ->
                throw new PlaceException(
                        Kind.UNREACHABLE,
                        "HTTP 407: the proxy wants a user and password. Declare them in settings.xml; for https URLs"
                                + " and a proxy with Basic authentication Java also needs"
                                + " -Djdk.http.auth.tunneling.disabledSchemes= in MAVEN_OPTS");
            case 408, 425, 429, 500, 502, 503, 504 -> throw new PlaceException(Kind.TRANSIENT, "HTTP " + status);
            default -> {
                String to = response.headers()
                        .firstValue("Location")
                        .map(location -> ": redirect not followed, to " + location)
                        .orElse("");
                throw new PlaceException(Kind.FINAL, "HTTP " + status + to);
            }
        }
    }

    /** Without an announced length, a connection that broke looks like the end of the file. */
    private void refuseEarlyEnd(HttpResponse<Long> response) throws IOException {
        boolean lengthKnown = announced(response).isPresent()
                || response.headers().firstValue("Transfer-Encoding").isPresent();
        if (!lengthKnown && part.size() < source.size()) {
            throw new PlaceException(
                    Kind.TRANSIENT, "the connection ended after " + part.size() + " of " + source.size() + " bytes");
        }
    }

    private boolean continues(ResponseInfo info, long offset) {
        Matcher range =
                CONTENT_RANGE.matcher(info.headers().firstValue("Content-Range").orElse(""));
        return range.matches()
                && range.group(1).equals(Long.toString(offset))
                && (range.group(2).equals("*") || range.group(2).equals(Long.toString(source.size())));
    }

    private IOException asPlaceProblem(Throwable problem) {
        if (problem instanceof PlaceException || problem instanceof StoreException) {
            return (IOException) problem;
        }
        String target = uri.getHost() + proxyNote();
        if (problem instanceof HttpConnectTimeoutException) {
            return new PlaceException(
                    Kind.UNREACHABLE, "no connection to " + target + " within " + seconds(settings.connectTimeout()));
        }
        if (causedBy(problem, UnknownHostException.class) || causedBy(problem, UnresolvedAddressException.class)) {
            return new PlaceException(Kind.UNREACHABLE, "the name of " + target + " is not known here");
        }
        if (message(problem).contains("authentication attempts")
                || message(problem).contains("No credentials")) {
            return new PlaceException(Kind.UNREACHABLE, "the login to " + target + " was refused; check settings.xml");
        }
        if (problem instanceof SSLException) {
            return new PlaceException(Kind.UNREACHABLE, "TLS with " + target + " failed: " + message(problem));
        }
        if (problem instanceof ConnectException) {
            return new PlaceException(Kind.NO_CONNECTION, "no connection to " + target + ": " + message(problem));
        }
        return new PlaceException(Kind.TRANSIENT, "the transfer broke: " + message(problem));
    }

    private String proxyNote() {
        return Proxy.choose(settings.proxies(), uri.getScheme(), uri.getHost())
                .map(proxy -> " through the " + proxy)
                .orElse("");
    }

    private static void pause(Duration duration) throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static Optional<Long> announced(ResponseInfo info) {
        return info.headers().firstValueAsLong("Content-Length").stream()
                .boxed()
                .findFirst();
    }

    private static Optional<Long> announced(HttpResponse<?> response) {
        return response.headers().firstValueAsLong("Content-Length").stream()
                .boxed()
                .findFirst();
    }

    /** A weak ETag says nothing about bytes. */
    private static String validator(ResponseInfo info) {
        return info.headers()
                .firstValue("ETag")
                .filter(etag -> etag.startsWith("\""))
                .or(() -> info.headers().firstValue("Last-Modified"))
                .orElse("");
    }

    private static boolean causedBy(Throwable problem, Class<? extends Throwable> type) {
        for (Throwable t = problem; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static String message(Throwable problem) {
        for (Throwable t = problem; t != null; t = t.getCause()) {
            if (t.getMessage() != null && !t.getMessage().isBlank()) {
                return t.getMessage();
            }
        }
        return problem.getClass().getSimpleName();
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + " s"
                : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }
}
