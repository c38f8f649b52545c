package io.github.pythondist.mojo;

import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Parameters of the goals that run an interpreter here, which may also be one of Maven's toolchains. */
abstract class AbstractInterpreterMojo extends AbstractConsumerMojo {

    /**
     * Runs an interpreter of {@code toolchains.xml} rather than the one that the project pins: the first toolchain of
     * type {@code python} that provides all that is asked here. A version may be a range, or its first numbers. Without
     * this parameter a toolchain is used only if maven-toolchains-plugin selected one and the goal names no interpreter
     * by {@code version}, {@code series}, {@code groupId}, {@code platform} or {@code flavour}.
     *
     * <p>Example:
     *
     * <pre>
     * &lt;pythonToolchain&gt;
     *   &lt;version&gt;[3.11,3.14)&lt;/version&gt;
     *   &lt;vendor&gt;debian&lt;/vendor&gt;
     * &lt;/pythonToolchain&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable Map<String, String> pythonToolchain;

    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    protected Path buildDirectory;

    private final PythonToolchains toolchains;

    AbstractInterpreterMojo(InterpreterResolver resolver, PythonToolchains toolchains) {
        super(resolver);
        this.toolchains = toolchains;
    }

    /** The interpreter to run: that of a toolchain if one is asked for or selected, else the one that the project pins. */
    protected final InterpreterHome interpreterToRun(Progress progress) {
        Optional<PythonToolchains.Selected> toolchain = toolchain();
        return toolchain.isPresent()
                ? toolchains.use(toolchain.get(), scratch(), progress)
                : interpreter(true, progress);
    }

    /** The toolchain to use, if it is to be one. */
    protected final Optional<PythonToolchains.Selected> toolchain() {
        return toolchains.find(session, project, wish(), pythonToolchain);
    }

    /** For logs and the like: {@code target/python-dist}. */
    protected final Path scratch() {
        return inBuild(buildDirectory).resolve("python-dist");
    }
}
