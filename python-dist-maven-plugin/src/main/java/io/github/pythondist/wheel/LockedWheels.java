package io.github.pythondist.wheel;

import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.consumer.PythonRunner;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheel.LockFile.LockedFile;
import io.github.pythondist.wheel.LockFile.Origin;
import io.github.pythondist.wheel.Selection.Chosen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** The wheels of a lock file, fetched and verified, for those who install them elsewhere than in an environment. */
@Named
@Singleton
public final class LockedWheels {

    private final PythonRunner runner;

    @Inject
    public LockedWheels(PythonRunner runner) {
        this.runner = runner;
    }

    /**
     * @param python they are for
     * @param requirements what the lock file must have been made from
     * @param here whether they are used on this machine, rather than in a build root for the interpreter's platform
     * @return in the lock file's order
     * @throws BuildFailure if the lock file is missing, stale or not for this Python, if it has a package without a
     *     wheel, or if a file cannot be had or is not the one that is locked
     */
    public List<LockedWheel> fetch(
            InterpreterHome python,
            Requirements requirements,
            Path lockFile,
            boolean here,
            WheelSources sources,
            Path workDirectory,
            Progress progress) {
        LockFile lock = LockFiles.read(lockFile);
        Staleness.check(lock, lockFile, Optional.of(requirements));
        Optional<Platform> platform = here
                ? Optional.empty()
                : Optional.of(Platform.parse(python.platform()).base());
        String glibc =
                lock.origin().map(Origin::glibc).filter(text -> !text.isEmpty()).orElse(LockRequest.DEFAULT_GLIBC);
        try {
            PipTool pip = new PipTool(runner, python, workDirectory, progress);
            List<Chosen> chosen = Selection.of(lock, lockFile, platform, glibc, python, pip);
            for (Chosen item : chosen) {
                if (!item.file().isWheel()) {
                    throw new BuildFailure("A package that is locked in " + lockFile + " has no wheel")
                            .detail(item.file().name())
                            .remedy("Lock without <allowSdists>: mvn " + LockFiles.command(lockFile));
                }
            }
            Map<LockedFile, Path> files =
                    new WheelFetcher(sources, lockFile, python, glibc, pip, progress).fetch(chosen);
            return chosen.stream()
                    .map(item -> new LockedWheel(
                            item.locked().name(),
                            item.locked().version(),
                            files.get(item.file()),
                            item.file().sha256()))
                    .toList();
        } catch (IOException e) {
            throw new BuildFailure("Cannot bring together what " + lockFile + " lists", e)
                    .remedy("Check free space and permissions in " + sources.store());
        }
    }
}
