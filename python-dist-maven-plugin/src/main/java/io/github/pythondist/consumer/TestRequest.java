package io.github.pythondist.consumer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of tests.
 *
 * @param name of the run, for the report
 * @param directory where the tests are
 * @param sources directories the tests import from
 * @param pattern files that unittest takes for tests, such as {@code test*.py}
 * @param selection which tests to run: names or parts of names for unittest, expressions ({@code -k}) for pytest; all of
 *     them if empty
 * @param arguments more arguments for pytest
 * @param environment added to Maven's environment
 * @param report the JUnit XML file to write
 * @param scratch directory for the log and what else the run needs
 */
public record TestRequest(
        String name,
        PythonInstallation python,
        Framework framework,
        Path directory,
        List<Path> sources,
        String pattern,
        List<String> selection,
        List<String> arguments,
        Map<String, String> environment,
        Path workingDirectory,
        @Nullable Duration timeout,
        Path report,
        Path scratch) {

    /** What finds and runs the tests. */
    public enum Framework {
        /** The standard library's. */
        UNITTEST,
        /** A package that the environment must have. */
        PYTEST
    }

    public TestRequest {
        sources = List.copyOf(sources);
        selection = List.copyOf(selection);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }
}
