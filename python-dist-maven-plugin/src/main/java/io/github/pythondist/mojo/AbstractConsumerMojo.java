package io.github.pythondist.mojo;

import io.github.pythondist.consumer.InterpreterChoice;
import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.consumer.InterpreterStore;
import io.github.pythondist.consumer.InterpreterWish;
import io.github.pythondist.consumer.UnpackRequest;
import io.github.pythondist.files.Digest;
import io.github.pythondist.platform.HostPlatform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.util.Locale;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Parameters of the goals that use an interpreter: which one. */
abstract class AbstractConsumerMojo extends AbstractPythonDistMojo {

    /**
     * The CPython series to use, for a project whose dependency management knows several. The default is the newest of
     * them.
     *
     * <p>Example: {@code <series>3.13</series>}
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
     * <p>Example: {@code <version>3.13.15-1</version>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.version")
    private @Nullable String version;

    /**
     * Group id of the interpreter's artifact. Needed only where the project names interpreters of several groups, or
     * with {@code <version>} for interpreters you build yourself; the default then is {@code io.github.pythondist}.
     *
     * <p>Example: {@code <groupId>com.example.python</groupId>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.groupId")
    private @Nullable String groupId;

    /**
     * The platform whose interpreter is wanted, by its classifier. The default is the platform of this machine.
     *
     * <p>Example: {@code <platform>linux-x86_64</platform>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.platform")
    private @Nullable String platform;

    /**
     * The flavour of the interpreter, such as {@code debug}, {@code freethreaded} or {@code tk}. It is the part of the
     * classifier after the platform; the default is the interpreter without such a part.
     *
     * <p>Example: {@code <flavour>debug</flavour>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.flavour")
    private @Nullable String flavour;

    /**
     * The SHA-256 digest that the interpreter's archive must have, 64 hexadecimal digits. The default is what the list
     * of digests says that the imported {@code python-dist-bom} manages; without one, the archive is taken as Maven
     * resolved it.
     *
     * <p>Example: {@code <sha256>28bf3c59081a42c46dfb6a3e873c1a9ac679aade3242bfa623d92069c9613bc2</sha256>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.sha256")
    private @Nullable String sha256;

    private final InterpreterResolver resolver;

    AbstractConsumerMojo(InterpreterResolver resolver) {
        this.resolver = resolver;
    }

    /** Where this machine's unpacked interpreters are. */
    protected final InterpreterStore store() {
        return new InterpreterStore(cacheDirectory().resolve("trees"));
    }

    /** Which interpreter this goal was told to use. */
    protected final InterpreterWish wish() {
        return new InterpreterWish(groupId, series, version, platform, flavour);
    }

    /** The artifact that is meant, and what names it. */
    protected final InterpreterChoice choice() {
        return resolver.choose(project, wish());
    }

    /**
     * The interpreter, resolved through Maven and unpacked into the shared store.
     *
     * @param toRun whether it must run on this machine
     */
    protected final InterpreterHome interpreter(boolean toRun, Progress progress) {
        return interpreter(wish(), toRun, progress);
    }

    /** Like {@link #interpreter(boolean, Progress)}, for another wish than the one configured. */
    protected final InterpreterHome interpreter(InterpreterWish wish, boolean toRun, Progress progress) {
        InterpreterChoice choice = resolver.choose(project, wish);
        progress.debug("Using " + choice.coordinates() + ", named by " + choice.reason());
        UnpackRequest request =
                resolver.resolve(session, project, choice, digest(), progress).toUnpack();
        return store().unpack(toRun ? request.withHost(HostPlatform.detect()) : request, progress);
    }

    /** The digest that was configured. */
    protected final @Nullable Digest digest() {
        if (sha256 == null) {
            return null;
        }
        try {
            return new Digest(sha256.strip().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BuildFailure("<sha256> is no SHA-256 digest: " + sha256)
                    .remedy("Write 64 hexadecimal digits, as sha256sum prints them.");
        }
    }
}
