package io.github.pythondist.mojo;

import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.consumer.LinkMode;
import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Provides a Python interpreter to the build: resolves it as a Maven artifact, unpacks it once into a read-only tree that
 * all builds share, and links it into the project.
 *
 * <p>Sets the properties {@code python.executable}, {@code python.home} and {@code python.version} for the goals that
 * follow.
 *
 * @since 0.1.0
 */
@Mojo(name = "unpack", defaultPhase = LifecyclePhase.GENERATE_RESOURCES, threadSafe = true)
public final class UnpackMojo extends AbstractConsumerMojo {

    /**
     * Where the project finds its interpreter.
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.outputDirectory", defaultValue = "${project.build.directory}/python")
    private Path outputDirectory;

    /**
     * How the interpreter gets there: {@code link} (a symbolic link to the shared tree), {@code copy} (a tree of the
     * project's own, writable), or {@code auto}: a link where the system has them, else a copy.
     *
     * <pre>
     * &lt;mode&gt;copy&lt;/mode&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.mode", defaultValue = "auto")
    private String mode;

    /**
     * Hashes every file of the unpacked tree again and fails if one differs from what the archive held.
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.verify", defaultValue = "false")
    private boolean verify;

    @Inject
    UnpackMojo(InterpreterResolver resolver) {
        super(resolver);
    }

    @Override
    protected void run(Progress progress) {
        InterpreterHome shared = interpreter(progress);
        if (verify) {
            shared.verify();
            progress.info("every file of CPython " + shared.pythonVersion() + " is as the archive held it");
        }
        InterpreterHome home = shared.provide(outputDirectory, LinkMode.parse(mode), progress);
        project.getProperties().setProperty("python.home", home.directory().toString());
        project.getProperties().setProperty("python.executable", home.executable().toString());
        project.getProperties().setProperty("python.version", home.pythonVersion());
    }
}
