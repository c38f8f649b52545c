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
import io.github.pythondist.wheelindex.BuildContrast;
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
     * What a repository has as another file stays there and is left out; the others are published before that is told.
     *
     * @param repository {@code id::url} of a remote repository
     * @param directory for the POMs
     * @throws BuildFailure if something cannot be published, or is another file there
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
            if (remote.isEmpty()) {
                install(session, publications, "; no repository is named to deploy them to", progress);
                return;
            }
            // First, so that what a repository refuses is not installed either.
            Found found = look(session, publications, remote.get(), progress);
            install(session, found.accepted(), "", progress);
            deploy(session, found.missing(), files(found.accepted()), remote.get(), progress);
            if (!found.others().isEmpty()) {
                throw others(found.others(), wheels, remote.get());
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
    private record Publication(Artifact artifact, Optional<WheelArtifact> wheel) {

        boolean isOf(WheelCoordinates other) {
            return artifact.getArtifactId().equals(other.artifactId())
                    && artifact.getVersion().equals(other.version())
                    && artifact.getClassifier().equals(other.classifier());
        }
    }

    /**
     * What a repository has of what is to be published.
     *
     * @param accepted what it has no other file for
     * @param missing of that
     * @param others what it has as another file
     */
    private record Found(List<Publication> accepted, List<Publication> missing, List<Other> others) {}

    /**
     * Another file of the same coordinates.
     *
     * @param why what differs between the two builds; empty if nobody tells
     */
    private record Other(WheelArtifact ours, Digest there, List<String> why) {}

    private void install(MavenSession session, List<Publication> publications, String addition, Progress progress)
            throws InstallationException {
        InstallRequest install = new InstallRequest();
        publications.forEach(publication -> install.addArtifact(publication.artifact()));
        repositorySystem.install(session.getRepositorySession(), install);
        progress.info("Installed " + count(files(publications)) + " as Maven artifacts in "
                + session.getLocalRepository().getBasedir() + addition);
    }

    private void deploy(
            MavenSession session, List<Publication> missing, int wheels, RemoteRepository remote, Progress progress) {
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
        int deployed = files(missing);
        progress.info("Deployed " + count(deployed) + " to " + remote.getUrl()
                + (deployed < wheels ? "; it has the others already" : ""));
    }

    /** Those that are no POM. */
    private static int files(List<Publication> publications) {
        return (int) publications.stream()
                .filter(publication -> publication.wheel().isPresent())
                .count();
    }

    /** Without what is another file there, what describes it, and a POM that nothing is left for. */
    private static List<Publication> without(List<Other> others, List<Publication> publications) {
        List<Publication> rest = publications.stream()
                .filter(publication -> others.stream()
                        .noneMatch(other -> publication.isOf(other.ours().coordinates())))
                .toList();
        return rest.stream()
                .filter(publication -> publication.wheel().isPresent()
                        || rest.stream()
                                .anyMatch(other -> other.wheel().isPresent()
                                        && other.artifact()
                                                .getArtifactId()
                                                .equals(publication.artifact().getArtifactId())
                                        && other.artifact()
                                                .getVersion()
                                                .equals(publication.artifact().getVersion())))
                .toList();
    }

    /** Repositories of releases do not take a file twice, so what is there is looked at first, past the local one. */
    private Found look(
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
            Map<Publication, Path> there = new LinkedHashMap<>();
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i).isResolved()) {
                    there.put(
                            publications.get(i),
                            results.get(i).getArtifact().getFile().toPath());
                }
            }
            List<Other> others = others(publications, there);
            List<Publication> missing = new ArrayList<>();
            List<Publication> accepted = without(others, publications);
            for (Publication publication : accepted) {
                Path file = there.get(publication);
                if (file == null) {
                    missing.add(publication);
                } else {
                    tellKept(publication, file, remote, progress);
                }
            }
            return new Found(accepted, missing, others);
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

    private static List<Other> others(List<Publication> publications, Map<Publication, Path> there) throws IOException {
        List<Other> others = new ArrayList<>();
        for (Publication publication : publications) {
            Path file = there.get(publication);
            Optional<WheelArtifact> ours = publication.wheel().filter(wheel -> wheel.kind() == Kind.PACKAGE);
            if (file != null && ours.isPresent()) {
                Digest found = Digest.of(file);
                if (!found.equals(ours.get().sha256())) {
                    others.add(new Other(ours.get(), found, why(ours.get(), found, publications, there)));
                }
            }
        }
        return others;
    }

    private static List<String> why(
            WheelArtifact ours, Digest found, List<Publication> publications, Map<Publication, Path> there)
            throws IOException {
        for (Publication publication : publications) {
            if (publication.isOf(ours.coordinates())
                    && publication.artifact().getExtension().equals(BuildContrast.TYPE)) {
                Path information = there.get(publication);
                return information == null
                        ? List.of("it has no build information of its own there")
                        : BuildContrast.of(
                                information,
                                found,
                                publication.artifact().getFile().toPath());
            }
        }
        return List.of();
    }

    private static void tellKept(Publication publication, Path there, RemoteRepository remote, Progress progress)
            throws IOException {
        Optional<WheelArtifact> description = publication.wheel().filter(wheel -> wheel.kind() == Kind.DESCRIPTION);
        if (description.isPresent()
                && !Digest.of(there).equals(description.get().sha256())) {
            progress.info(remote.getUrl() + " keeps " + description.get().coordinates()
                    + " of an earlier build, which had the same wheel for its result");
        }
    }

    private static BuildFailure others(List<Other> others, List<WheelArtifact> wheels, RemoteRepository remote) {
        long all = wheels.stream().filter(wheel -> wheel.kind() == Kind.PACKAGE).count();
        BuildFailure failure = new BuildFailure("The repository " + remote.getUrl() + " has another file as "
                + others.size() + " of " + all + " wheels" + (others.size() < all ? "; the others are published" : ""));
        for (Other other : others) {
            failure.detail(other.ours().coordinates().toString())
                    .detail("    there " + other.there())
                    .detail("    ours  " + other.ours().sha256());
            other.why().forEach(line -> failure.detail("    " + line));
        }
        boolean built = others.stream().anyMatch(other -> !other.why().isEmpty());
        return failure.remedy("What is published stays. Publish ours under another group id: <wheelGroupId>")
                .remedy(
                        built
                                ? "Or build what is there again: an older build requirement is locked by the <constraints>"
                                        + " of a recipe"
                                : "Or find out which of the two is right, and lock that");
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
