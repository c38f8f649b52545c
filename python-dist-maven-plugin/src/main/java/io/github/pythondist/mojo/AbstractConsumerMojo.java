package io.github.pythondist.mojo;

import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.consumer.InterpreterStore;
import io.github.pythondist.consumer.UnpackRequest;
import io.github.pythondist.platform.HostPlatform;
import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Parameters of the goals that use an interpreter: which one. */
abstract class AbstractConsumerMojo extends AbstractPythonDistMojo {

    /**
     * The CPython series to use, for a project whose dependency management knows several. The default is the newest of
     * them.
     *
     * <pre>
     * &lt;series&gt;3.13&lt;/series&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.series")
    private @Nullable String series;

    /**
     * The version of the interpreter's artifact. The default comes from the project: a dependency of type
     * {@code tar.zst} on {@code cpython-<series>}, else its dependency management, where the imported
     * {@code python-dist-bom} puts it.
     *
     * <pre>
     * &lt;version&gt;3.13.15-1&lt;/version&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.version")
    private @Nullable String version;

    /**
     * Group id of the interpreter's artifact, for interpreters you build yourself.
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.groupId", defaultValue = "io.github.pythondist")
    private String groupId;

    /**
     * The platform whose interpreter is wanted, by its classifier. The default is the platform of this machine.
     *
     * <pre>
     * &lt;platform&gt;linux-x86_64&lt;/platform&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.platform")
    private @Nullable String platform;

    private final InterpreterResolver resolver;

    AbstractConsumerMojo(InterpreterResolver resolver) {
        this.resolver = resolver;
    }

    /** Where this machine's unpacked interpreters are. */
    protected final InterpreterStore store() {
        return new InterpreterStore(cacheDirectory().resolve("trees"));
    }

    /**
     * The interpreter, resolved through Maven and unpacked into the shared store.
     *
     * @param toRun whether it must run on this machine
     */
    protected final InterpreterHome interpreter(boolean toRun, Progress progress) {
        Path archive = resolver.resolve(
                session,
                project,
                groupId,
                Optional.ofNullable(series),
                Optional.ofNullable(version),
                Optional.ofNullable(platform));
        UnpackRequest request = UnpackRequest.of(archive);
        return store().unpack(toRun ? request.withHost(HostPlatform.detect()) : request, progress);
    }
}
