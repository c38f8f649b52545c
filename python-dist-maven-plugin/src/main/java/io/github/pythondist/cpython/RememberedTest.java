package io.github.pythondist.cpython;

import io.github.pythondist.component.StepStore;
import io.github.pythondist.component.Workshop;
import io.github.pythondist.environment.LogTail;
import io.github.pythondist.environment.Mount;
import io.github.pythondist.environment.Sandbox;
import io.github.pythondist.environment.SandboxCommand;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A script that tests the built tree in a sandbox and writes {@code /out/report.xml}. Once it has passed it is not run
 * again until one of its inputs changes; its report is kept.
 *
 * @param workshop what the steps of the build share
 * @param name for messages, such as {@code self-test}
 * @param file the name of its log and of its scratch directory
 */
record RememberedTest(Workshop workshop, String name, String file) {

    /**
     * Where a test runs and with what.
     *
     * @param sandbox runs it
     * @param script guest path
     * @param variables its environment
     * @param mounts what it sees, {@code /build} and {@code /out} among it
     * @param timeout after which it has failed
     */
    record Job(
            Sandbox sandbox,
            String script,
            SortedMap<String, String> variables,
            List<Mount> mounts,
            Optional<Duration> timeout) {}

    /** Prepares a test, when it really has to run. */
    @FunctionalInterface
    interface Preparation {
        /**
         * @param work the test's scratch directory, to be filled
         * @param build seen as {@code /build}, the working directory
         * @param out seen as {@code /out}
         */
        Job prepare(Path work, Mount build, Mount out) throws IOException;
    }

    /**
     * @param key digest of all inputs
     * @param report where the JUnit report is put, also when the test fails
     * @throws BuildFailure if the test fails
     */
    void run(Digest key, Path report, Preparation preparation) {
        boolean[] fresh = new boolean[1];
        StepStore.Output output = workshop.store().findOrRun(key, name, "report.xml", workshop.progress(), made -> {
            fresh[0] = true;
            return execute(preparation, report, made);
        });
        try {
            Files.createDirectories(report.getParent());
            AtomicFiles.write(
                    report, temporary -> Files.copy(output.file(), temporary, StandardCopyOption.REPLACE_EXISTING));
        } catch (IOException e) {
            throw new BuildFailure("Cannot write the report of the " + name + " to " + report, e);
        }
        List<String> lines = output.log() == null ? List.of() : LogTail.of(output.log());
        String verdict = lines.isEmpty() ? "passed" : lines.get(lines.size() - 1);
        workshop.progress()
                .info(
                        fresh[0]
                                ? name + ": " + verdict + " in "
                                        + output.elapsed().toSeconds() + " s"
                                : name + " passed before, nothing changed since: " + verdict);
    }

    private Path execute(Preparation preparation, Path shownReport, Path report) throws IOException {
        Path work = workshop.workDirectory().resolve(file);
        Path log = workshop.logDirectory().resolve(file + ".log");
        workshop.progress().info("running the " + name + "; its log: " + log);
        Trees.delete(work);
        Mount build = Mount.writable(Files.createDirectories(work.resolve("build")), "/build");
        Mount out = Mount.writable(Files.createDirectories(work.resolve("out")), "/out");
        Job job = preparation.prepare(work, build, out);
        Files.createDirectories(workshop.logDirectory());
        Files.deleteIfExists(log);
        Path made = out.hostPath().resolve("report.xml");
        SandboxCommand command = new SandboxCommand(
                        List.of("bash", job.script()),
                        job.variables(),
                        job.mounts(),
                        job.sandbox().guestPath(build),
                        log,
                        job.timeout())
                .named(name);
        int exit;
        try {
            exit = job.sandbox().run(command, workshop.progress());
        } catch (BuildFailure failure) {
            throw withEvidence(failure, work, made, shownReport);
        }
        boolean reported = Files.isRegularFile(made);
        if (exit != 0 || !reported) {
            BuildFailure failure =
                    new BuildFailure(exit != 0 ? "The " + name + " failed" : "The " + name + " ended without a report");
            throw withEvidence(LogTail.addTo(failure, log), work, made, shownReport);
        }
        Files.copy(made, report);
        Trees.delete(work);
        return log;
    }

    /** Says where to look, with the report if the test came to write one. */
    private static BuildFailure withEvidence(BuildFailure failure, Path work, Path made, Path shownReport)
            throws IOException {
        if (Files.isRegularFile(made)) {
            Files.createDirectories(shownReport.getParent());
            Files.copy(made, shownReport, StandardCopyOption.REPLACE_EXISTING);
            failure.detail("JUnit report: " + shownReport);
        }
        return failure.detail("everything as it was tested: " + work);
    }
}
