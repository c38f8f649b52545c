package io.github.pythondist.mojo;

import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.distribution.PackagedFile;
import io.github.pythondist.distribution.PackagingRequest;
import io.github.pythondist.provenance.BuildInfo;
import io.github.pythondist.report.Progress;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;

/**
 * Packs the tree, its licence texts and its description into archives, the same bytes every time, and attaches them to
 * the project: type {@code tar.zst}, classifier the target platform, the flavour and the content. Beside each archive it
 * attaches a bill of materials (type {@code cdx.json}), and with the classifier of the platform and the flavour what it
 * takes to build them again ({@code buildinfo}), how they were built ({@code intoto.json}) and the checksums of all
 * ({@code sha256sums}).
 *
 * @since 0.1.0
 */
@Mojo(name = "package", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class PackageMojo extends AbstractProducerMojo {

    /**
     * Which archives to make of the built tree: {@code runtime} (all that a user runs; the classifier is the platform's),
     * {@code full} (also objects, static libraries, headers of the components and the test suite; {@code -full} after the
     * platform) and {@code debuginfo} (the debug information of all binaries by build ID; {@code -debuginfo}). All archives
     * of one flavour belong into one execution: the files beside them name them all.
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
     * @since 0.1.0
     */
    @Parameter(
            property = "python-dist.builderId",
            defaultValue = "https://github.com/pythondist/python-dist/builders/local/v1")
    private String builderId;

    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    private PluginDescriptor plugin;

    private final DistributionBuilder builder;
    private final MavenProjectHelper projectHelper;

    @Inject
    PackageMojo(DistributionBuilder builder, MavenFetching fetching, MavenProjectHelper projectHelper) {
        super(fetching);
        this.builder = builder;
        this.projectHelper = projectHelper;
    }

    @Override
    protected void run(Progress progress) {
        PackagingRequest packaging = new PackagingRequest(
                contents,
                buildDirectory(),
                project.getGroupId(),
                project.getName(),
                new BuildInfo.Plugin(plugin.getGroupId(), plugin.getArtifactId(), plugin.getVersion()),
                builderId);
        for (PackagedFile file : builder.pack(request(progress), packaging)) {
            projectHelper.attachArtifact(
                    project, file.type(), file.classifier(), file.file().toFile());
        }
    }
}
