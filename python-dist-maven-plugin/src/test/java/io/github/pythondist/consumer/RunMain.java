package io.github.pythondist.consumer;

import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import java.util.Map;

/** A build of its own, for tests that need another environment. */
final class RunMain {

    private RunMain() {}

    public static void main(String[] arguments) {
        Path python = Path.of(arguments[0]);
        new PythonRunner()
                .run(
                        RunRequest.of(python, Program.command(""), python.getParent(), Path.of(arguments[1]))
                                .withEnvironment(Map.of("PYTHONHASHSEED", "0", "PYTHONUTF8", "0")),
                        Progress.NONE);
    }
}
