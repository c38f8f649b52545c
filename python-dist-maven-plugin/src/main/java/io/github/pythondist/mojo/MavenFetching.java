package io.github.pythondist.mojo;

import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Logins;
import io.github.pythondist.source.DebianMirror;
import io.github.pythondist.source.FetchSettings;
import io.github.pythondist.source.Proxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/** Maven's own settings, as far as fetching sources has to follow them. */
@Named
@Singleton
final class MavenFetching {

    private static final Pattern COORDINATES = Pattern.compile("[^:/\\\\ ]+(:[^:/\\\\ ]*){1,3}:[^:/\\\\ ]+");

    private final RepositorySystem repositorySystem;
    private final SettingsDecrypter decrypter;

    @Inject
    MavenFetching(RepositorySystem repositorySystem, SettingsDecrypter decrypter) {
        this.repositorySystem = repositorySystem;
        this.decrypter = decrypter;
    }

    FetchSettings settings(
            MavenSession session,
            MavenProject project,
            Optional<String> debianMirror,
            List<Path> localDirectories,
            Optional<Path> fileBase) {
        FetchSettings.Builder settings = FetchSettings.builder()
                .offline(session.isOffline())
                .proxies(proxies(session))
                .localDirectories(localDirectories)
                .fileBase(fileBase.orElseGet(() -> baseDirectory(session, project)))
                .maven(coordinates -> artifact(session, project, coordinates));
        debianMirror.map(MavenFetching::mirror).ifPresent(settings::debianMirror);
        return settings.build();
    }

    /** Without a POM there is no project directory, only the one Maven was started in. */
    private static Path baseDirectory(MavenSession session, MavenProject project) {
        return project.getBasedir() == null
                ? Path.of(session.getExecutionRootDirectory())
                : project.getBasedir().toPath();
    }

    /** The active proxies of the settings, with their passwords readable. */
    List<Proxy> proxies(MavenSession session) {
        return session.getSettings().getProxies().stream()
                .filter(org.apache.maven.settings.Proxy::isActive)
                .map(proxy -> decrypter
                        .decrypt(new DefaultSettingsDecryptionRequest(proxy))
                        .getProxy())
                .map(proxy -> new Proxy(
                        proxy.getProtocol(),
                        proxy.getHost(),
                        proxy.getPort(),
                        Optional.ofNullable(proxy.getUsername()),
                        Optional.ofNullable(proxy.getPassword()),
                        proxy.getNonProxyHosts() == null ? "" : proxy.getNonProxyHosts()))
                .toList();
    }

    private Path artifact(MavenSession session, MavenProject project, String coordinates) throws IOException {
        Artifact artifact = new DefaultArtifact(coordinates);
        try {
            return ArtifactFiles.resolve(repositorySystem, session, project, artifact);
        } catch (ArtifactResolutionException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * What a parameter names by coordinates ({@code groupId:artifactId[:type[:classifier]]:version}), from the reactor or a
     * repository, or by a path.
     */
    Path artifactOrFile(MavenSession session, MavenProject project, String parameter, String given) {
        if (!COORDINATES.matcher(given).matches()) {
            return baseDirectory(session, project).resolve(given);
        }
        try {
            return artifact(session, project, given);
        } catch (IOException e) {
            BuildFailure failure = new BuildFailure("Cannot resolve the " + parameter + " " + given, e);
            if (session.isOffline()) {
                failure.remedy("Maven is offline (-o): run once online, so that the local repository has it");
            }
            throw failure.remedy("Check the coordinates, and that a repository of this project or a mirror in"
                    + " settings.xml holds it");
        }
    }

    static DebianMirror mirror(String text) {
        Logins.refuse(
                text, "the Debian mirror", "Give python-dist.debianMirror the address of one that asks for no login");
        try {
            return DebianMirror.at(URI.create(text));
        } catch (IllegalArgumentException e) {
            throw new BuildFailure("python-dist.debianMirror '" + text + "' is not a mirror's URL", e)
                    .remedy("Give the folder that holds pool/, such as https://mirror.example.org/debian");
        }
    }
}
