package io.github.pythondist.wheel;

import io.github.pythondist.consumer.PythonRunner;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheel.LockFile.LockedFile;
import io.github.pythondist.wheel.LockFile.Origin;
import io.github.pythondist.wheel.Selection.Chosen;
import io.github.pythondist.wheel.WheelArtifact.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** Brings together all files that a lock file needs, for every platform that it was made for. */
@Named
@Singleton
public final class WheelCollector {

    private final PythonRunner runner;

    @Inject
    public WheelCollector(PythonRunner runner) {
        this.runner = runner;
    }

    /**
     * @return each file once, sorted by coordinates
     * @throws BuildFailure if one cannot be had or is not the one that is locked
     */
    public List<WheelArtifact> collect(MirrorRequest request, Progress progress) {
        LockFile lock = LockFiles.read(request.lockFile());
        String glibc =
                lock.origin().map(Origin::glibc).filter(text -> !text.isEmpty()).orElse(LockRequest.DEFAULT_GLIBC);
        try {
            PipTool pip = new PipTool(runner, request.python(), request.workDirectory(), progress);
            Map<LockedFile, Chosen> wanted = new LinkedHashMap<>();
            for (Platform platform : platforms(request, lock)) {
                Selection.of(lock, request.lockFile(), Optional.of(platform), glibc, request.python(), pip)
                        .forEach(chosen -> wanted.putIfAbsent(chosen.file(), chosen));
            }
            Map<LockedFile, Path> files = new WheelFetcher(
                            request.sources(), request.lockFile(), request.python(), glibc, pip, progress)
                    .fetch(List.copyOf(wanted.values()));
            return wanted.values().stream()
                    .map(chosen -> new WheelArtifact(
                            Kind.PACKAGE,
                            WheelCoordinates.of(request.groupId(), chosen.locked(), chosen.file()),
                            files.get(chosen.file()),
                            chosen.file().sha256(),
                            Optional.empty()))
                    .sorted(Comparator.comparing(wheel -> wheel.coordinates().toString()))
                    .toList();
        } catch (IOException e) {
            throw new BuildFailure("Cannot bring together what " + request.lockFile() + " lists", e)
                    .remedy("Check free space and permissions in "
                            + request.sources().store());
        }
    }

    private static List<Platform> platforms(MirrorRequest request, LockFile lock) {
        if (!request.platforms().isEmpty()) {
            return request.platforms();
        }
        List<Platform> locked = lock.origin().map(Origin::platforms).orElse(List.of()).stream()
                .map(Platform::parse)
                .toList();
        return locked.isEmpty()
                ? List.of(Platform.parse(request.python().platform()).base())
                : locked;
    }
}
