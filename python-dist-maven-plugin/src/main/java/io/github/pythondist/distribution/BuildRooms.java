package io.github.pythondist.distribution;

import io.github.pythondist.component.Workshop;
import io.github.pythondist.environment.EnvironmentLock;
import io.github.pythondist.environment.RootStore;
import io.github.pythondist.environment.Sandbox;
import io.github.pythondist.environment.SandboxSelector;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.Progress;
import io.github.pythondist.source.FetchSettings;
import io.github.pythondist.source.SourceFile;
import io.github.pythondist.source.SourceStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** Makes build environments ready: the root with the tools, the sysroot of the target, and what keeps both apart. */
@Named
@Singleton
public final class BuildRooms {

    /** Lock of the locales that a second build may run in. */
    static final String LOCALES = "bookworm-locales";

    /** Programs a build on the host's own tools needs; the build root of the other tiers has them all. */
    private static final List<String> HOST_TOOLS = List.of(
            "ar",
            "autoconf",
            "automake",
            "awk",
            "bash",
            "clang",
            "clang++",
            "ld.lld",
            "libtoolize",
            "llvm-ar",
            "llvm-nm",
            "llvm-objcopy",
            "llvm-ranlib",
            "llvm-readelf",
            "llvm-strip",
            "make",
            "patch",
            "perl",
            "pkg-config");

    private final SandboxSelector sandboxes;

    @Inject
    public BuildRooms(SandboxSelector sandboxes) {
        this.sandboxes = sandboxes;
    }

    /**
     * The environment, assembled if it is not there yet.
     *
     * @throws io.github.pythondist.report.BuildFailure if no tier works on this machine, or a package cannot be had
     */
    public Workshop.Room room(RoomRequest request) {
        return room(request, sysroot(request)).get();
    }

    /**
     * What a second build runs with: a library that changes what programs learn of the machine, and a locale.
     *
     * @param request without a variation
     * @param locale one of glibc's, such as {@code et_EE.UTF-8}
     * @param directory empty, made when missing; gets {@code vary.so} and {@code locale/}
     * @param scratch for what is made on the way
     */
    public void prepareVariation(RoomRequest request, String locale, Path directory, Path scratch) {
        surroundings(request, scratch, 1)
                .prepare(locale, assemble(request.catalog().environment(LOCALES), request), directory);
    }

    /** What a command sees of its surroundings, by the name of the axis. */
    public SortedMap<String, String> lookAround(RoomRequest request, Path scratch, int jobs) {
        return surroundings(request, scratch, jobs).look();
    }

    /** Digest of everything that the environment consists of. */
    public Digest identity(RoomRequest request) {
        return sysroot(request).environment();
    }

    private Surroundings surroundings(RoomRequest request, Path scratch, int jobs) {
        return new Surroundings(request, request.target(), room(request, sysroot(request)), scratch, jobs);
    }

    Supplier<Workshop.Room> room(RoomRequest request, Sysroot sysroot) {
        return new Supplier<>() {
            private Workshop.Room room;

            @Override
            public synchronized Workshop.Room get() {
                if (room == null) {
                    Sandbox sandbox = sandbox(request);
                    room = new Workshop.Room(
                            sandbox,
                            tree(sysroot, sandbox, request),
                            sysroot.build()
                                    .map(build ->
                                            new Workshop.BuildMachine(build.target(), tree(build, sandbox, request))),
                            name -> assemble(request.catalog().environment(name), request));
                }
                return room;
            }
        };
    }

    private static Path tree(Sysroot sysroot, Sandbox sandbox, RoomRequest request) {
        Supplier<Path> base = () -> assemble(sysroot.lock(), request);
        return sysroot.derivation()
                .map(derivation -> roots(request).derive(derivation, base, sandbox, request.log(), request.progress()))
                .orElseGet(base);
    }

    Sysroot sysroot(RoomRequest request) {
        String tools = request.tier().equals(Optional.of(Tier.HOST))
                ? sandbox(request).identity()
                : request.catalog()
                        .environment(request.target().environment())
                        .digest()
                        .hex();
        return Sysroot.of(request.catalog(), request.target(), tools);
    }

    Sandbox sandbox(RoomRequest request) {
        return sandboxes
                .select(
                        request.tier(),
                        () -> assemble(
                                request.catalog().environment(request.target().environment()), request),
                        request.cacheDirectory().resolve("jobs"),
                        HOST_TOOLS,
                        request.progress())
                .varied(request.variation());
    }

    /** The tree of a lock, assembled if it is not there yet. */
    public static Path assemble(EnvironmentLock lock, RoomRequest request) {
        return roots(request)
                .assemble(
                        lock,
                        fetcher(request.cacheDirectory(), request.fetch(), request.progress()),
                        request.progress());
    }

    private static RootStore roots(RoomRequest request) {
        return new RootStore(request.cacheDirectory().resolve("environments"));
    }

    static Function<List<SourceFile>, List<Path>> fetcher(
            Path cacheDirectory, FetchSettings settings, Progress progress) {
        SourceStore store = new SourceStore(cacheDirectory.resolve("sources"), progress);
        return sources -> {
            List<Path> files = store.fetchAll(new ArrayList<>(sources), settings);
            // What the store holds may have been changed since it was fetched: only the pinned bytes are used.
            sources.forEach(store::verify);
            return files;
        };
    }
}
