package io.github.pythondist.mojo;

import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.consumer.Program;
import io.github.pythondist.consumer.PythonRunner;
import io.github.pythondist.consumer.RunRequest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs a Python script, module or inline code with the project's interpreter; nothing needs to be installed and no
 * {@code unpack} has to come before.
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
 * @since 0.1.0
 */
@Mojo(name = "run", requiresProject = false, threadSafe = true)
public final class RunMojo extends AbstractConsumerMojo {

    /**
     * The script to run; a relative path starts at the project's directory.
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.script")
    private @Nullable Path script;

    /**
     * The module to run, as {@code python -m} takes it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.module")
    private @Nullable String module;

    /**
     * Python code to run, as {@code python -c} takes it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.code")
    private @Nullable String code;

    /**
     * Arguments of the script, module or code.
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.arguments")
    private @Nullable List<String> arguments;

    /**
     * Environment variables to add. {@code PYTHONHOME}, {@code PYTHONPATH} and their kind are not inherited.
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable Map<String, String> environmentVariables;

    /**
     * The working directory.
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.workingDirectory", defaultValue = "${project.basedir}")
    private File workingDirectory;

    /**
     * A file to read as standard input; without it the input is empty.
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.inputFile")
    private @Nullable Path inputFile;

    /**
     * A file that takes the standard output instead of Maven's log; it is written when the run succeeds.
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.outputFile")
    private @Nullable Path outputFile;

    /**
     * Seconds after which the process and all its children are killed and the build fails; 0 means never.
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.timeout", defaultValue = "0")
    private int timeout;

    /**
     * Exit codes that are no failure.
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.successCodes", defaultValue = "0")
    private List<Integer> successCodes;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    private Path buildDirectory;

    private final PythonRunner runner;

    @Inject
    RunMojo(InterpreterResolver resolver, PythonRunner runner) {
        super(resolver);
        this.runner = runner;
    }

    @Override
    protected void run(Progress progress) {
        Program program = Program.oneOf(script, module, code);
        if (script != null && !Files.isRegularFile(script)) {
            throw new BuildFailure("There is no script " + script)
                    .remedy("Correct <script>; a relative path starts at the project's directory");
        }
        InterpreterHome python = interpreter(true, progress);
        String id = execution.getExecutionId();
        Path log = buildDirectory.resolve("python-dist").resolve("run-" + id + ".log");
        runner.run(
                RunRequest.of(python.executable(), program, workingDirectory.toPath(), log)
                        .withArguments(arguments == null ? List.of() : arguments)
                        .withEnvironment(environmentVariables == null ? Map.of() : environmentVariables)
                        .withStdin(inputFile)
                        .withTimeout(timeout > 0 ? Duration.ofSeconds(timeout) : null)
                        .withSuccessCodes(Set.copyOf(successCodes))
                        .withOutput(outputFile),
                progress);
    }
}
