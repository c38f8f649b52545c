package io.github.pythondist.mojo;

import io.github.pythondist.wheel.MavenWheels;
import io.github.pythondist.wheel.PackageIndex;
import io.github.pythondist.wheel.WheelSources;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.jspecify.annotations.Nullable;

/** Parameters of the goals that need Python packages: where they come from. */
abstract class AbstractIndexMojo extends AbstractInterpreterMojo {

    /**
     * Id of the package index. A {@code <server>} of {@code settings.xml} with this id is the login for it; a
     * {@code <mirror>} whose {@code <mirrorOf>} names this id takes its place, with the {@code <url>} of a simple index
     * (PEP 503) such as {@code https://repository.example.com/pypi/simple}.
     *
     * <p>Example: {@code <indexId>company-pypi</indexId>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.indexId", defaultValue = "pypi")
    private String indexId;

    /**
     * URL of the package index, without user name and password. The default is pip's own; it is not asked if there is a
     * {@code <wheelDirectory>} or a {@code <wheelGroupId>}, unless an index is named here or by a mirror in
     * {@code settings.xml}.
     *
     * <p>Example: {@code -Dpython-dist.indexUrl=https://repository.example.com/pypi/simple}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.indexUrl")
    private @Nullable String indexUrl;

    /**
     * PEM file with the authorities to trust when the index is asked. The default is what the system trusts.
     *
     * <p>Example: {@code -Dpython-dist.indexCertificates=/etc/ssl/company-ca.pem}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.indexCertificates")
    private @Nullable Path indexCertificates;

    /**
     * A directory with files of wheels. It is looked into before Maven artifacts and the index are, and the index then is
     * asked only if one is named.
     *
     * <p>Example: <code>&lt;wheelDirectory&gt;${project.basedir}/wheels&lt;/wheelDirectory&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheelDirectory")
    private @Nullable Path wheelDirectory;

    protected final RepositorySystem repositorySystem;
    private final IndexSettings indexSettings;

    AbstractIndexMojo(
            InterpreterResolver resolver,
            PythonToolchains toolchains,
            RepositorySystem repositorySystem,
            IndexSettings indexSettings) {
        super(resolver, toolchains);
        this.repositorySystem = repositorySystem;
        this.indexSettings = indexSettings;
    }

    /**
     * Where wheels come from.
     *
     * @param groupId that wheels have as Maven artifacts, if those are to be asked
     */
    protected final WheelSources sources(Optional<String> groupId) {
        boolean offline = session.isOffline();
        PackageIndex index = indexSettings.index(
                session, indexId, Optional.ofNullable(indexUrl), Optional.ofNullable(indexCertificates));
        boolean onlyElsewhere =
                (wheelDirectory != null || groupId.isPresent()) && index.url().isEmpty();
        return new WheelSources(
                cacheDirectory().resolve("wheels"),
                Optional.ofNullable(wheelDirectory),
                groupId.map(group -> new WheelSources.Mirror(group, mavenWheels())),
                offline || onlyElsewhere ? Optional.empty() : Optional.of(index),
                offline);
    }

    private MavenWheels mavenWheels() {
        return wheel -> {
            try {
                return Optional.of(ArtifactFiles.resolve(
                        repositorySystem,
                        session,
                        project,
                        new DefaultArtifact(
                                wheel.groupId(),
                                wheel.artifactId(),
                                wheel.classifier(),
                                wheel.type(),
                                wheel.version())));
            } catch (ArtifactResolutionException e) {
                getLog().debug(e.getMessage());
                return Optional.empty();
            }
        };
    }

    /** Requests, answers and logs. */
    protected final Path workDirectory() {
        return scratch().resolve("wheels");
    }
}
