package io.github.pythondist.mojo;

import io.github.pythondist.consumer.PythonInstallation;
import io.github.pythondist.consumer.RunRequest;
import io.github.pythondist.report.Progress;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Parameters of the goals that run Python. */
abstract class AbstractRunMojo extends AbstractInterpreterMojo {

    /**
     * A virtual environment to run in: what {@code install-wheels} made. Where there is none, or one of another
     * interpreter, the interpreter is run as it is.
     *
     * <p>Example: <code>&lt;environmentDirectory&gt;${project.build.directory}/tools-env&lt;/environmentDirectory&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(
            property = "python-dist.environmentDirectory",
            defaultValue = "${project.build.directory}/python-env",
            required = true)
    private Path environmentDirectory;

    /**
     * Environment variables to add. {@code PYTHONHOME}, {@code PYTHONPATH} and their kind are not inherited.
     *
     * <p>Example:
     *
     * <pre>
     * &lt;environmentVariables&gt;
     *   &lt;PYTHONHASHSEED&gt;0&lt;/PYTHONHASHSEED&gt;
     * &lt;/environmentVariables&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable Map<String, String> environmentVariables;

    /**
     * The project's own modules. It comes first in {@code PYTHONPATH} if it is there.
     *
     * <p>Example: <code>&lt;sourceDirectory&gt;${project.basedir}/python&lt;/sourceDirectory&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.sourceDirectory", defaultValue = "${project.basedir}/src/main/python")
    private Path sourceDirectory;

    /**
     * The directory that Python starts in.
     *
     * <p>Example: <code>&lt;workingDirectory&gt;${project.build.directory}&lt;/workingDirectory&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.workingDirectory", defaultValue = "${project.basedir}")
    private @Nullable File workingDirectory;

    /**
     * Seconds after which the process and all its children are killed and the build fails; the default, 0, means never.
     *
     * <p>Example: {@code <timeout>600</timeout>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.timeout", defaultValue = "0")
    private int timeout;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    AbstractRunMojo(InterpreterResolver resolver, PythonToolchains toolchains) {
        super(resolver, toolchains);
    }

    /** The Python to run. */
    protected final PythonInstallation python(Progress progress) {
        return PythonInstallation.of(interpreterToRun(progress), inBuild(environmentDirectory), progress);
    }

    /** Variables of the environment, those configured last. */
    protected final Map<String, String> variables(PythonInstallation python) {
        Map<String, String> variables = new TreeMap<>(python.variables());
        if (environmentVariables != null) {
            // An empty element is an empty value.
            environmentVariables.forEach((name, value) -> variables.put(name, value == null ? "" : value));
        }
        return variables;
    }

    /** Where the project's own modules are. */
    protected final List<Path> sources() {
        return List.of(sourceDirectory);
    }

    protected final Path workingDirectory() {
        // Without a project there is no base directory.
        return (workingDirectory == null ? new File("") : workingDirectory)
                .toPath()
                .toAbsolutePath();
    }

    protected final @Nullable Duration timeout() {
        return RunRequest.timeout(timeout).orElse(null);
    }

    protected final String executionId() {
        return execution.getExecutionId();
    }
}
