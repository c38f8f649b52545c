package io.github.pythondist.mojo;

import io.github.pythondist.consumer.Coordinates;
import io.github.pythondist.consumer.DigestList;
import io.github.pythondist.consumer.InterpreterSelector;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;

/**
 * Publishes the digests of interpreters: lists the SHA-256 of every archive that the project's dependency management names,
 * and attaches the list as an artifact of type {@code sha256sums}.
 *
 * <p>A BOM that manages that artifact beside the interpreters lets {@code unpack} and the other goals check an archive
 * before anything in it is read. The list is what {@code sha256sum -c} checks in the root of a Maven repository.
 *
 * <p>Bound to the phase {@code package}, for a project that imports the BOM:
 *
 * <pre>
 * &lt;execution&gt;
 *   &lt;goals&gt;&lt;goal&gt;digest-list&lt;/goal&gt;&lt;/goals&gt;
 * &lt;/execution&gt;
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "digest-list", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class DigestListMojo extends AbstractPythonDistMojo {

    /**
     * What to do about an archive that is managed and not there: {@code fail}, or {@code skip}, which asks the reactor and
     * the local repository alone and leaves out of the list what they do not have.
     *
     * <p>Example: {@code -Dpython-dist.digestList.missing=skip}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.digestList.missing", defaultValue = "fail")
    private String missing;

    @Parameter(
            defaultValue = "${project.build.directory}/${project.build.finalName}." + DigestList.TYPE,
            readonly = true,
            required = true)
    private Path list;

    private final InterpreterResolver resolver;
    private final MavenProjectHelper projectHelper;

    @Inject
    DigestListMojo(InterpreterResolver resolver, MavenProjectHelper projectHelper) {
        this.resolver = resolver;
        this.projectHelper = projectHelper;
    }

    @Override
    protected void run(Progress progress) {
        if (!missing.equals("fail") && !missing.equals("skip")) {
            throw new BuildFailure("Unknown <missing> '" + missing + "' of digest-list")
                    .remedy("Set it to fail or skip");
        }
        SortedMap<Coordinates, Digest> digests = new TreeMap<>();
        List<Coordinates> absent = new ArrayList<>();
        for (Coordinates coordinates : InterpreterResolver.managed(project)) {
            if (InterpreterSelector.isInterpreter(coordinates)) {
                find(coordinates)
                        .ifPresentOrElse(file -> digests.put(coordinates, digest(file)), () -> absent.add(coordinates));
            }
        }
        if (digests.isEmpty() && absent.isEmpty()) {
            throw new BuildFailure("This project manages no interpreter whose digest could be listed")
                    .remedy("Import the BOM in its <dependencyManagement>.");
        }
        absent.forEach(coordinates -> progress.debug("not there, so not listed: " + coordinates));
        try {
            AtomicFiles.writeString(list, DigestList.of(digests).text());
        } catch (IOException e) {
            throw new BuildFailure("Cannot write " + list, e).remedy("Check free space and permissions there.");
        }
        projectHelper.attachArtifact(project, DigestList.TYPE, list.toFile());
        progress.info("Listed the digests of " + digests.size() + " archives"
                + (absent.isEmpty() ? "" : "; " + absent.size() + " more are managed, and not there"));
    }

    private Optional<Path> find(Coordinates coordinates) {
        return missing.equals("skip")
                ? resolver.local(session, project, coordinates)
                : Optional.of(resolver.resolve(session, project, coordinates));
    }

    private static Digest digest(Path file) {
        try {
            return Digest.of(file);
        } catch (IOException e) {
            throw new BuildFailure("Cannot read " + file, e).remedy("Resolve the artifact again.");
        }
    }
}
