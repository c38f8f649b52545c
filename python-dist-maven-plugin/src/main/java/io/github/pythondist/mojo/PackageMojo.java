package io.github.pythondist.mojo;

import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.distribution.PackagedFile;
import io.github.pythondist.distribution.PublishedFiles;
import io.github.pythondist.provenance.SupplyChain;
import io.github.pythondist.report.Progress;
import java.util.Collections;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.project.MavenProjectHelper;

/**
 * Packs the tree, its licence texts and its description into archives, the same bytes every time, and attaches them to
 * the project: type {@code tar.zst}, or {@code zip} for the content {@code embed}, classifier the target platform, the flavour and the content. Beside each archive it
 * attaches a bill of materials (type {@code cdx.json}), and with the classifier of the platform and the flavour what it
 * takes to build them again ({@code buildinfo}), how they were built ({@code intoto.json}) and the checksums of all
 * ({@code sha256sums}).
 *
 * <p>In a project of the packaging {@code python-dist} the checksums of all executions together are the project's own
 * artifact.
 *
 * <p>Bound to the phase {@code package}; the packaging {@code python-dist} runs it there. To publish more than what users run:
 *
 * <pre>
 * mvn package -Dpython-dist.contents=runtime,full,debuginfo
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "package", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class PackageMojo extends AbstractPackagingMojo {

    private static final String PUBLISHED = PublishedFiles.class.getName();

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
        List<PackagedFile> files = builder.pack(request(progress), packaging());
        for (PackagedFile file : files) {
            projectHelper.attachArtifact(
                    project, file.type(), file.classifier(), file.file().toFile());
        }
        if (project.getPackaging().equals(PythonDistPackaging.NAME)) {
            PublishedFiles published = published().with(files);
            project.setContextValue(PUBLISHED, published);
            String name = project.getArtifactId() + "-" + project.getVersion() + "." + SupplyChain.SHA256SUMS;
            project.getArtifact()
                    .setFile(published.write(buildDirectory().resolve(name)).toFile());
        }
    }

    /** What earlier executions, of other flavours, have attached. */
    private PublishedFiles published() {
        return project.getContextValue(PUBLISHED) instanceof PublishedFiles earlier
                ? earlier
                : new PublishedFiles(Collections.emptySortedMap());
    }
}
