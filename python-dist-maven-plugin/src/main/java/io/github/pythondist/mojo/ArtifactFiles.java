package io.github.pythondist.mojo;

import java.nio.file.Path;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/** Artifacts as Maven resolves them: from the reactor, the local repository, or those that the project knows. */
final class ArtifactFiles {

    private ArtifactFiles() {}

    static Path resolve(
            RepositorySystem repositorySystem, MavenSession session, MavenProject project, Artifact artifact)
            throws ArtifactResolutionException {
        return repositorySystem
                .resolveArtifact(
                        session.getRepositorySession(),
                        new ArtifactRequest(artifact, project.getRemoteProjectRepositories(), "python-dist"))
                .getArtifact()
                .getFile()
                .toPath();
    }
}
