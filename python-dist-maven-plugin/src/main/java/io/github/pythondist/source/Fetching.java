package io.github.pythondist.source;

import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.ProcessLock;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.source.PlaceException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** One call to the store: goes through the places of each file, and remembers which hosts cannot be reached. */
final class Fetching {

    private static final long NEARLY_FULL_BYTES = 1 << 20;

    private final SourceStore store;
    private final FetchSettings settings;
    private final WebClients clients;
    private final Progress progress;
    private final Duration progressInterval;
    private final boolean announce;
    private final Map<String, String> unreachable = new ConcurrentHashMap<>();

    /**
     * @param announce whether to say what is fetched from where when a transfer starts
     */
    Fetching(
            SourceStore store,
            FetchSettings settings,
            WebClients clients,
            Progress progress,
            Duration progressInterval,
            boolean announce) {
        this.store = store;
        this.settings = settings;
        this.clients = clients;
        this.progress = progress;
        this.progressInterval = progressInterval;
        this.announce = announce;
    }

    @SuppressWarnings("try") // the lock is held, not used
    void fetch(SourceFile source) throws NotFetched {
        Path target = store.locate(source);
        try (ProcessLock lock = store.lock(source)) {
            if (SourceStore.hasSize(target, source.size()) || takeUpLeftovers(source, target)) {
                return;
            }
            NotFetched problems = new NotFetched(source);
            if (!fromLocalDirectories(source, target, problems)) {
                fromPlaces(source, target, problems);
            }
        } catch (InterruptedIOException e) {
            throw new BuildFailure("Interrupted while fetching " + source.file());
        } catch (StoreException e) {
            throw unwritable(source, target, e);
        } catch (IOException e) {
            throw store.unusable(e);
        }
    }

    static String wrongBytes(SourceFile source, Digest found, long foundSize) {
        return "wrong bytes: expected SHA-256 " + source.sha256() + " (" + source.size() + " bytes), found " + found
                + " (" + foundSize + " bytes)";
    }

    /** What earlier builds left in the directory: temporary files, a complete download, the bytes by another name. */
    private boolean takeUpLeftovers(SourceFile source, Path target) throws IOException {
        Path directory = target.getParent();
        try (DirectoryStream<Path> abandoned = Files.newDirectoryStream(directory, ".*.tmp")) {
            for (Path temporary : abandoned) {
                Files.delete(temporary);
            }
        }
        PartFile part = new PartFile(directory);
        if (part.size() == source.size() && Digest.of(part.path()).equals(source.sha256())) {
            part.publish(target);
            return true;
        }
        if (part.size() >= source.size()) {
            part.delete();
        }
        try (DirectoryStream<Path> others = Files.newDirectoryStream(directory, "[!.]*")) {
            for (Path other : others) {
                if (!other.equals(target)
                        && SourceStore.hasSize(other, source.size())
                        && Digest.of(other).equals(source.sha256())) {
                    adopt(other, source, target);
                    return true;
                }
            }
        }
        return false;
    }

    private boolean fromLocalDirectories(SourceFile source, Path target, NotFetched problems) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        names.add(source.file());
        source.places().forEach(place -> names.add(place.fileName()));
        names.add(source.sha256().hex());
        names.remove("");
        for (Path directory : settings.localDirectories()) {
            Stream<Path> named = names.stream().map(directory::resolve);
            Path inStore = SourceStore.directory(directory, source.sha256()).resolve(source.file());
            for (Path candidate : Stream.concat(named, Stream.of(inStore)).toList()) {
                if (!Files.isRegularFile(candidate)) {
                    continue;
                }
                try {
                    adopt(candidate, source, target);
                    return true;
                } catch (PlaceException e) {
                    problems.add(candidate.toString(), e);
                    progress.warn(source.file() + ": " + candidate + ": " + e.reason());
                }
            }
        }
        return false;
    }

    private void fromPlaces(SourceFile source, Path target, NotFetched problems) throws IOException, NotFetched {
        for (Place place : source.places()) {
            try {
                fromPlace(place, source, target);
                return;
            } catch (PlaceException e) {
                problems.add(place.describe(), e);
                String line = source.file() + ": " + place.describe() + ": " + e.reason();
                if (e.kind() == Kind.WRONG_BYTES) {
                    progress.warn(line);
                } else {
                    progress.debug(line);
                }
            }
        }
        throw problems;
    }

    private void fromPlace(Place place, SourceFile source, Path target) throws IOException {
        if (place instanceof UrlPlace url) {
            fromWeb(url.uri(), source, target);
        } else if (place instanceof DebianPlace debian) {
            fromDebian(debian, source, target);
        } else if (place instanceof FilePlace file) {
            adopt(settings.fileBase().resolve(file.path()), source, target);
        } else if (place instanceof MavenPlace maven) {
            fromMaven(maven, source, target);
        }
    }

    private void fromMaven(MavenPlace place, SourceFile source, Path target) throws IOException {
        Path artifact;
        try {
            artifact = settings.maven().fetch(place.coordinates());
        } catch (IOException e) {
            throw new PlaceException(settings.offline() ? Kind.OFFLINE : Kind.FINAL, reason(e));
        }
        adopt(artifact, source, target);
    }

    private void fromDebian(DebianPlace place, SourceFile source, Path target) throws IOException {
        DebianMirror.Detection detection = settings.debianMirror().locate(settings);
        Optional<URI> mirror = detection.mirror();
        if (mirror.isEmpty()) {
            Kind kind = settings.offline() ? Kind.OFFLINE : Kind.NO_MIRROR;
            throw new PlaceException(kind, "no Debian mirror is known: " + detection.explanation());
        }
        URI uri = place.on(mirror.get());
        if ("file".equalsIgnoreCase(uri.getScheme())) {
            adopt(Path.of(uri), source, target);
            return;
        }
        try {
            fromWeb(uri, source, target);
        } catch (PlaceException e) {
            throw new PlaceException(e.kind(), uri + ": " + e.reason());
        }
    }

    private void fromWeb(URI uri, SourceFile source, Path target) throws IOException {
        if (settings.offline()) {
            throw new PlaceException(Kind.OFFLINE, "not asked, because this build is offline");
        }
        String host = uri.getScheme() + "://" + uri.getRawAuthority();
        String known = unreachable.get(host);
        if (known != null) {
            throw new PlaceException(Kind.UNREACHABLE, known);
        }
        if (announce) {
            progress.info(String.format(
                    Locale.ROOT, "Fetching %s (%.1f MB) from %s", source.file(), source.size() / 1e6, uri));
        }
        try {
            downloadAndVerify(uri, source, target);
        } catch (PlaceException e) {
            if (e.kind() == Kind.UNREACHABLE) {
                unreachable.putIfAbsent(host, e.reason());
            }
            if (announce && e.kind() != Kind.WRONG_BYTES) {
                progress.info(source.file() + " is not to be had there: " + e.reason());
            }
            throw e;
        }
    }

    private void downloadAndVerify(URI uri, SourceFile source, Path target) throws IOException {
        PartFile part = new PartFile(target.getParent());
        boolean startedOver = false;
        while (true) {
            Download download = new Download(
                    clients.forSettings(settings), settings, source, uri, part, progress, progressInterval);
            PlaceException problem;
            try {
                download.run();
                long size = part.size();
                Digest found = Digest.of(part.path());
                if (found.equals(source.sha256())) {
                    part.publish(target);
                    return;
                }
                problem = new PlaceException(Kind.WRONG_BYTES, wrongBytes(source, found, size));
            } catch (PlaceException e) {
                problem = e;
            }
            if (problem.kind() != Kind.WRONG_BYTES) {
                throw problem;
            }
            part.delete();
            if (!download.patched() || startedOver) {
                throw problem;
            }
            progress.debug(source.file() + ": the resumed download is wrong, starting over");
            startedOver = true;
        }
    }

    /** Copies a file of this machine into the store if it has the pinned bytes. */
    private static void adopt(Path origin, SourceFile source, Path target) throws IOException {
        long size;
        Digest digest;
        try {
            if (!Files.isRegularFile(origin)) {
                throw new PlaceException(Kind.FINAL, "no such file: " + origin.toAbsolutePath());
            }
            size = Files.size(origin);
            digest = Digest.of(origin);
        } catch (PlaceException e) {
            throw e;
        } catch (IOException e) {
            throw new PlaceException(Kind.FINAL, "cannot be read: " + reason(e));
        }
        if (!digest.equals(source.sha256())) {
            throw new PlaceException(Kind.WRONG_BYTES, wrongBytes(source, digest, size));
        }
        try {
            AtomicFiles.write(target, temporary -> {
                Files.copy(origin, temporary);
                // The origin is not ours: it may have changed since it was read.
                Digest copied = Digest.of(temporary);
                if (!copied.equals(source.sha256())) {
                    throw new PlaceException(Kind.WRONG_BYTES, wrongBytes(source, copied, Files.size(temporary)));
                }
            });
        } catch (PlaceException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException(e);
        }
    }

    private static BuildFailure unwritable(SourceFile source, Path target, StoreException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = String.valueOf(cause.getMessage());
        long free = freeBytes(target.getParent());
        boolean full = message.contains("No space left")
                || message.contains("Disk quota exceeded")
                || message.contains("not enough space")
                || (free >= 0 && free < NEARLY_FULL_BYTES);
        if (!full) {
            return new BuildFailure("Cannot write " + source.file() + " to the source store", cause)
                    .detail(target.toString())
                    .remedy("Check that this user may write there and that the disk is sound");
        }
        return new BuildFailure("The disk is full: " + source.file() + " needs " + source.size() + " bytes", cause)
                .detail(target.getParent() + (free < 0 ? "" : " has " + free + " bytes free"))
                .remedy("Make room there and build again: the download goes on where it ended")
                .remedy("Or move the store with -Dpython-dist.cacheDirectory=<folder> to a larger disk");
    }

    private static long freeBytes(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
