package io.github.pythondist.mojo;

import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Logins;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheel.WheelArtifact;
import io.github.pythondist.wheel.WheelArtifact.Kind;
import io.github.pythondist.wheel.WheelCoordinates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
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
import org.eclipse.aether.resolution.ArtifactResult;
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
            List<WheelArtifact> wheels,
            Optional<String> repository,
            Path directory,
            Progress progress) {
        Optional<RemoteRepository> remote = repository.map(text -> remote(session, text));
        try {
            Files.createDirectories(directory);
            List<Publication> publications = publications(wheels, directory);
            // First, so that what a repository refuses is not installed either.
            Optional<List<Publication>> missing = remote.map(there -> missing(session, publications, there, progress));
            InstallRequest install = new InstallRequest();
            publications.forEach(publication -> install.addArtifact(publication.artifact()));
            repositorySystem.install(session.getRepositorySession(), install);
            progress.info("Installed " + count(wheels.size()) + " as Maven artifacts in "
                    + session.getLocalRepository().getBasedir());
            if (remote.isPresent()) {
                deploy(session, missing.orElseThrow(), remote.get(), wheels.size(), progress);
            }
        } catch (InstallationException | IOException e) {
            throw new BuildFailure("Wheels cannot be installed as Maven artifacts", e)
                    .remedy("Check free space and permissions in "
                            + session.getLocalRepository().getBasedir());
        }
    }

    /**
     * An artifact with its file.
     *
     * @param wheel what it is; empty if it is a POM
     */
    private record Publication(Artifact artifact, Optional<WheelArtifact> wheel) {}

    private void deploy(
            MavenSession session, List<Publication> missing, RemoteRepository remote, int wheels, Progress progress) {
        DeployRequest deploy = new DeployRequest().setRepository(remote);
        missing.forEach(publication -> deploy.addArtifact(publication.artifact()));
        try {
            if (!missing.isEmpty()) {
                repositorySystem.deploy(session.getRepositorySession(), deploy);
            }
        } catch (DeploymentException e) {
            throw new BuildFailure("Wheels cannot be deployed to " + remote.getUrl(), e)
                    .remedy("Check the URL, and the <server> with the id " + remote.getId() + " in settings.xml");
        }
        int deployed = (int) missing.stream()
                .filter(publication -> publication.wheel().isPresent())
                .count();
        progress.info("Deployed " + count(deployed) + " to " + remote.getUrl()
                + (deployed < wheels ? "; it has the others already" : ""));
    }

    /** Repositories of releases do not take a file twice, so what is there is looked at first, past the local one. */
    private List<Publication> missing(
            MavenSession session, List<Publication> publications, RemoteRepository remote, Progress progress) {
        Path empty = null;
        try {
            empty = Files.createTempDirectory("python-dist-");
            DefaultRepositorySystemSession fresh = new DefaultRepositorySystemSession(session.getRepositorySession());
            fresh.setLocalRepositoryManager(
                    repositorySystem.newLocalRepositoryManager(fresh, new LocalRepository(empty.toFile())));
            fresh.setWorkspaceReader(null);
            fresh.setTransferListener(null);
            List<ArtifactRequest> requests = publications.stream()
                    .map(publication ->
                            new ArtifactRequest(publication.artifact().setFile(null), List.of(remote), "python-dist"))
                    .toList();
            List<ArtifactResult> results = resolved(fresh, requests);
            List<Publication> missing = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                if (!results.get(i).isResolved()) {
                    missing.add(publications.get(i));
                } else if (publications.get(i).wheel().isPresent()) {
                    Path there = results.get(i).getArtifact().getFile().toPath();
                    compare(publications.get(i).wheel().get(), there, remote, progress);
                }
            }
            return missing;
        } catch (IOException e) {
            throw new BuildFailure("Cannot look at what " + remote.getUrl() + " has", e);
        } finally {
            delete(empty);
        }
    }

    /** In the order of the requests. */
    private List<ArtifactResult> resolved(RepositorySystemSession session, List<ArtifactRequest> requests) {
        try {
            return repositorySystem.resolveArtifacts(session, requests);
        } catch (ArtifactResolutionException e) {
            return e.getResults();
        }
    }

    private static void compare(WheelArtifact wheel, Path there, RemoteRepository remote, Progress progress)
            throws IOException {
        Digest found = Digest.of(there);
        if (found.equals(wheel.sha256())) {
            return;
        }
        if (wheel.kind() == Kind.DESCRIPTION) {
            progress.info(remote.getUrl() + " keeps " + wheel.coordinates()
                    + " of an earlier build, which had the same wheel for its result");
            return;
        }
        throw new BuildFailure("The repository " + remote.getUrl() + " has another file as " + wheel.coordinates())
                .detail("ours  " + wheel.sha256())
                .detail("there " + found)
                .remedy("Find out which one is right; or use another <wheelGroupId>");
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

    /**
     * The files, and a POM for each version of a package, as repositories expect one. Descriptions come last: what they
     * describe is compared before them.
     */
    private static List<Publication> publications(List<WheelArtifact> wheels, Path directory) throws IOException {
        Map<String, Publication> publications = new LinkedHashMap<>();
        for (WheelArtifact wheel : wheels.stream()
                .sorted(Comparator.comparing(WheelArtifact::kind))
                .toList()) {
            WheelCoordinates named = wheel.coordinates();
            Artifact pom = new DefaultArtifact(named.groupId(), named.artifactId(), "pom", named.version());
            if (!publications.containsKey(pom.toString())) {
                Path file = directory.resolve(named.artifactId() + "-" + named.version() + ".pom");
                AtomicFiles.writeString(file, wheel.pom());
                publications.put(pom.toString(), new Publication(pom.setFile(file.toFile()), Optional.empty()));
            }
            Artifact artifact = new DefaultArtifact(
                    named.groupId(), named.artifactId(), named.classifier(), named.type(), named.version());
            publications.put(
                    artifact.toString(),
                    new Publication(artifact.setFile(wheel.file().toFile()), Optional.of(wheel)));
        }
        return List.copyOf(publications.values());
    }

    private static String count(int files) {
        return files + (files == 1 ? " file" : " files");
    }
}
