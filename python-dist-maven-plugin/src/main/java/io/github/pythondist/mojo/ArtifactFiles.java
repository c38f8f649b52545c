package io.github.pythondist.mojo;

import io.github.pythondist.report.Logins;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/** Artifacts as Maven resolves them: from the reactor, the local repository, or those that the project knows. */
final class ArtifactFiles {

    private ArtifactFiles() {}

    static Path resolve(
            RepositorySystem repositorySystem, MavenSession session, MavenProject project, Artifact artifact)
            throws ArtifactResolutionException {
        List<RemoteRepository> repositories = project.getRemoteProjectRepositories();
        try {
            return repositorySystem
                    .resolveArtifact(
                            session.getRepositorySession(), new ArtifactRequest(artifact, repositories, "python-dist"))
                    .getArtifact()
                    .getFile()
                    .toPath();
        } catch (ArtifactResolutionException e) {
            String message = withoutLogins(e.getMessage(), repositories);
            // Its causes say the same as it does.
            throw message.equals(e.getMessage()) ? e : new ArtifactResolutionException(e.getResults(), message, null);
        }
    }

    /** Maven's message without the logins that stand in the repositories' URLs, which it names as they are. */
    static String withoutLogins(String message, List<RemoteRepository> repositories) {
        String shown = message;
        for (RemoteRepository repository : repositories) {
            shown = shown.replace(repository.getUrl(), Logins.without(repository.getUrl()));
        }
        return shown;
    }
}
