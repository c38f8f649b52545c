package io.github.pythondist.mojo;

import io.github.pythondist.consumer.Coordinates;
import io.github.pythondist.consumer.DigestList;
import io.github.pythondist.consumer.InterpreterChoice;
import io.github.pythondist.consumer.InterpreterSelector;
import io.github.pythondist.consumer.InterpreterWish;
import io.github.pythondist.files.Digest;
import io.github.pythondist.platform.HostPlatform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Logins;
import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Dependency;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the interpreter's artifact the way Maven finds any other: mirrors, credentials, proxies, {@code -o}, the reactor
 * and trusted checksums all hold.
 */
@Named
@Singleton
final class InterpreterResolver {

    private final RepositorySystem repositorySystem;

    @Inject
    InterpreterResolver(RepositorySystem repositorySystem) {
        this.repositorySystem = repositorySystem;
    }

    /** Which interpreter the project means; nothing is resolved yet. */
    InterpreterChoice choose(MavenProject project, InterpreterWish wish) {
        return new InterpreterSelector(depended(project), managed(project), HostPlatform::detect).select(wish);
    }

    /**
     * The archive, in the local repository or the reactor, and the digest it must have.
     *
     * @param pinned digest that the goal was given, which then needs no list
     */
    ResolvedInterpreter resolve(
            MavenSession session,
            MavenProject project,
            InterpreterChoice choice,
            @Nullable Digest pinned,
            Progress progress) {
        Coordinates coordinates = choice.coordinates();
        Optional<Coordinates> list = pinned == null ? digestList(project, coordinates) : Optional.empty();
        Digest expected = pinned;
        String pinnedBy = "<sha256> of the goal";
        if (list.isPresent()) {
            expected = listed(session, project, list.get(), coordinates, progress);
            pinnedBy = list.get().toString();
        } else if (pinned == null) {
            progress.debug("No list of digests is managed for " + coordinates.groupId() + ": " + coordinates
                    + " is taken as Maven resolves it");
        }
        return new ResolvedInterpreter(choice, resolve(session, project, coordinates), expected, pinnedBy);
    }

    /** An interpreter's archive, whatever its digest. */
    Path resolve(MavenSession session, MavenProject project, Coordinates interpreter) {
        try {
            return ArtifactFiles.resolve(repositorySystem, session, project, artifact(interpreter));
        } catch (ArtifactResolutionException e) {
            throw unresolved(session, project, "the interpreter", interpreter, e);
        }
    }

    /** The file of an artifact if it is in the local repository or the reactor; no repository is asked. */
    Optional<Path> local(MavenSession session, MavenProject project, Coordinates coordinates) {
        DefaultRepositorySystemSession offline = new DefaultRepositorySystemSession(session.getRepositorySession());
        offline.setOffline(true);
        try {
            return Optional.of(repositorySystem
                    .resolveArtifact(
                            offline,
                            new ArtifactRequest(
                                    artifact(coordinates), project.getRemoteProjectRepositories(), "python-dist"))
                    .getArtifact()
                    .getFile()
                    .toPath());
        } catch (ArtifactResolutionException e) {
            return Optional.empty();
        }
    }

    /** The list of digests that the project knows for an interpreter: the BOM of its group manages one. */
    Optional<Coordinates> digestList(MavenProject project, Coordinates interpreter) {
        return Stream.concat(depended(project).stream(), managed(project).stream())
                .filter(candidate -> candidate.type().equals(DigestList.TYPE)
                        // Sums of one distribution's files have its classifier.
                        && candidate.classifier().isEmpty()
                        && candidate.groupId().equals(interpreter.groupId()))
                .findFirst();
    }

    /** All that the project manages, such as what an imported BOM has. */
    static List<Coordinates> managed(MavenProject project) {
        return project.getDependencyManagement() == null
                ? List.of()
                : coordinates(project.getDependencyManagement().getDependencies());
    }

    private @Nullable Digest listed(
            MavenSession session, MavenProject project, Coordinates list, Coordinates interpreter, Progress progress) {
        try {
            Path file = ArtifactFiles.resolve(repositorySystem, session, project, artifact(list));
            Optional<Digest> digest = DigestList.read(file).of(interpreter);
            progress.debug(digest.map(known -> list + " says that " + interpreter + " has the digest " + known)
                    .orElse(list + " does not list " + interpreter + ", which is taken as Maven resolves it"));
            return digest.orElse(null);
        } catch (ArtifactResolutionException e) {
            if (list.version().endsWith("-SNAPSHOT")) {
                progress.debug("There is no " + list + ": " + interpreter + " is taken as Maven resolves it");
                return null;
            }
            throw unresolved(session, project, "the list of the interpreters' digests", list, e)
                    .remedy("Or pin the archive yourself: give the goal its <sha256>.");
        }
    }

    private static BuildFailure unresolved(
            MavenSession session,
            MavenProject project,
            String what,
            Coordinates coordinates,
            ArtifactResolutionException cause) {
        BuildFailure failure = new BuildFailure("Cannot resolve " + what + " " + coordinates, cause);
        String fetch = "mvn dependency:get -Dartifact=" + coordinates + " -Dtransitive=false";
        if (session.isOffline()) {
            return failure.remedy("Maven is offline (-o), and the local repository does not have it. Run the build once"
                    + " online, or fetch it alone:\n" + fetch);
        }
        asked(project).forEach(repository -> failure.detail("asked: " + repository));
        return failure.remedy(
                "Check the version, and that one of these repositories, or a mirror in settings.xml, holds"
                        + " it with the classifier " + coordinates.classifier() + ". To try that alone:\n" + fetch);
    }

    /** The repositories that Maven asks for the project's artifacts, mirrors in place of what they mirror. */
    static List<String> asked(MavenProject project) {
        List<String> asked = new ArrayList<>();
        for (RemoteRepository repository : project.getRemoteProjectRepositories()) {
            asked.add(repository.getId() + " (" + Logins.without(repository.getUrl()) + ")");
        }
        return asked;
    }

    private static List<Coordinates> depended(MavenProject project) {
        return coordinates(project.getDependencies());
    }

    private static List<Coordinates> coordinates(List<Dependency> dependencies) {
        return dependencies.stream()
                .filter(dependency -> dependency.getVersion() != null)
                .map(dependency -> new Coordinates(
                        dependency.getGroupId(),
                        dependency.getArtifactId(),
                        dependency.getVersion(),
                        dependency.getType() == null ? "jar" : dependency.getType(),
                        dependency.getClassifier() == null ? "" : dependency.getClassifier()))
                .toList();
    }

    private static Artifact artifact(Coordinates coordinates) {
        return new DefaultArtifact(
                coordinates.groupId(),
                coordinates.artifactId(),
                coordinates.classifier(),
                coordinates.type(),
                coordinates.version());
    }
}
