package io.github.pythondist.source;

import io.github.pythondist.report.Logins;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Base URL of the Debian archive, the folder above {@code pool/}: a given one, or the one this machine's own apt uses.
 * No mirror is built in.
 *
 * <p>An archive of apt's configuration counts when its release file says {@code Origin: Debian} and it is not the
 * security archive, whose pool is a small one of its own. The release file is read from apt's lists, or, where a
 * machine image has thrown these away, from the archive. What it says is trusted for this choice only: every file
 * fetched is pinned by its digest.
 */
public final class DebianMirror {

    /**
     * What was found.
     *
     * @param mirror base URL without a slash at its end
     * @param explanation where it is from, or what was looked at and why it was refused
     */
    public record Detection(Optional<URI> mirror, String explanation) {}

    private static final Path ETC_APT = Path.of("/etc/apt");
    private static final Path APT_LISTS = Path.of("/var/lib/apt/lists");
    private static final List<String> RELEASE_FILES = List.of("InRelease", "Release");
    private static final int MAX_HEADER_LINES = 40;

    private final Path etcApt;
    private final Path aptLists;
    private @Nullable Detection known;

    private DebianMirror(Path etcApt, Path aptLists, @Nullable Detection known) {
        this.etcApt = etcApt;
        this.aptLists = aptLists;
        this.known = known;
    }

    /**
     * A given mirror, {@code -Dpython-dist.debianMirror=}.
     *
     * @throws IllegalArgumentException if {@code base} is not an absolute http, https or file URL, or carries a login
     */
    public static DebianMirror at(URI base) {
        String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
        if (!List.of("http", "https", "file").contains(scheme) || base.isOpaque() || Logins.isIn(base.toString())) {
            throw new IllegalArgumentException("a Debian mirror is an http, https or file URL without a login, not "
                    + Logins.without(base.toString()));
        }
        return new DebianMirror(ETC_APT, APT_LISTS, new Detection(Optional.of(withoutSlash(base)), "given"));
    }

    /** The mirror of this machine's apt, looked for when it is first needed. */
    public static DebianMirror ofThisMachine() {
        return ofApt(ETC_APT, APT_LISTS);
    }

    /**
     * @param etcApt apt's configuration, usually {@code /etc/apt}
     * @param aptLists what apt knows of its archives, usually {@code /var/lib/apt/lists}
     */
    public static DebianMirror ofApt(Path etcApt, Path aptLists) {
        return new DebianMirror(etcApt, aptLists, null);
    }

    /**
     * Finds the mirror once and remembers it.
     *
     * @param settings tell whether and how the network may be asked
     */
    public synchronized Detection locate(FetchSettings settings) {
        if (known == null) {
            known = detect(etcApt, aptLists, settings);
        }
        return known;
    }

    /** Looks through apt's configuration in apt's own order; the first archive that fits is taken. */
    public static Detection detect(Path etcApt, Path aptLists, FetchSettings settings) {
        List<String> rejected = new ArrayList<>();
        List<AptArchive> archives;
        try {
            archives = AptArchive.readAll(etcApt);
        } catch (IOException e) {
            return new Detection(Optional.empty(), "apt's configuration in " + etcApt + " cannot be read: " + e);
        }
        if (archives.isEmpty()) {
            return new Detection(Optional.empty(), "apt's configuration in " + etcApt + " names no archive");
        }
        for (AptArchive archive : archives) {
            Optional<String> problem = problemWith(archive, aptLists, settings);
            if (problem.isEmpty()) {
                return new Detection(
                        Optional.of(withoutSlash(URI.create(archive.uri()))), "from " + archive.declaredIn());
            }
            rejected.add(Logins.without(archive.uri()) + " " + archive.suite() + ": " + problem.get());
        }
        return new Detection(Optional.empty(), String.join("; ", rejected));
    }

    private static Optional<String> problemWith(AptArchive archive, Path aptLists, FetchSettings settings) {
        String scheme = archive.uri().replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
        if (!List.of("http", "https", "file").contains(scheme)) {
            return Optional.of("'" + scheme + ":' is no kind of place python-dist can read");
        }
        if (Logins.isIn(archive.uri())) {
            return Optional.of("its URL carries a login, which python-dist does not use");
        }
        if (archive.suite().endsWith("/")) {
            return Optional.of("a flat repository, without a pool");
        }
        if (!archive.components().contains("main")) {
            return Optional.of("its component main is not used");
        }
        Release release;
        try {
            release = release(archive, aptLists, settings);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("its release file cannot be read: " + e.getMessage());
        }
        if (!release.origin().equals("Debian")) {
            return Optional.of("its Origin is '" + release.origin() + "', not 'Debian'");
        }
        if (release.label().equals("Debian-Security")) {
            return Optional.of("the security archive, without the main pool");
        }
        return Optional.empty();
    }

    private record Release(String origin, String label) {

        /** Reads the first fields, which in an InRelease file follow the head of the signature. */
        static Release parse(String text) throws IOException {
            String origin = "";
            String label = "";
            BufferedReader lines = new BufferedReader(new StringReader(text));
            String line = lines.readLine();
            for (int i = 0; i < MAX_HEADER_LINES && line != null; i++) {
                if (line.startsWith("Origin:")) {
                    origin = line.substring("Origin:".length()).strip();
                } else if (line.startsWith("Label:")) {
                    label = line.substring("Label:".length()).strip();
                }
                line = lines.readLine();
            }
            return new Release(origin, label);
        }
    }

    private static Release release(AptArchive archive, Path aptLists, FetchSettings settings) throws IOException {
        for (String name : RELEASE_FILES) {
            Path listed = aptLists.resolve(archive.listName(name));
            if (Files.isRegularFile(listed)) {
                return Release.parse(Files.readString(listed, StandardCharsets.UTF_8));
            }
        }
        boolean local = archive.uri().toLowerCase(Locale.ROOT).startsWith("file:");
        if (settings.offline() && !local) {
            throw new IOException("it is not in " + aptLists + ", and this build is offline");
        }
        List<String> problems = new ArrayList<>();
        for (String name : RELEASE_FILES) {
            URI uri = URI.create(archive.releaseUri(name));
            try {
                return Release.parse(read(uri, settings));
            } catch (IOException e) {
                problems.add(uri + ": " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
            }
        }
        throw new IOException("not in " + aptLists + "; " + String.join("; ", problems));
    }

    private static String read(URI uri, FetchSettings settings) throws IOException {
        if ("file".equalsIgnoreCase(uri.getScheme())) {
            return Files.readString(Path.of(uri), StandardCharsets.UTF_8);
        }
        HttpClient client = new WebClients().forSettings(settings);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("User-Agent", "python-dist")
                .timeout(settings.readTimeout())
                .build();
        CompletableFuture<HttpResponse<String>> response =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            HttpResponse<String> got = response.get(settings.readTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (got.statusCode() != 200) {
                throw new IOException("HTTP " + got.statusCode());
            }
            return got.body();
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(
                    e.getCause().getMessage() == null
                            ? e.getCause().getClass().getSimpleName()
                            : e.getCause().getMessage()));
        } catch (TimeoutException e) {
            throw new IOException("no answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        } finally {
            response.cancel(true);
        }
    }

    private static URI withoutSlash(URI uri) {
        String text = uri.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : uri;
    }
}
