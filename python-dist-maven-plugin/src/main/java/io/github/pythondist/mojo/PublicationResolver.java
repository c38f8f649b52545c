package io.github.pythondist.mojo;

import io.github.pythondist.platform.HostPlatform;
import io.github.pythondist.provenance.BuildInfo;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.reproduce.Publication;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.jspecify.annotations.Nullable;

/** Finds what somebody published, the way Maven finds any other artifact. */
@Named
@Singleton
final class PublicationResolver {

    private static final String PART = "[A-Za-z0-9_][A-Za-z0-9._+-]*";
    private static final Pattern COORDINATES =
            Pattern.compile("(" + PART + "):(" + PART + "):(" + PART + ")(?::(" + PART + "))?");

    private final RepositorySystem repositorySystem;

    @Inject
    PublicationResolver(RepositorySystem repositorySystem) {
        this.repositorySystem = repositorySystem;
    }

    /**
     * @param coordinates {@code groupId:artifactId:version}, and the platform's classifier if it is not this machine's
     */
    Publication resolve(MavenSession session, MavenProject project, String coordinates) {
        Matcher parts = COORDINATES.matcher(coordinates.strip());
        if (!parts.matches()) {
            throw new BuildFailure("python-dist.reference '" + coordinates + "' are no coordinates")
                    .remedy("Write groupId:artifactId:version or groupId:artifactId:version:classifier, for example"
                            + " io.github.pythondist:cpython-3.13:3.13.15-1:linux-x86_64");
        }
        String classifier = parts.group(4) == null ? HostPlatform.detect().classifier() : parts.group(4);
        Artifact buildInfo =
                new DefaultArtifact(parts.group(1), parts.group(2), classifier, BuildInfo.TYPE, parts.group(3));
        List<String> missing = new ArrayList<>();
        Path infoFile = resolve(session, project, buildInfo, missing);
        if (infoFile == null) {
            throw missing(session, coordinates, missing)
                    .detail("Without the build information, of type buildinfo, nothing can be built again.");
        }
        BuildInfo info = BuildInfo.read(infoFile);
        String spoken = info.groupId() + ":" + info.artifactId() + ":" + info.version();
        String asked = buildInfo.getGroupId() + ":" + buildInfo.getArtifactId() + ":" + buildInfo.getBaseVersion();
        if (!info.classifier().equals(classifier)) {
            spoken += ":" + info.classifier();
        }
        if (!spoken.equals(asked)) {
            throw new BuildFailure("The build information of " + coordinates + " is that of " + spoken)
                    .detail("Of what is published as " + coordinates + " it would prove nothing.")
                    .remedy("If they are the same files, give -Dpython-dist.reference=" + spoken);
        }
        if (info.outputs().isEmpty()) {
            throw new BuildFailure("The build information of " + coordinates + " names no files to compare with")
                    .remedy("Tell those who published it; nothing was built");
        }
        String prefix = info.artifactId() + "-" + info.version() + "-";
        SortedMap<String, Path> files = new TreeMap<>();
        files.put(prefix + classifier + "." + BuildInfo.TYPE, infoFile);
        for (BuildInfo.Output output : info.outputs()) {
            String name = output.fileName();
            int dot = name.indexOf('.', prefix.length());
            if (!name.startsWith(prefix) || dot < 0) {
                throw new BuildFailure("The build information of " + coordinates + " names an output " + name)
                        .detail("The files of this build begin with " + prefix + ", a classifier and a type.")
                        .remedy("Tell those who published it; nothing was built");
            }
            Path file = resolve(
                    session,
                    project,
                    new DefaultArtifact(
                            info.groupId(),
                            info.artifactId(),
                            name.substring(prefix.length(), dot),
                            name.substring(dot + 1),
                            info.version()),
                    missing);
            if (file != null) {
                files.put(name, file);
            }
        }
        if (!missing.isEmpty()) {
            throw missing(session, coordinates, missing);
        }
        return new Publication(coordinates, info, files);
    }

    private @Nullable Path resolve(
            MavenSession session, MavenProject project, Artifact artifact, List<String> missing) {
        try {
            return ArtifactFiles.resolve(repositorySystem, session, project, artifact);
        } catch (ArtifactResolutionException e) {
            missing.add(artifact + ": " + e.getMessage().lines().findFirst().orElse(""));
            return null;
        }
    }

    private static BuildFailure missing(MavenSession session, String coordinates, List<String> missing) {
        BuildFailure failure =
                new BuildFailure("The repositories do not have all that was published as " + coordinates);
        missing.forEach(failure::detail);
        if (session.isOffline()) {
            failure.remedy("Maven is offline (-o): run once online, so that the local repository has it");
        }
        return failure.remedy("Check the coordinates, and that a repository of settings.xml or of this project has"
                + " them; the classifier is that of the platform, with the flavour");
    }
}
