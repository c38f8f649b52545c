package io.github.pythondist.mojo;

import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheel.MirrorRequest;
import io.github.pythondist.wheel.WheelArtifact;
import io.github.pythondist.wheel.WheelCollector;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Makes Maven artifacts of all files that the lock file lists, for every platform that it was made for, so that later
 * builds need a Maven repository only. They are installed in the local repository and, if one is named, deployed to a
 * remote one, which is not given again what it has.
 *
 * <p>The wheel {@code numpy-2.3.5-cp313-cp313-manylinux_2_28_x86_64.whl} becomes
 * {@code <wheelGroupId>:numpy:whl:cp313-cp313-manylinux_2_28_x86_64:2.3.5}.
 *
 * <p>It has no phase; it is run when the lock file changes:
 *
 * <pre>
 * mvn python-dist:mirror-wheels -Dpython-dist.wheelGroupId=com.example.wheels \
 *     -Dpython-dist.wheelRepository=releases::https://repository.example.com/releases
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "mirror-wheels", threadSafe = true)
public final class MirrorWheelsMojo extends AbstractWheelMojo {

    /**
     * Group id of the artifacts; {@code install-wheels} is given the same.
     *
     * <p>Example: {@code -Dpython-dist.wheelGroupId=com.example.wheels}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheelGroupId", required = true)
    private String wheelGroupId;

    /**
     * The platforms whose files are wanted, by their classifiers. The default is all that the lock file was made for.
     *
     * <p>Example: {@code -Dpython-dist.platforms=linux-x86_64,windows-x86_64}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.platforms")
    private @Nullable List<String> platforms;

    /**
     * A remote repository to deploy to, as {@code id::url}; a {@code <server>} of {@code settings.xml} with that id is the
     * login for it. Where it has another file of the same coordinates, that stays, all others are deployed, and then the
     * build fails.
     *
     * <p>Example: {@code -Dpython-dist.wheelRepository=releases::https://repository.example.com/releases}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheelRepository")
    private @Nullable String wheelRepository;

    private final WheelCollector collector;
    private final WheelPublisher publisher;

    @Inject
    MirrorWheelsMojo(
            InterpreterResolver resolver,
            PythonToolchains toolchains,
            RepositorySystem repositorySystem,
            IndexSettings indexSettings,
            WheelCollector collector,
            WheelPublisher publisher) {
        super(resolver, toolchains, repositorySystem, indexSettings);
        this.collector = collector;
        this.publisher = publisher;
    }

    @Override
    protected void run(Progress progress) {
        InterpreterHome python = interpreterToRun(progress);
        // What is to be mirrored is not asked of the mirror.
        List<WheelArtifact> wheels = collector.collect(
                new MirrorRequest(
                        python, lockFile, wheelGroupId, parse(platforms), sources(Optional.empty()), workDirectory()),
                progress);
        publisher.publish(
                session,
                wheels,
                Optional.ofNullable(wheelRepository),
                workDirectory().resolve("poms"),
                progress);
    }
}
