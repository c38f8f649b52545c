package io.github.pythondist.mojo;

import io.github.pythondist.bundle.BundleRequest;
import io.github.pythondist.bundle.BundleRequest.Form;
import io.github.pythondist.bundle.BundleRequest.JavaApplication;
import io.github.pythondist.bundle.BundleRequest.JavaPart;
import io.github.pythondist.bundle.BundleRequest.Output;
import io.github.pythondist.bundle.BundleResult;
import io.github.pythondist.bundle.Bundler;
import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * Makes one relocatable bundle of the interpreter, packages, the project's own Python sources and, if wanted, its Java
 * application: an archive to be unpacked anywhere, or a zip among the project's classes, from which {@code
 * python-dist-runtime} unpacks and starts it. Licence texts and a bill of materials of all are inside; the same inputs
 * give the same bytes. A bundle for another platform is made without running its interpreter; the log says what was not
 * checked.
 *
 * <p>Bound to the phase {@code prepare-package}:
 *
 * <pre>
 * &lt;execution&gt;
 *   &lt;goals&gt;&lt;goal&gt;bundle&lt;/goal&gt;&lt;/goals&gt;
 *   &lt;configuration&gt;
 *     &lt;scripts&gt;
 *       &lt;wordcount&gt;wordcount.main:run&lt;/wordcount&gt;
 *     &lt;/scripts&gt;
 *   &lt;/configuration&gt;
 * &lt;/execution&gt;
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(
        name = "bundle",
        defaultPhase = LifecyclePhase.PREPARE_PACKAGE,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public final class BundleMojo extends AbstractConsumerMojo {

    /**
     * Name of the bundle, by which {@code PythonBundle.onClassPath} finds it; also the name of the Java application's
     * launcher.
     *
     * <p>Example: {@code <name>word-count</name>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.bundle.name", defaultValue = "${project.artifactId}")
    private String name;

    /**
     * The forms in which the bundle is written: {@code tar.zst}, {@code tar.gz} and {@code zip} are archives, attached to
     * the project; {@code class-path} is a zip in {@code target/classes} for {@code python-dist-runtime}; {@code
     * directory} is a tree in {@code target}.
     *
     * <p>Example:
     *
     * <pre>
     * &lt;formats&gt;
     *   &lt;format&gt;class-path&lt;/format&gt;
     * &lt;/formats&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.bundle.formats", defaultValue = "tar.zst")
    private List<String> formats;

    /**
     * Classifier of the archives and of their bill of materials. The default is {@code bundle-} and that of the
     * interpreter, such as {@code bundle-linux-x86_64}.
     *
     * <p>Example: {@code <classifier>with-python</classifier>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.bundle.classifier")
    private @Nullable String classifier;

    /**
     * The packages to bundle: a virtual environment as the goal {@code install-wheels} makes it, or a directory that pip
     * has installed to with {@code --target}. It is used if it is there.
     *
     * <p>Example: <code>&lt;environmentDirectory&gt;${project.build.directory}/service-env&lt;/environmentDirectory&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.environmentDirectory", defaultValue = "${project.build.directory}/python-env")
    private Path environmentDirectory;

    /**
     * A directory whose wheel files are installed into the bundle, all of them. Wheels for another platform come from here.
     *
     * <p>Example: {@code <wheelDirectory>src/main/wheels</wheelDirectory>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.bundle.wheelDirectory")
    private @Nullable Path wheelDirectory;

    /**
     * Directories of the project's own Python sources. Those that are not there are left out.
     *
     * <p>Example: {@code <sources>src/main/python,target/generated-sources/python</sources>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.bundle.sources", defaultValue = "${project.basedir}/src/main/python")
    private List<Path> sources;

    /**
     * Programs to make in {@code bin}: a name and the function to call, as {@code module:function}. For Windows each is a
     * file {@code <name>.cmd}, and its code {@code <name>-script.py}.
     *
     * <p>Example:
     *
     * <pre>
     * &lt;scripts&gt;
     *   &lt;wordcount&gt;wordcount.main:run&lt;/wordcount&gt;
     * &lt;/scripts&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable Map<String, String> scripts;

    /**
     * The main class of a Java application to bundle: the project's jar, its runtime dependencies and a launcher {@code
     * bin/<name>}, for Windows {@code bin/<name>.cmd}. The jar must be there, so the goal needs an execution in the phase {@code package}.
     *
     * <p>Example: {@code <mainClass>com.example.Main</mainClass>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.bundle.mainClass")
    private @Nullable String mainClass;

    /**
     * Modules whose needs decide what is kept of the standard library; without them all is kept. The interpreter itself
     * finds out what they and the project's sources import, and proves afterwards that all that remained can be imported.
     * What is imported by a name that is put together at run time has to be named here too.
     *
     * <p>Example:
     *
     * <pre>
     * &lt;modules&gt;
     *   &lt;module&gt;wordcount.main&lt;/module&gt;
     *   &lt;module&gt;sqlite3&lt;/module&gt;
     * &lt;/modules&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.bundle.modules")
    private @Nullable List<String> modules;

    /**
     * Whether the library for embedding ({@code libpython}) is kept. The default is to keep it unless there are
     * {@code <modules>}. On Windows the interpreter needs it; there it stays, and the import libraries go.
     *
     * <p>Example: {@code <libpython>true</libpython>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.bundle.libpython")
    private @Nullable Boolean libpython;

    /**
     * Whether packages and sources are compiled to bytecode, as unchecked hash-based {@code .pyc} files (PEP 552). The
     * bundle is read-only where it is used, so Python would compile them at each start. Bytecode is made by the bundle's
     * interpreter, so there is none in a bundle for another platform.
     *
     * <p>Example: {@code <bytecode>false</bytecode>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.bundle.bytecode", defaultValue = "true")
    private boolean bytecode;

    /**
     * The time of all files in the bundle: ISO 8601 or seconds since 1970, from 1980 to 2099. The default is the property
     * {@code project.build.outputTimestamp}.
     *
     * <p>Example: {@code <outputTimestamp>2026-11-21T00:00:00Z</outputTimestamp>}
     *
     * @since 0.1.0
     */
    @Parameter(defaultValue = "${project.build.outputTimestamp}")
    private @Nullable String outputTimestamp;

    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    private Path buildDirectory;

    @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true, required = true)
    private Path classes;

    @Parameter(defaultValue = "${project.build.finalName}", readonly = true, required = true)
    private String finalName;

    private final Bundler bundler;
    private final MavenProjectHelper projectHelper;

    @Inject
    BundleMojo(InterpreterResolver resolver, Bundler bundler, MavenProjectHelper projectHelper) {
        super(resolver);
        this.bundler = bundler;
        this.projectHelper = projectHelper;
    }

    @Override
    protected void run(Progress progress) {
        InterpreterHome python = interpreter(false, progress);
        String platform = python.platform();
        // With the content, where that is another than the default: each bundle of a project has a name of its own.
        String attachedAs =
                classifier == null ? "bundle-" + choice().coordinates().classifier() : classifier;
        List<String> roots = modules == null ? List.of() : modules;
        List<Output> outputs = formats.stream()
                .map(format -> output(format.strip(), attachedAs))
                .sorted(Comparator.comparing(output -> output.file().toString()))
                .toList();
        BundleResult result = bundler.bundle(
                new BundleRequest(
                        name,
                        new BundleRequest.Project(project.getGroupId(), project.getArtifactId(), project.getVersion()),
                        choice().coordinates().groupId(),
                        python,
                        Files.isDirectory(environmentDirectory) ? environmentDirectory : null,
                        wheels(),
                        sources.stream().filter(Files::isDirectory).toList(),
                        new TreeMap<>(scripts == null ? Map.of() : scripts),
                        application(),
                        roots,
                        libpython == null ? roots.isEmpty() : libpython,
                        bytecode,
                        OutputTimestamp.epochSecond(outputTimestamp),
                        outputs,
                        buildDirectory.resolve("python-dist").resolve(name + "-" + attachedAs)),
                progress);
        result.notChecked().forEach(what -> progress.warn("Not checked: " + what));
        for (Output output : outputs) {
            progress.info((result.upToDate()
                            ? "The bundle is up to date: "
                            : "Bundled CPython " + python.pythonVersion() + " for " + platform + ": ")
                    + output.file());
            if (output.form().isArtifact()) {
                projectHelper.attachArtifact(
                        project, output.form().word(), attachedAs, output.file().toFile());
            }
        }
        if (outputs.stream().anyMatch(output -> output.form().isArtifact())) {
            projectHelper.attachArtifact(
                    project, "cdx.json", attachedAs, result.bill().toFile());
        }
    }

    private Output output(String format, String attachedAs) {
        Form form = Arrays.stream(Form.values())
                .filter(candidate -> candidate.word().equals(format))
                .findFirst()
                .orElseThrow(() -> new BuildFailure("Unknown <format> '" + format + "' of bundle")
                        .remedy("Choose among "
                                + Arrays.stream(Form.values()).map(Form::word).collect(Collectors.joining(", "))));
        return new Output(
                form,
                switch (form) {
                    case CLASS_PATH -> classes;
                    case DIRECTORY -> buildDirectory.resolve(name + "-" + attachedAs);
                    default -> buildDirectory.resolve(finalName + "-" + attachedAs + "." + form.word());
                });
    }

    private List<Path> wheels() {
        if (wheelDirectory == null) {
            return List.of();
        }
        List<Path> wheels = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(wheelDirectory, "*.whl")) {
            found.forEach(wheels::add);
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the wheels in " + wheelDirectory, e)
                    .remedy("Correct <wheelDirectory>, or fetch the wheels into it before.");
        }
        wheels.sort(Comparator.comparing(wheel -> wheel.getFileName().toString()));
        return wheels;
    }

    private @Nullable JavaApplication application() {
        if (mainClass == null) {
            return null;
        }
        List<JavaPart> parts = new ArrayList<>();
        if (project.getArtifact().getFile() == null
                || !project.getArtifact().getFile().isFile()) {
            throw new BuildFailure("The project's jar is not made yet, so it cannot be bundled")
                    .remedy("Give this execution <phase>package</phase>; it then comes after the jar.");
        }
        parts.add(part(project.getArtifact()));
        for (Artifact artifact : project.getArtifacts()) {
            boolean needed = Artifact.SCOPE_COMPILE.equals(artifact.getScope())
                    || Artifact.SCOPE_RUNTIME.equals(artifact.getScope());
            if (needed && artifact.getArtifactHandler().isAddedToClasspath()) {
                parts.add(part(artifact));
            }
        }
        return new JavaApplication(mainClass, parts);
    }

    private static JavaPart part(Artifact artifact) {
        return new JavaPart(
                artifact.getFile().toPath(),
                artifact.getGroupId(),
                artifact.getArtifactId(),
                artifact.getVersion(),
                artifact.hasClassifier() ? artifact.getClassifier() : "");
    }
}
