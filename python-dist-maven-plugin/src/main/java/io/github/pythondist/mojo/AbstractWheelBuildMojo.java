package io.github.pythondist.mojo;

import io.github.pythondist.source.FetchSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** Parameters of the goals that build wheels: what it takes to have a build environment, and the one clock. */
abstract class AbstractWheelBuildMojo extends AbstractIndexMojo {

    /**
     * Base URL of a Debian mirror, the folder that holds {@code pool/}, for the packages of a build environment that is
     * not in the cache yet. The default is read from this machine's apt configuration.
     *
     * <p>Example: {@code -Dpython-dist.debianMirror=https://mirror.example.org/debian}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.debianMirror")
    private @Nullable String debianMirror;

    /**
     * Folders looked into for those packages before any network place; a file is taken if its digest is the pinned one.
     *
     * <p>Example: {@code -Dpython-dist.sourceDirectories=/srv/sources,/media/usb/sources}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.sourceDirectories")
    private @Nullable List<Path> sourceDirectories;

    private final MavenFetching fetching;

    AbstractWheelBuildMojo(
            InterpreterResolver resolver,
            PythonToolchains toolchains,
            RepositorySystem repositorySystem,
            IndexSettings indexSettings,
            MavenFetching fetching) {
        super(resolver, toolchains, repositorySystem, indexSettings);
        this.fetching = fetching;
    }

    /** Where the packages of a build environment may come from. */
    protected final FetchSettings fetchSettings() {
        return fetching.settings(
                session,
                project,
                Optional.ofNullable(debianMirror),
                sourceDirectories == null ? List.of() : sourceDirectories,
                Optional.empty());
    }

    /** An empty element is an empty value. */
    static SortedMap<String, String> texts(@Nullable Map<String, String> configured) {
        SortedMap<String, String> texts = new TreeMap<>();
        if (configured != null) {
            configured.forEach((name, value) -> texts.put(name, value == null ? "" : value));
        }
        return texts;
    }
}
