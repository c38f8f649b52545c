package io.github.pythondist.mojo;

import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.consumer.InterpreterPlacer;
import io.github.pythondist.consumer.InterpreterWish;
import io.github.pythondist.platform.HostPlatform;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Provides a Python interpreter to the build: resolves it as a Maven artifact, unpacks it once into a read-only tree that
 * all builds share, and links it into the project.
 *
 * <p>Sets the properties {@code python.executable}, {@code python.home} and {@code python.version} for the goals that
 * follow, also those of other plugins. Plugins that ask Maven for a toolchain of type {@code python} are given it, too,
 * where the project takes this plugin's extensions and maven-toolchains-plugin selected no other.
 *
 * <p>Bound to the phase {@code generate-resources}:
 *
 * <pre>
 * &lt;execution&gt;
 *   &lt;goals&gt;&lt;goal&gt;unpack&lt;/goal&gt;&lt;/goals&gt;
 *   &lt;configuration&gt;
 *     &lt;series&gt;3.13&lt;/series&gt;
 *   &lt;/configuration&gt;
 * &lt;/execution&gt;
 * </pre>
 *
 * <p>Without a project it puts an interpreter below the current directory:
 *
 * <pre>
 * mvn io.github.pythondist:python-dist-maven-plugin:unpack -Dpython-dist.version=3.13.5-1
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "unpack", defaultPhase = LifecyclePhase.GENERATE_RESOURCES, requiresProject = false, threadSafe = true)
public final class UnpackMojo extends AbstractConsumerMojo {

    private static final int MAX_SHOWN = 10;

    /**
     * Where the project finds its interpreter.
     *
     * <p>Example: <code>&lt;outputDirectory&gt;${project.build.directory}/interpreter&lt;/outputDirectory&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.outputDirectory", defaultValue = "${project.build.directory}/python")
    private Path outputDirectory;

    /**
     * Several platforms instead of one, for example to ship a program for each. Each has a place of its own, called as
     * the {@code outputDirectory} with the classifier after it: {@code target/python-linux-aarch_64}. The properties
     * {@code python.home.<classifier>} lead there. {@code python.executable} and its like are set as well if one of them
     * is for this machine.
     *
     * <p>Example:
     *
     * <pre>
     * &lt;platforms&gt;
     *   &lt;platform&gt;linux-x86_64&lt;/platform&gt;
     *   &lt;platform&gt;linux-aarch_64&lt;/platform&gt;
     * &lt;/platforms&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.platforms")
    private @Nullable List<String> platforms;

    /**
     * How the interpreter gets there: {@code link} (a symbolic link to the shared tree), {@code copy} (a tree of the
     * project's own, writable), or {@code auto}: a link where the system has them, else a copy.
     *
     * <p>Example: {@code <mode>copy</mode>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.mode", defaultValue = "auto")
    private String mode;

    /**
     * Hashes every file of the unpacked tree again and fails if one differs from what the archive held.
     *
     * <p>Example: {@code -Dpython-dist.verify}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.verify", defaultValue = "false")
    private boolean verify;

    private final PythonToolchains toolchains;
    private final InterpreterPlacer placer;

    @Inject
    UnpackMojo(InterpreterResolver resolver, PythonToolchains toolchains, InterpreterPlacer placer) {
        super(resolver);
        this.toolchains = toolchains;
        this.placer = placer;
    }

    @Override
    protected void run(Progress progress) {
        if (platforms == null || platforms.isEmpty()) {
            setProperties(unpack(wish(), inBuild(outputDirectory), progress));
            return;
        }
        if (wish().platform() != null || digest() != null) {
            throw new BuildFailure(
                            "With <platforms> there can be no <" + (digest() == null ? "platform" : "sha256") + ">")
                    .remedy("Give each of them an <execution> of its own, or leave it away.");
        }
        Map<String, InterpreterHome> homes = new LinkedHashMap<>();
        Set<String> different = new LinkedHashSet<>(platforms);
        for (String platform : different) {
            Path place = inBuild(outputDirectory).resolveSibling(outputDirectory.getFileName() + "-" + platform);
            homes.put(
                    platform,
                    unpack(wish().withPlatform(Platform.parse(platform).classifier()), place, progress));
        }
        homes.forEach((platform, home) -> project.getProperties()
                .setProperty("python.home." + platform, home.home().toString()));
        Platform host = HostPlatform.detect();
        homes.values().stream()
                .filter(home -> Platform.parse(home.platform()).runsOn(host))
                .findFirst()
                .ifPresent(this::setProperties);
    }

    private InterpreterHome unpack(InterpreterWish wish, Path place, Progress progress) {
        // A tree that is only bundled or copied may be for another machine.
        InterpreterHome shared = interpreter(wish, false, progress);
        if (verify) {
            List<String> changed = store().verify(shared);
            if (!changed.isEmpty()) {
                BuildFailure failure =
                        new BuildFailure("The unpacked interpreter " + shared.home() + " is not what its archive held");
                changed.stream().limit(MAX_SHOWN).forEach(failure::detail);
                throw failure.remedy("Delete " + shared.home().getParent() + "; the next build unpacks it again");
            }
        }
        InterpreterHome home = placer.place(shared, place, mode());
        progress.info("CPython " + home.pythonVersion() + " for " + home.platform() + " is at " + place
                + (verify ? ", every file as its archive held it" : ""));
        return home;
    }

    private void setProperties(InterpreterHome home) {
        project.getProperties().setProperty("python.home", home.home().toString());
        project.getProperties()
                .setProperty("python.executable", home.executable().toString());
        project.getProperties().setProperty("python.version", home.pythonVersion());
        if (Platform.parse(home.platform()).runsOn(HostPlatform.detect())) {
            toolchains.offer(session, project, home);
        }
    }

    private InterpreterPlacer.Mode mode() {
        return Arrays.stream(InterpreterPlacer.Mode.values())
                .filter(candidate -> candidate.name().toLowerCase(Locale.ROOT).equals(mode))
                .findFirst()
                .orElseThrow(() -> new BuildFailure("Unknown <mode> '" + mode + "' of unpack")
                        .remedy("Set it to auto, link or copy"));
    }
}
