package io.github.pythondist.mojo;

import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.distribution.PackagedFile;
import io.github.pythondist.report.Progress;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
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
public final class PackageMojo extends AbstractPackagingMojo {

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
        for (PackagedFile file : builder.pack(request(progress), packaging())) {
            projectHelper.attachArtifact(
                    project, file.type(), file.classifier(), file.file().toFile());
        }
    }
}
