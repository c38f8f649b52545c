package io.github.pythondist.mojo;

import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.consumer.InterpreterPlacer;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

    private static final int MAX_SHOWN = 10;

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

    private final InterpreterPlacer placer;

    @Inject
    UnpackMojo(InterpreterResolver resolver, InterpreterPlacer placer) {
        super(resolver);
        this.placer = placer;
    }

    @Override
    protected void run(Progress progress) {
        // A tree that is only bundled or copied may be for another machine.
        InterpreterHome shared = interpreter(false, progress);
        if (verify) {
            List<String> changed = store().verify(shared);
            if (!changed.isEmpty()) {
                BuildFailure failure =
                        new BuildFailure("The unpacked interpreter " + shared.home() + " is not what its archive held");
                changed.stream().limit(MAX_SHOWN).forEach(failure::detail);
                throw failure.remedy("Delete " + shared.home().getParent() + "; the next build unpacks it again");
            }
        }
        InterpreterHome home = placer.place(shared, outputDirectory, mode());
        project.getProperties().setProperty("python.home", home.home().toString());
        project.getProperties()
                .setProperty("python.executable", home.executable().toString());
        project.getProperties().setProperty("python.version", home.description().pythonVersion());
        progress.info("CPython " + home.description().pythonVersion() + " for "
                + home.description().platform() + " is at " + outputDirectory
                + (verify ? ", every file as its archive held it" : ""));
    }

    private InterpreterPlacer.Mode mode() {
        return Arrays.stream(InterpreterPlacer.Mode.values())
                .filter(candidate -> candidate.name().toLowerCase(Locale.ROOT).equals(mode))
                .findFirst()
                .orElseThrow(() -> new BuildFailure("Unknown <mode> '" + mode + "' of unpack")
                        .remedy("Set it to auto, link or copy"));
    }
}
