package io.github.pythondist.mojo;

import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Logins;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheel.MirroredWheel;
import io.github.pythondist.wheel.WheelCoordinates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.deployment.DeployRequest;
import org.eclipse.aether.deployment.DeploymentException;
import org.eclipse.aether.installation.InstallRequest;
import org.eclipse.aether.installation.InstallationException;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.jspecify.annotations.Nullable;

/** Makes Maven artifacts of wheels: in the local repository, and in a remote one. */
@Named
@Singleton
final class WheelPublisher {

    private static final Pattern REPOSITORY = Pattern.compile("([^:]+)::(.+)");

    private final RepositorySystem repositorySystem;

    @Inject
    WheelPublisher(RepositorySystem repositorySystem) {
        this.repositorySystem = repositorySystem;
    }

    /**
     * @param repository {@code id::url} of a remote repository
     * @param directory for the POMs
     */
    void publish(
            MavenSession session,
            List<MirroredWheel> wheels,
            Optional<String> repository,
            Path directory,
            Progress progress) {
        Optional<RemoteRepository> remote = repository.map(text -> remote(session, text));
        try {
            Files.createDirectories(directory);
            InstallRequest install = new InstallRequest();
            for (Artifact artifact : artifacts(wheels, directory)) {
                install.addArtifact(artifact);
            }
            repositorySystem.install(session.getRepositorySession(), install);
            progress.info("Installed " + count(wheels.size()) + " as Maven artifacts in "
                    + session.getLocalRepository().getBasedir());
            if (remote.isPresent()) {
                deploy(session, wheels, remote.get(), directory, progress);
            }
        } catch (InstallationException | IOException e) {
            throw new BuildFailure("Wheels cannot be installed as Maven artifacts", e)
                    .remedy("Check free space and permissions in "
                            + session.getLocalRepository().getBasedir());
        }
    }

    private void deploy(
            MavenSession session,
            List<MirroredWheel> wheels,
            RemoteRepository remote,
            Path directory,
            Progress progress)
            throws IOException {
        List<MirroredWheel> missing =
                wheels.stream().filter(wheel -> !has(session, remote, wheel)).toList();
        DeployRequest deploy = new DeployRequest().setRepository(remote);
        for (Artifact artifact : artifacts(missing, directory)) {
            deploy.addArtifact(artifact);
        }
        try {
            if (!missing.isEmpty()) {
                repositorySystem.deploy(session.getRepositorySession(), deploy);
            }
        } catch (DeploymentException e) {
            throw new BuildFailure("Wheels cannot be deployed to " + remote.getUrl(), e)
                    .remedy("Check the URL, and the <server> with the id " + remote.getId() + " in settings.xml");
        }
        progress.info("Deployed " + count(missing.size()) + " to " + remote.getUrl()
                + (missing.size() < wheels.size() ? "; it has the others already" : ""));
    }

    /** Repositories of releases do not take a file twice, so what is there is looked at first, past the local one. */
    private boolean has(MavenSession session, RemoteRepository remote, MirroredWheel wheel) {
        Path empty = null;
        try {
            empty = Files.createTempDirectory("python-dist-");
            DefaultRepositorySystemSession fresh = new DefaultRepositorySystemSession(session.getRepositorySession());
            fresh.setLocalRepositoryManager(
                    repositorySystem.newLocalRepositoryManager(fresh, new LocalRepository(empty.toFile())));
            fresh.setWorkspaceReader(null);
            fresh.setTransferListener(null);
            Path there = repositorySystem
                    .resolveArtifact(
                            fresh, new ArtifactRequest(artifact(wheel.coordinates()), List.of(remote), "python-dist"))
                    .getArtifact()
                    .getFile()
                    .toPath();
            Digest found = Digest.of(there);
            if (!found.equals(wheel.sha256())) {
                throw new BuildFailure(
                                "The repository " + remote.getUrl() + " has another file as " + wheel.coordinates())
                        .detail("locked " + wheel.sha256())
                        .detail("there  " + found)
                        .remedy("Find out which one is right; or use another <wheelGroupId>");
            }
            return true;
        } catch (ArtifactResolutionException e) {
            return false;
        } catch (IOException e) {
            throw new BuildFailure("Cannot look at what " + remote.getUrl() + " has", e);
        } finally {
            delete(empty);
        }
    }

    private static void delete(@Nullable Path directory) {
        if (directory != null) {
            try {
                Trees.delete(directory);
            } catch (IOException e) {
                // The system's own cleaning finds it.
            }
        }
    }

    private RemoteRepository remote(MavenSession session, String text) {
        Matcher parts = repository(text);
        return repositorySystem.newDeploymentRepository(
                session.getRepositorySession(),
                new RemoteRepository.Builder(parts.group(1), "default", parts.group(2)).build());
    }

    /** Id and URL of a repository. */
    static Matcher repository(String text) {
        Logins.refuse(
                text,
                "the repository for wheels",
                "Put user name and password into a <server> of settings.xml and write its id before the URL: id::url");
        Matcher parts = REPOSITORY.matcher(text);
        if (!parts.matches()) {
            throw new BuildFailure("'" + text + "' names no repository")
                    .remedy("Write id::url, for example releases::https://repository.example.com/releases");
        }
        return parts;
    }

    /** The wheels, and a POM for each version of a package, as repositories expect one. */
    private static Set<Artifact> artifacts(List<MirroredWheel> wheels, Path directory) throws IOException {
        Set<Artifact> artifacts = new LinkedHashSet<>();
        for (MirroredWheel wheel : wheels) {
            WheelCoordinates coordinates = wheel.coordinates();
            Path pom = directory.resolve(coordinates.artifactId() + "-" + coordinates.version() + ".pom");
            Files.writeString(pom, wheel.pom());
            artifacts.add(
                    new DefaultArtifact(coordinates.groupId(), coordinates.artifactId(), "pom", coordinates.version())
                            .setFile(pom.toFile()));
            artifacts.add(artifact(coordinates).setFile(wheel.file().toFile()));
        }
        return artifacts;
    }

    private static Artifact artifact(WheelCoordinates wheel) {
        return new DefaultArtifact(
                wheel.groupId(), wheel.artifactId(), wheel.classifier(), wheel.type(), wheel.version());
    }

    private static String count(int files) {
        return files + (files == 1 ? " file" : " files");
    }
}
