package io.github.pythondist.mojo;

import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.sourcearchive.SourceArchiveRequest;
import io.github.pythondist.sourcearchive.SourceArchiveResult;
import io.github.pythondist.sourcearchive.SourceArchiver;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * Makes the source tarball of a tag in a git repository, as CPython's release tools make theirs: the same bytes on every
 * machine, and before compression those of GNU tar. The tag must lead to the commit that is demanded. Works on any
 * repository; in a project the archives are attached.
 *
 * <p>Bound to the phase {@code package}; no project is needed on the command line:
 *
 * <pre>
 * mvn python-dist:source-archive -Dpython-dist.repository=cpython -Dpython-dist.name=Python \
 *     -Dpython-dist.tag=v3.13.5 -Dpython-dist.commit=6cb20a219a860eaf687b2d968b41c480c7461909
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "source-archive", defaultPhase = LifecyclePhase.PACKAGE, requiresProject = false, threadSafe = true)
public final class SourceArchiveMojo extends AbstractPythonDistMojo {

    /**
     * The git repository: path of a work tree's top directory or of a bare repository, or a URL ({@code https}, {@code
     * git}, {@code file}) from which the tag is fetched. The default is the project's directory, without a project the
     * current one.
     *
     * <p>Example: {@code -Dpython-dist.repository=https://git.example.org/cpython.git}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.repository")
    private @Nullable String repository;

    /**
     * The tag to archive, annotated or not.
     *
     * <p>Example: {@code -Dpython-dist.tag=v3.13.5}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.tag")
    private @Nullable String tag;

    /**
     * Id of the commit that the tag must lead to, all 40 digits: the goal fails if it leads to another. Without a tag, the
     * commit to archive.
     *
     * <p>Example: {@code -Dpython-dist.commit=6cb20a219a860eaf687b2d968b41c480c7461909}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.commit")
    private @Nullable String commit;

    /**
     * What the files are named for: {@code <name>-<tag without leading v>.tgz}. The default is the project's artifact id,
     * without a project the name of the repository.
     *
     * <p>Example: {@code -Dpython-dist.name=Python}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.name")
    private @Nullable String name;

    /**
     * The one directory at the top of the archives. The default is {@code <name>-<tag without leading v>}.
     *
     * <p>Example: {@code -Dpython-dist.prefix=Python-3.13.5}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.prefix")
    private @Nullable String prefix;

    /**
     * Which archives to make: {@code tgz}, {@code tar.xz}, {@code tar}.
     *
     * <p>Example: {@code <formats>tgz,tar.xz,tar</formats>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.formats", defaultValue = "tgz,tar.xz")
    private List<String> formats;

    /**
     * Globs of paths in the repository to leave out, beside what has the attribute {@code export-ignore}: {@code *} stays
     * within a name, {@code **} crosses directories. A directory takes along what is in it.
     *
     * <p>Example: {@code -Dpython-dist.excludes=.github,.gitattributes,.gitignore}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.excludes")
    private @Nullable List<String> excludes;

    /**
     * Time of every entry, as ISO 8601 or seconds since 1970. The default is the commit's time, which is the same for
     * everyone who archives it.
     *
     * <p>Example: <code>&lt;timestamp&gt;${project.build.outputTimestamp}&lt;/timestamp&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.timestamp")
    private @Nullable String timestamp;

    /**
     * Whether uncommitted changes in the work tree are no obstacle. They are never archived; the goal refuses them when
     * the commit is the one checked out, since somebody may believe they are.
     *
     * <p>Example: {@code -Dpython-dist.allowDirty}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.allowDirty", defaultValue = "false")
    private boolean allowDirty;

    /**
     * Where archives and record go. The default is {@code target/python-dist/source-archive}.
     *
     * <p>Example: {@code -Dpython-dist.sourceArchiveDirectory=/tmp/release}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.sourceArchiveDirectory")
    private @Nullable Path outputDirectory;

    /**
     * Classifier of the attached archives and of their record, {@code json}.
     *
     * <p>Example: {@code <classifier>sources-of-tag</classifier>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.sourceArchiveClassifier", defaultValue = "source-release")
    private String classifier;

    private final SourceArchiver archiver;
    private final MavenProjectHelper projectHelper;

    @Inject
    SourceArchiveMojo(SourceArchiver archiver, MavenProjectHelper projectHelper) {
        this.archiver = archiver;
        this.projectHelper = projectHelper;
    }

    @Override
    protected void run(Progress progress) {
        boolean inProject = project.getFile() != null;
        SourceArchiveResult result = archiver.make(new SourceArchiveRequest(
                given(repository).orElse("."),
                inProject ? project.getBasedir().toPath() : Path.of(session.getExecutionRootDirectory()),
                session.isOffline(),
                given(tag),
                given(commit),
                given(name).or(() -> inProject ? Optional.of(project.getArtifactId()) : Optional.empty()),
                given(prefix),
                formats,
                excludes == null ? List.of() : excludes,
                given(timestamp).map(SourceArchiveMojo::epochSecond),
                allowDirty,
                outputDirectory(inProject),
                progress));
        if (inProject) {
            result.archives()
                    .forEach(archive -> projectHelper.attachArtifact(
                            project,
                            archive.format().extension(),
                            classifier,
                            archive.file().toFile()));
            projectHelper.attachArtifact(
                    project, "json", classifier, result.record().toFile());
        }
    }

    private Path outputDirectory(boolean inProject) {
        if (outputDirectory != null) {
            return outputDirectory.toAbsolutePath();
        }
        Path target = inProject
                ? Path.of(project.getBuild().getDirectory())
                : Path.of(session.getExecutionRootDirectory(), "target");
        return target.resolve("python-dist").resolve("source-archive").toAbsolutePath();
    }

    private static Optional<String> given(@Nullable String text) {
        return Optional.ofNullable(text).map(String::strip).filter(stripped -> !stripped.isEmpty());
    }

    private static long epochSecond(String text) {
        try {
            return text.chars().allMatch(Character::isDigit)
                    ? Long.parseLong(text)
                    : Instant.parse(text).getEpochSecond();
        } catch (DateTimeParseException | NumberFormatException e) {
            throw new BuildFailure("python-dist.timestamp '" + text + "' is no timestamp")
                    .remedy("Use ISO 8601 such as 2026-01-01T00:00:00Z, or seconds since 1970");
        }
    }
}
