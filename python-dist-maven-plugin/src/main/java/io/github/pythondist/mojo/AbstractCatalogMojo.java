package io.github.pythondist.mojo;

import io.github.pythondist.source.FetchSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Parameters of the goals that read the catalog and fetch the sources it pins. */
abstract class AbstractCatalogMojo extends AbstractPythonDistMojo {

    /**
     * A folder of recipes of your own, laid out like the plugin's catalog; its files replace or join the plugin's, file
     * by file.
     *
     * <p>Example: <code>&lt;catalogDirectory&gt;${project.basedir}/src/catalog&lt;/catalogDirectory&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.catalog")
    private @Nullable Path catalogDirectory;

    /**
     * Base URL of a Debian mirror, the folder that holds {@code pool/}. The default is read from this machine's apt
     * configuration.
     *
     * <p>Example: {@code -Dpython-dist.debianMirror=https://mirror.example.org/debian}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.debianMirror")
    private @Nullable String debianMirror;

    /**
     * Folders looked into for source files before any network place; a file is taken if its digest is the pinned one.
     *
     * <p>Example: {@code -Dpython-dist.sourceDirectories=/srv/sources,/media/usb/sources}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.sourceDirectories")
    private @Nullable List<Path> sourceDirectories;

    private final MavenFetching fetching;

    AbstractCatalogMojo(MavenFetching fetching) {
        this.fetching = fetching;
    }

    protected final Optional<Path> catalogDirectory() {
        return Optional.ofNullable(catalogDirectory);
    }

    protected final FetchSettings fetchSettings() {
        return fetching.settings(
                session,
                project,
                Optional.ofNullable(debianMirror),
                sourceDirectories == null ? List.of() : sourceDirectories,
                catalogDirectory());
    }

    /**
     * A file that is given as coordinates of an artifact or as a path.
     *
     * @param parameter the parameter's name, for messages
     */
    protected final Path artifactOrFile(String parameter, String given) {
        return fetching.artifactOrFile(session, project, parameter, given);
    }
}
