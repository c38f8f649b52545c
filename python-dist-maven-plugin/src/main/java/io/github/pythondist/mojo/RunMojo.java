package io.github.pythondist.mojo;

import io.github.pythondist.consumer.Program;
import io.github.pythondist.consumer.PythonInstallation;
import io.github.pythondist.consumer.PythonRunner;
import io.github.pythondist.consumer.RunRequest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs a Python script, module, inline code or a program of the environment with the project's interpreter; nothing needs
 * to be installed and no {@code unpack} has to come before.
 *
 * <p>It has no phase of its own, so an execution names one:
 *
 * <pre>
 * &lt;execution&gt;
 *   &lt;phase&gt;generate-sources&lt;/phase&gt;
 *   &lt;goals&gt;&lt;goal&gt;run&lt;/goal&gt;&lt;/goals&gt;
 *   &lt;configuration&gt;
 *     &lt;script&gt;src/main/python/generate.py&lt;/script&gt;
 *     &lt;arguments&gt;
 *       &lt;argument&gt;${project.build.directory}/generated-sources&lt;/argument&gt;
 *     &lt;/arguments&gt;
 *   &lt;/configuration&gt;
 * &lt;/execution&gt;
 * </pre>
 *
 * <p>No project is needed on the command line:
 *
 * <pre>
 * mvn io.github.pythondist:python-dist-maven-plugin:run -Dpython-dist.version=3.13.5-1 -Dpython-dist.module=this
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "run", requiresProject = false, threadSafe = true)
public final class RunMojo extends AbstractRunMojo {

    /**
     * The script to run; a relative path starts at the project's directory.
     *
     * <p>Example: {@code <script>src/main/python/generate.py</script>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.script")
    private @Nullable Path script;

    /**
     * The module to run, as {@code python -m} takes it.
     *
     * <p>Example: {@code <module>compileall</module>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.module")
    private @Nullable String module;

    /**
     * Python code to run, as {@code python -c} takes it. Its lines may be indented together.
     *
     * <p>Example: {@code <code>import ssl; print(ssl.OPENSSL_VERSION)</code>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.code")
    private @Nullable String code;

    /**
     * A program of the environment, such as a console script that a package brings, or of the interpreter.
     *
     * <p>Example: {@code <command>black</command>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.command")
    private @Nullable String command;

    /**
     * Arguments of the script, module, code or program; each is one argument, whatever spaces, quotes or line ends are in
     * it. On the command line they are separated by commas.
     *
     * <p>Example: {@code <arguments><argument>--locale</argument><argument>de_DE</argument></arguments>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.arguments")
    private @Nullable List<String> arguments;

    /**
     * Text for the standard input.
     *
     * <p>Example: {@code <input>hello</input>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.input")
    private @Nullable String input;

    /**
     * A file to read as standard input; without it and without {@code <input>} the input is empty.
     *
     * <p>Example: {@code <inputFile>src/main/data/words.txt</inputFile>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.inputFile")
    private @Nullable Path inputFile;

    /**
     * A file that takes the standard output instead of Maven's log; it is written when the run succeeds.
     *
     * <p>Example: <code>&lt;outputFile&gt;${project.build.directory}/versions.txt&lt;/outputFile&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.outputFile")
    private @Nullable Path outputFile;

    /**
     * Exit codes that are no failure.
     *
     * <p>Example: {@code <successCodes>0,3</successCodes>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.successCodes", defaultValue = "0")
    private List<Integer> successCodes;

    private final PythonRunner runner;

    @Inject
    RunMojo(InterpreterResolver resolver, PythonToolchains toolchains, PythonRunner runner) {
        super(resolver, toolchains);
        this.runner = runner;
    }

    @Override
    protected void run(Progress progress) {
        Program program = Program.oneOf(script, module, code, command);
        if (script != null && !Files.isRegularFile(script)) {
            throw new BuildFailure("There is no script " + script)
                    .remedy("Correct <script>; a relative path starts at the project's directory");
        }
        if (input != null && inputFile != null) {
            throw new BuildFailure("Python cannot read its input from two places")
                    .remedy("Configure <input> or <inputFile>.");
        }
        PythonInstallation python = python(progress);
        Path executable = command == null ? python.executable() : python.command(command);
        Path log = scratch().resolve("run-" + executionId() + ".log");
        runner.run(
                RunRequest.of(executable, program, workingDirectory(), log)
                        // An empty <argument/> is an empty argument.
                        .withArguments(
                                arguments == null
                                        ? List.of()
                                        : arguments.stream()
                                                .map(argument -> Objects.requireNonNullElse(argument, ""))
                                                .toList())
                        .withEnvironment(variables(python))
                        .withSources(sources())
                        .withStdin(input == null ? inputFile : PythonRunner.inputText(log, input))
                        .withTimeout(timeout())
                        .withSuccessCodes(Set.copyOf(successCodes))
                        .withOutput(outputFile),
                progress);
    }
}
