package io.github.pythondist.mojo;

import io.github.pythondist.consumer.Coordinates;
import io.github.pythondist.consumer.DigestList;
import io.github.pythondist.consumer.InterpreterChoice;
import io.github.pythondist.consumer.InterpreterInfo;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.platform.HostFacts;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Says which interpreter the goals would use and why: the machine's system, processor and C library and how they were
 * told, the artifact, the repositories that are asked for it, its digest and size, and where it is unpacked. Nothing is
 * fetched or unpacked.
 *
 * <p>It has no phase and needs no project:
 *
 * <pre>
 * mvn python-dist:info
 * mvn io.github.pythondist:python-dist-maven-plugin:info -Dpython-dist.version=3.13.5-1
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "info", requiresProject = false, threadSafe = true)
public final class InfoMojo extends AbstractInterpreterMojo {

    /**
     * How it is said: {@code text}, or {@code json} for programs.
     *
     * <p>Example: {@code -Dpython-dist.format=json}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.format", defaultValue = "text")
    private String format;

    /**
     * A file to write it to, instead of Maven's log.
     *
     * <p>Example: {@code -Dpython-dist.format=json -Dpython-dist.outputFile=target/python.json}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.outputFile")
    private @Nullable Path outputFile;

    private final InterpreterResolver resolver;
    private final PythonToolchains toolchains;

    @Inject
    InfoMojo(InterpreterResolver resolver, PythonToolchains toolchains) {
        super(resolver, toolchains);
        this.resolver = resolver;
        this.toolchains = toolchains;
    }

    @Override
    protected void run(Progress progress) {
        if (!format.equals("text") && !format.equals("json")) {
            throw new BuildFailure("Unknown <format> '" + format + "' of info").remedy("Set it to text or json");
        }
        InterpreterInfo info = toolchain()
                .map(toolchain -> InterpreterInfo.ofToolchain(
                        HostFacts.ofThisMachine(),
                        toolchain.executable(),
                        toolchain.reason(),
                        toolchains.count(session)))
                .orElseGet(this::ofArtifact);
        String text = format.equals("json") ? info.json() : info.text();
        if (outputFile == null) {
            text.lines().forEach(progress::info);
            return;
        }
        try {
            AtomicFiles.writeString(outputFile, text);
        } catch (IOException e) {
            throw new BuildFailure("Cannot write " + outputFile, e).remedy("Correct <outputFile>.");
        }
    }

    private InterpreterInfo ofArtifact() {
        InterpreterChoice choice = resolver.choose(project, wish());
        Coordinates coordinates = choice.coordinates();
        Optional<Coordinates> list = resolver.digestList(project, coordinates);
        Optional<Digest> published = list.flatMap(known -> resolver.local(session, project, known))
                .flatMap(file -> DigestList.read(file).of(coordinates));
        return InterpreterInfo.of(
                HostFacts.ofThisMachine(),
                choice,
                toolchains.count(session),
                InterpreterResolver.asked(project),
                session.isOffline(),
                resolver.local(session, project, coordinates),
                Optional.ofNullable(digest()).or(() -> published),
                digest() != null ? Optional.of("<sha256> of the goal") : list.map(Coordinates::toString),
                store());
    }
}
