package io.github.pythondist.mojo;

import io.github.pythondist.platform.Platform;
import io.github.pythondist.wheel.Requirements;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** Parameters of the goals that deal with what a project requires: what that is, and where it is locked. */
abstract class AbstractWheelMojo extends AbstractIndexMojo {

    /**
     * The file that says which packages the project requires: one in pip's format, or a {@code pyproject.toml}, whose
     * {@code [project] dependencies} are read. The default is {@code requirements.txt} in the project's directory, else
     * {@code pyproject.toml} there.
     *
     * <p>Example: {@code <requirements>src/main/python/requirements.txt</requirements>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.requirements")
    private @Nullable Path requirements;

    /**
     * Groups of a {@code pyproject.toml}'s {@code optional-dependencies} that are required too.
     *
     * <p>Example:
     *
     * <pre>
     * &lt;extras&gt;
     *   &lt;extra&gt;test&lt;/extra&gt;
     * &lt;/extras&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.extras")
    private @Nullable List<String> extras;

    /**
     * The lock file, in the format that PEP 751 defines: every package with its version, the names of its wheels, and
     * their SHA-256. The goal {@code lock} writes it; it belongs under version control.
     *
     * <p>Example: <code>&lt;lockFile&gt;${project.basedir}/src/main/python/pylock.toml&lt;/lockFile&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.lockFile", defaultValue = "${project.basedir}/pylock.toml")
    protected Path lockFile;

    /**
     * Whether packages that have no fitting wheel may be built from their source. That runs code of the package, and
     * what its build requires is taken from the index as it is there at that time.
     *
     * <p>Example: {@code <allowSdists>true</allowSdists>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.allowSdists", defaultValue = "false")
    protected boolean allowSdists;

    AbstractWheelMojo(
            InterpreterResolver resolver,
            PythonToolchains toolchains,
            RepositorySystem repositorySystem,
            IndexSettings indexSettings) {
        super(resolver, toolchains, repositorySystem, indexSettings);
    }

    /** What the project requires. */
    protected final Optional<Requirements> requirements() {
        List<String> groups = extras == null ? List.of() : extras;
        return requirements == null
                ? Requirements.ofProject(project.getBasedir().toPath(), groups)
                : Optional.of(new Requirements(requirements, groups));
    }

    protected static List<Platform> parse(@Nullable List<String> platforms) {
        return platforms == null
                ? List.of()
                : platforms.stream().map(Platform::parse).toList();
    }
}
