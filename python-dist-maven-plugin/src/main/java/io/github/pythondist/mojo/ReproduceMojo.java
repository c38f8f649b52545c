package io.github.pythondist.mojo;

import io.github.pythondist.distribution.DistributionRequest;
import io.github.pythondist.distribution.PackagingRequest;
import io.github.pythondist.report.Progress;
import io.github.pythondist.reproduce.Axis;
import io.github.pythondist.reproduce.Publication;
import io.github.pythondist.reproduce.Reproducer;
import io.github.pythondist.reproduce.ReproductionRequest;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Builds the distribution a second time and compares: from its sources, with no result of an earlier step, in other
 * surroundings. Places, clock, time zone, locale, umask, user, home, host name, processors, jobs, order of directories,
 * environment variables, kernel and file system are others, as far as the machine lets them be; whether each really was
 * is looked at from inside, and one that was not is reported as such. Every file that {@code package} attaches must be the
 * same, byte for byte; for one that is not, the report says which member of it differs, and in what way.
 *
 * <p>It takes as long as a first build. The reports are {@code target/python-dist/reproduce/report.txt} and
 * {@code report.json}; with a flavour, below {@code target/python-dist-<flavour>/}.
 *
 * <p>It has no phase; it comes after {@code package}, or without a project it builds again what others published:
 *
 * <pre>
 * mvn package python-dist:reproduce
 * mvn io.github.pythondist:python-dist-maven-plugin:reproduce -Dpython-dist.reference=io.github.pythondist:cpython-3.13:3.13.15-1
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "reproduce", requiresProject = false, threadSafe = true)
public final class ReproduceMojo extends AbstractPackagingMojo {

    /**
     * Skips the second build alone.
     *
     * <p>Example: {@code -Dpython-dist.reproduce.skip}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.reproduce.skip", defaultValue = "false")
    private boolean skipReproduce;

    /**
     * What the second build has otherwise: {@code path clock timezone locale umask user home hostname cores jobs
     * directory-order environment kernel file-system}. The default is all; {@code !name} leaves one out.
     *
     * <p>Example: {@code -Dpython-dist.reproduce.axes=clock,path}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.reproduce.axes")
    private @Nullable List<String> axes;

    /**
     * Builds and compares these components alone, with what they depend on: for trying a recipe.
     *
     * <p>Example: {@code -Dpython-dist.components=zstd}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.components")
    private @Nullable List<String> components;

    /**
     * What somebody published, to be built again and compared instead of this project:
     * {@code groupId:artifactId:version}, and the classifier of the platform and flavour if it is not this machine's. The
     * published build information says from what; no project is needed. Axes are varied only if they are named.
     *
     * <p>Example: {@code -Dpython-dist.reference=io.github.pythondist:cpython-3.13:3.13.15-1}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.reference")
    private @Nullable String reference;

    /**
     * A directory on a file system of another type than the project's, for the work of the second build. The default is
     * {@code /dev/shm} if it has 6 GiB free.
     *
     * <p>Example: {@code -Dpython-dist.reproduce.otherFileSystem=/mnt/xfs}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.reproduce.otherFileSystem")
    private @Nullable Path otherFileSystem;

    private final Reproducer reproducer;
    private final PublicationResolver publications;

    @Inject
    ReproduceMojo(Reproducer reproducer, PublicationResolver publications, MavenFetching fetching) {
        super(fetching);
        this.reproducer = reproducer;
        this.publications = publications;
    }

    @Override
    protected List<String> onlyComponents() {
        return components == null ? List.of() : components;
    }

    @Override
    protected void run(Progress progress) {
        if (skipReproduce) {
            progress.info("skipped (python-dist.reproduce.skip)");
        } else if (reference != null) {
            Publication publication = publications.resolve(session, project, reference);
            DistributionRequest request = request(publication.info(), progress);
            Set<Axis> varied = axes(Set.of());
            reproducer.reproduce(reproduction(request, packaging(publication.info()), varied), publication);
        } else {
            Set<Axis> varied = axes(EnumSet.allOf(Axis.class));
            reproducer.reproduce(reproduction(request(progress), packaging(), varied));
        }
    }

    /** Maven gives an empty list where there is neither configuration nor property. */
    private Set<Axis> axes(Set<Axis> unnamed) {
        return Axis.parse(axes == null ? List.of() : axes, unnamed);
    }

    private ReproductionRequest reproduction(
            DistributionRequest request, PackagingRequest packaging, Set<Axis> varied) {
        return new ReproductionRequest(
                request,
                packaging,
                varied,
                request.buildDirectory().resolve("reproduce"),
                Optional.ofNullable(otherFileSystem));
    }
}
