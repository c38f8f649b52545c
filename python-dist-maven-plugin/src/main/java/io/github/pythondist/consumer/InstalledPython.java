package io.github.pythondist.consumer;

import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.files.Digest;
import io.github.pythondist.platform.HostPlatform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * An interpreter that was installed on this machine by other means. It has no archive and no description, so it is asked
 * itself; what it says takes the place of the archive's digest, so that what was made by another one is made anew.
 */
@Named
@Singleton
public final class InstalledPython {

    private static final List<String> FACTS =
            List.of("implementation", "version", "build", "executable", "prefix", "abi", "pip");

    private final PythonRunner runner;

    @Inject
    public InstalledPython(PythonRunner runner) {
        this.runner = runner;
    }

    /**
     * Asks an interpreter what it is.
     *
     * @param executable the interpreter
     * @param scratch directory for the question and the answer
     * @throws BuildFailure if it cannot be started, or is not CPython
     */
    public InterpreterHome ask(Path executable, Path scratch, Progress progress) {
        Path answer = scratch.resolve("interpreter.txt");
        try {
            Path script = PluginScripts.copy("/consumer/describe_interpreter.py", scratch);
            runner.run(
                    RunRequest.of(
                                    executable,
                                    new Program(List.of("-I", script.toString())),
                                    scratch,
                                    scratch.resolve("interpreter.log"))
                            .withOutput(answer)
                            .withEcho(false),
                    progress);
            return home(executable, facts(executable, answer));
        } catch (IOException e) {
            throw new BuildFailure("Cannot ask " + executable + " what it is", e)
                    .remedy("Check free space and permissions in " + scratch + ".");
        }
    }

    private static Map<String, String> facts(Path executable, Path answer) throws IOException {
        Map<String, String> facts = new TreeMap<>();
        for (String line : Files.readAllLines(answer)) {
            String[] parts = line.split("=", 2);
            if (parts.length == 2) {
                facts.put(parts[0], parts[1]);
            }
        }
        if (!facts.keySet().containsAll(FACTS)) {
            throw new BuildFailure(executable + " does not answer as Python does")
                    .detail("It wrote " + answer)
                    .remedy("Correct the toolchain.");
        }
        if (!facts.get("implementation").equals("cpython")) {
            throw new BuildFailure(executable + " is not CPython but " + facts.get("implementation"))
                    .remedy("Correct the toolchain.");
        }
        return facts;
    }

    private static InterpreterHome home(Path executable, Map<String, String> facts) {
        DistributionDescription description = new DistributionDescription(
                DistributionDescription.SCHEMA,
                "python",
                facts.get("version"),
                facts.get("version"),
                HostPlatform.detect().classifier(),
                null,
                null,
                executable.toString(),
                null,
                null,
                facts.get("abi"),
                List.of(),
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of());
        return new InterpreterHome(
                Path.of(facts.get("prefix")), Digest.ofText(facts.toString()), description, () -> packages(facts));
    }

    private static Path packages(Map<String, String> facts) {
        if (facts.get("pip").isEmpty()) {
            throw new BuildFailure("There is no pip in " + facts.get("prefix"))
                    .remedy("Install pip for it (python3 -m ensurepip), or choose another toolchain.")
                    .remedy("Or leave the toolchain away: the interpreters of python-dist have pip.");
        }
        return Path.of(facts.get("pip"));
    }
}
