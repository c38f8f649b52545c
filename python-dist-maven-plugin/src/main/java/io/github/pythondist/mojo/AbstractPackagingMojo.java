package io.github.pythondist.mojo;

import io.github.pythondist.distribution.PackagingRequest;
import io.github.pythondist.provenance.BuildInfo;
import io.github.pythondist.report.BuildFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;

/** Parameters of the goals that make the files to be published. */
abstract class AbstractPackagingMojo extends AbstractProducerMojo {

    /**
     * Which archives to make of the built tree: {@code runtime} (all that a user runs; the classifier is the platform's),
     * {@code full} (also objects, static libraries, headers of the components and the test suite; {@code -full} after the
     * platform), {@code debuginfo} (the debug information of all binaries by build ID; {@code -debuginfo}) and, for Windows,
     * {@code embed} (what an application carries with it: flat, the standard library in one zip; {@code -embed}, of type
     * {@code zip}). All archives of one flavour belong into one execution: the files beside them name them all.
     *
     * <p>Example:
     *
     * <pre>
     * &lt;contents&gt;
     *   &lt;content&gt;runtime&lt;/content&gt;
     *   &lt;content&gt;full&lt;/content&gt;
     *   &lt;content&gt;debuginfo&lt;/content&gt;
     * &lt;/contents&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.contents", defaultValue = "runtime")
    private List<String> contents;

    /**
     * URI of who runs this build, {@code builder.id} of the SLSA provenance: what a reader trusts or does not. A build
     * service that vouches for its builds gives its own; then only its own builds have the same statement.
     *
     * <p>Example: {@code -Dpython-dist.builderId=https://ci.example.org/builders/release/v1}
     *
     * @since 0.1.0
     */
    @Parameter(
            property = "python-dist.builderId",
            defaultValue = "https://github.com/pythondist/python-dist/builders/local/v1")
    private String builderId;

    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    private PluginDescriptor plugin;

    AbstractPackagingMojo(MavenFetching fetching) {
        super(fetching);
    }

    /** What this project publishes. */
    protected final PackagingRequest packaging() {
        return new PackagingRequest(
                contents, buildDirectory(), project.getGroupId(), project.getName(), plugin(), builder());
    }

    /** What is needed to make again what somebody published. */
    protected final PackagingRequest packaging(BuildInfo published) {
        return new PackagingRequest(
                published.contents(), buildDirectory(), published.groupId(), published.name(), plugin(), builder());
    }

    /** SLSA asks for a URI. */
    private String builder() {
        try {
            if (new URI(builderId.strip()).isAbsolute()) {
                return builderId.strip();
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new BuildFailure("python-dist.builderId '" + builderId + "' is no URI with a scheme")
                .remedy("For example -Dpython-dist.builderId=https://ci.example.org/builders/release/v1");
    }

    private BuildInfo.Plugin plugin() {
        return new BuildInfo.Plugin(plugin.getGroupId(), plugin.getArtifactId(), plugin.getVersion());
    }
}
