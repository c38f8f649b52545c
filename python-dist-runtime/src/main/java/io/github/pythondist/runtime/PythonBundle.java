package io.github.pythondist.runtime;

import io.github.pythondist.files.Digest;
import io.github.pythondist.files.TreeStore;
import io.github.pythondist.layout.BundleIndex;
import io.github.pythondist.layout.BundleResources;
import io.github.pythondist.platform.HostPlatform;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Python with its packages, as the goal {@code bundle} of python-dist-maven-plugin makes it: on the class path, as a
 * zip file, or as a directory.
 *
 * <pre>{@code
 * Python python = PythonBundle.onClassPath("word-count").unpack();
 * Process process = python.command("-m", "wordcount").start();
 * }</pre>
 *
 * <p>A bundle is unpacked once for each user, into a directory named by the SHA-256 of its bytes, and found there by all
 * later processes. That directory is in {@code python-dist/bundles} of the user's cache: {@code $XDG_CACHE_HOME} or
 * {@code ~/.cache}, {@code ~/Library/Caches} on macOS, {@code %LOCALAPPDATA%} on Windows. {@link #withCacheDirectory}
 * or the system property {@code python-dist.runtime.cacheDirectory} names another one; it must not forbid programs to
 * be run ({@code noexec}).
 *
 * <p>Any number of threads and processes may do that at once: one unpacks, the others wait for it. A process that is
 * killed meanwhile leaves nothing that harms the next. A damaged bundle is refused and leaves nothing.
 *
 * <p>Objects of this class do not change. All methods throw {@link PythonBundleException} for what is wrong with a
 * bundle, this machine or the cache.
 */
public final class PythonBundle {

    /** The system property that names the machine's platform, where it is not told rightly. */
    private static final String PLATFORM_PROPERTY = "python-dist.platform";

    private static final String DIRECTORY_PROPERTY = "python-dist.bundle";

    /** What is asked for when there is nothing for this machine, to say what there is. */
    private static final List<String> KNOWN_PLATFORMS = List.of(
            "linux-x86_64",
            "linux-x86_64-musl",
            "linux-aarch_64",
            "linux-aarch_64-musl",
            "osx-x86_64",
            "osx-aarch_64",
            "windows-x86_64",
            "windows-aarch_64");

    private final String origin;
    private final @Nullable BundleSource source;
    private final @Nullable Path directory;
    private final @Nullable Digest expected;
    private final @Nullable Path cacheDirectory;

    private PythonBundle(
            String origin,
            @Nullable BundleSource source,
            @Nullable Path directory,
            @Nullable Digest expected,
            @Nullable Path cacheDirectory) {
        this.origin = origin;
        this.source = source;
        this.directory = directory;
        this.expected = expected;
        this.cacheDirectory = cacheDirectory;
    }

    /**
     * The bundle that this Java application is a part of, wherever it runs: the directory that the launcher of a bundle
     * names by the system property {@code python-dist.bundle}, else the bundle of a name on the class path.
     *
     * @param name what the goal {@code bundle} was told: {@code <name>}, by default the project's artifactId
     */
    public static PythonBundle find(String name) {
        String directory = System.getProperty(DIRECTORY_PROPERTY, "");
        return directory.isEmpty() ? onClassPath(name) : inDirectory(Path.of(directory));
    }

    /**
     * The bundle of a name on the class path, for this machine. It is looked for with the current thread's context class
     * loader, or the one of this class if that is not set.
     *
     * @param name what the goal {@code bundle} was told: {@code <name>}, by default the project's artifactId
     */
    public static PythonBundle onClassPath(String name) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return onClassPath(name, context == null ? PythonBundle.class.getClassLoader() : context);
    }

    /** The bundle of a name that a class loader finds, for this machine. */
    public static PythonBundle onClassPath(String name, ClassLoader loader) {
        return failing(() -> {
            Platform host = host();
            String resource = BundleResources.archive(name, host.classifier());
            URL archive = loader.getResource(resource);
            if (archive == null) {
                throw notOnClassPath(name, host, loader);
            }
            URL digest = loader.getResource(BundleResources.digest(resource));
            if (digest == null) {
                throw new BuildFailure("The bundle " + archive + " has no digest beside it")
                        .remedy("Put " + BundleResources.digest(resource) + " on the class path too; the goal bundle"
                                + " makes both.");
            }
            return new PythonBundle(
                    archive.toString(), new BundleSource.OnClassPath(archive, digest), null, null, null);
        });
    }

    /** A bundle in a zip file, as the format {@code zip} of the goal makes it. Its digest is computed each time, which takes a moment. */
    public static PythonBundle inArchive(Path zip) {
        return new PythonBundle(zip.toString(), new BundleSource.InFile(zip), null, null, null);
    }

    /** A bundle that is unpacked already, such as a {@code tar.zst} unpacked by hand; it is used where it is. */
    public static PythonBundle inDirectory(Path directory) {
        return new PythonBundle(directory.toString(), null, directory.toAbsolutePath(), null, null);
    }

    /**
     * The same bundle, to be unpacked elsewhere.
     *
     * @param cache directory; created if missing
     */
    public PythonBundle withCacheDirectory(Path cache) {
        return new PythonBundle(origin, source, directory, expected, cache.toAbsolutePath());
    }

    /**
     * The same bundle, to be refused if it is not the one that is meant.
     *
     * @param sha256 of the zip's bytes, 64 hexadecimal digits
     */
    public PythonBundle withSha256(String sha256) {
        return failing(() -> {
            try {
                return new PythonBundle(origin, source, directory, new Digest(sha256), cacheDirectory);
            } catch (IllegalArgumentException e) {
                throw new BuildFailure("'" + sha256 + "' is no SHA-256", e)
                        .remedy("Write 64 lower-case hexadecimal digits.");
            }
        });
    }

    /**
     * The Python of this bundle, unpacked if it is not yet. When it is, that takes milliseconds and writes nothing, so a
     * cache may be read-only that was filled before.
     */
    public Python unpack() {
        return failing(() -> {
            if (source != null) {
                return unpacked(source);
            }
            return inPlace(Objects.requireNonNull(directory));
        });
    }

    private Python inPlace(Path top) {
        if (expected != null) {
            throw new BuildFailure("A directory has no SHA-256: " + top)
                    .remedy(
                            "Leave withSha256 away; verify() of the Python compares every file with the bundle's index.");
        }
        try {
            BundleIndex index = BundleIndex.parse(Files.readString(top.resolve(BundleIndex.FILE_NAME)), origin);
            requireHost(index);
            return new Python(top, index, Set.of());
        } catch (NoSuchFileException e) {
            throw new BuildFailure("The directory " + top + " is no bundle", e)
                    .remedy("Name the directory that has " + BundleIndex.FILE_NAME + " in it.");
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the bundle in " + top, e).remedy("Check the permissions there.");
        }
    }

    private Python unpacked(BundleSource bytes) {
        Path cache = cacheDirectory == null ? CacheDirectory.ofThisUser() : cacheDirectory;
        TreeStore store = new TreeStore(cache.resolve("bundles"), BundleUnpacker.FORMAT);
        try {
            Digest digest = bytes.digest();
            if (expected != null && !expected.equals(digest)) {
                throw new BuildFailure("The bundle " + origin + " is not the one that is meant")
                        .detail("expected " + expected)
                        .detail("found    " + digest)
                        .remedy("Use the bundle with the expected digest, or expect the one that is there.");
            }
            String text = store.findOrMake(digest, () -> {}, temporary -> new BundleUnpacker(origin, this::requireHost)
                    .unpack(bytes, digest, temporary));
            BundleIndex index = BundleIndex.parse(text, origin);
            requireHost(index);
            return new Python(store.directory(digest), index, Set.of(TreeStore.MARKER));
        } catch (IOException e) {
            if (e instanceof NoSuchFileException
                    && bytes instanceof BundleSource.InFile file
                    && !Files.exists(file.file())) {
                throw new BuildFailure("There is no bundle " + origin, e).remedy("Correct the path.");
            }
            throw new BuildFailure("Cannot unpack the bundle " + origin + " into " + store.root(), e)
                    .detail(e.getClass().getSimpleName())
                    .remedy("Check free space and permissions there, or name another directory with -D"
                            + CacheDirectory.PROPERTY + "=");
        }
    }

    private void requireHost(BundleIndex index) {
        Platform platform = Platform.parse(index.platform());
        if (!platform.runsOn(host())) {
            throw new BuildFailure("The bundle " + origin + " does not run on this machine")
                    .detail("It is for " + platform + "; this machine is " + host() + ".")
                    .remedy("Use a bundle for " + host() + ", or name the platform with -D" + PLATFORM_PROPERTY
                            + "= if this machine was not told rightly.");
        }
    }

    private static BuildFailure notOnClassPath(String name, Platform host, ClassLoader loader) {
        BuildFailure failure = new BuildFailure("There is no bundle '" + name + "' for " + host + " on the class path")
                .detail("looked for " + BundleResources.archive(name, host.classifier()));
        List<String> others = KNOWN_PLATFORMS.stream()
                .filter(platform -> loader.getResource(BundleResources.archive(name, platform)) != null)
                .toList();
        if (others.isEmpty()) {
            return failure.remedy(
                    "Check the name, and that the jar which the goal bundle made is on the class path; if it"
                            + " is, its class loader is not " + loader + ": pass that one.");
        }
        return failure.detail("there is one for " + String.join(", ", others))
                .remedy("Add the jar with the bundle for " + host + ", or name a platform with -D" + PLATFORM_PROPERTY
                        + "= if this machine was not told rightly.");
    }

    private static Platform host() {
        String named = System.getProperty(PLATFORM_PROPERTY, "");
        return named.isEmpty() ? HostPlatform.detect() : Platform.parse(named).base();
    }

    private static <T> T failing(Supplier<T> action) {
        try {
            return action.get();
        } catch (BuildFailure failure) {
            throw new PythonBundleException(failure);
        }
    }

    @Override
    public String toString() {
        return "bundle " + origin;
    }
}
