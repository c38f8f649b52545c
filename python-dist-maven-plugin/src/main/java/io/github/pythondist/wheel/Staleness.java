package io.github.pythondist.wheel;

import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.LockFile.Input;
import io.github.pythondist.wheel.LockFile.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a lock file was made from what a project requires now. */
final class Staleness {

    private Staleness() {}

    /**
     * Lock files of other tools do not say what they were made from, and are taken as they are.
     *
     * @throws BuildFailure if it was made from something else
     */
    static void check(LockFile lock, Path file, Optional<Requirements> requirements) {
        List<String> changes = changes(lock, file, requirements);
        if (!changes.isEmpty()) {
            BuildFailure failure = new BuildFailure("The lock file " + file + " is stale");
            changes.forEach(failure::detail);
            throw failure.remedy("Renew it, and look at what changed: mvn " + LockFiles.command(file));
        }
    }

    static boolean isStale(LockFile lock, Path file, Optional<Requirements> requirements) {
        return lock.origin().isEmpty() || !changes(lock, file, requirements).isEmpty();
    }

    /** What is no longer as it was locked; empty if all is, or if nobody knows. */
    private static List<String> changes(LockFile lock, Path file, Optional<Requirements> project) {
        List<String> changes = new ArrayList<>();
        if (lock.origin().isEmpty()) {
            return changes;
        }
        Origin origin = lock.origin().get();
        Path base = file.getParent();
        Path locked = base.resolve(origin.requirements()).normalize();
        if (project.isEmpty()) {
            changes.add(locked + ", which it was made from, is gone");
            return changes;
        }
        Requirements requirements = project.get();
        if (!locked.equals(requirements.file())) {
            changes.add("it was made from " + locked + ", not from " + requirements.file());
            return changes;
        }
        if (origin.build() != requirements.build()) {
            changes.add("it is of what " + (origin.build() ? "building requires" : "the project requires to run"));
            return changes;
        }
        if (!origin.extras().equals(requirements.extras())) {
            changes.add("it was made with the extras " + origin.extras() + ", not with " + requirements.extras());
            return changes;
        }
        for (Input input : origin.inputs()) {
            Path path = base.resolve(input.path()).normalize();
            if (!Files.isRegularFile(path)) {
                changes.add(path + " is gone");
            } else if (!requirements.digest(path).equals(input.sha256())) {
                changes.add(path + " has changed");
            }
        }
        return changes;
    }
}
