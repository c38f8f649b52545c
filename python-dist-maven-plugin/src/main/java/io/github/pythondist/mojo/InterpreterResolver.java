package io.github.pythondist.mojo;

import io.github.pythondist.platform.HostPlatform;
import io.github.pythondist.report.BuildFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.DependencyManagement;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/**
 * Finds the interpreter's artifact the way Maven finds any other: mirrors, credentials, proxies, {@code -o}, the reactor
 * and trusted checksums all hold.
 */
@Named
@Singleton
final class InterpreterResolver {

    private static final String TYPE = "tar.zst";
    private static final String ARTIFACT_PREFIX = "cpython-";
    private static final Pattern SERIES = Pattern.compile("\\d+\\.\\d+");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

    private final RepositorySystem repositorySystem;

    @Inject
    InterpreterResolver(RepositorySystem repositorySystem) {
        this.repositorySystem = repositorySystem;
    }

    /** The archive, in the local repository or the reactor. */
    Path resolve(
            MavenSession session,
            MavenProject project,
            String groupId,
            Optional<String> series,
            Optional<String> version,
            Optional<String> platform) {
        series.ifPresent(given -> requirePlain("series", given, SERIES));
        version.ifPresent(given -> requirePlain("version", given, VERSION));
        String classifier = platform.orElseGet(() -> HostPlatform.detect().classifier());
        Artifact artifact = version.isPresent()
                ? explicit(groupId, series, version.get(), classifier)
                : fromProject(project, groupId, series, classifier);
        try {
            return ArtifactFiles.resolve(repositorySystem, session, project, artifact);
        } catch (ArtifactResolutionException e) {
            BuildFailure failure = new BuildFailure("Cannot resolve the interpreter " + artifact, e);
            if (session.isOffline()) {
                failure.remedy("Maven is offline (-o): run once online, so that the local repository has it");
            }
            throw failure.remedy("Check the version, and that a repository of this project or a mirror in settings.xml"
                    + " holds the classifier " + classifier);
        }
    }

    /** What goes into a path of the local repository must not lead out of it. */
    private static void requirePlain(String parameter, String given, Pattern form) {
        if (!form.matcher(given).matches()) {
            throw new BuildFailure("python-dist." + parameter + " '" + given + "' is no " + parameter)
                    .remedy("Write it like " + (parameter.equals("series") ? "3.13" : "3.13.15-1"));
        }
    }

    private static Artifact explicit(String groupId, Optional<String> series, String version, String classifier) {
        String minor = series.orElseGet(() -> {
            String[] parts = version.split("\\.", 3);
            if (parts.length < 3) {
                throw new BuildFailure("python-dist.version '" + version + "' is not a version such as 3.13.15-1");
            }
            return parts[0] + "." + parts[1];
        });
        return new DefaultArtifact(groupId, ARTIFACT_PREFIX + minor, classifier, TYPE, version);
    }

    private static Artifact fromProject(
            MavenProject project, String groupId, Optional<String> series, String classifier) {
        List<Dependency> known = new ArrayList<>();
        project.getDependencies().stream()
                .filter(dependency -> isInterpreter(dependency, groupId))
                .forEach(known::add);
        if (known.isEmpty()) {
            DependencyManagement management = project.getDependencyManagement();
            if (management != null) {
                management.getDependencies().stream()
                        .filter(dependency -> isInterpreter(dependency, groupId))
                        .forEach(known::add);
            }
        }
        if (known.isEmpty()) {
            throw new BuildFailure("This project does not say which interpreter to use")
                    .detail("no dependency and no managed dependency " + groupId + ":" + ARTIFACT_PREFIX
                            + "<series> of type " + TYPE)
                    .remedy("Import the BOM:\n" + """
                            <dependencyManagement>
                              <dependencies>
                                <dependency>
                                  <groupId>io.github.pythondist</groupId>
                                  <artifactId>python-dist-bom</artifactId>
                                  <version>...</version>
                                  <type>pom</type>
                                  <scope>import</scope>
                                </dependency>
                              </dependencies>
                            </dependencyManagement>""")
                    .remedy("or give the goal a <version>");
        }
        SortedSet<String> offered = new TreeSet<>();
        known.forEach(dependency -> offered.add(
                dependency.getArtifactId().substring(ARTIFACT_PREFIX.length()) + " for " + dependency.getClassifier()));
        return known.stream()
                .filter(dependency -> classifier.equals(dependency.getClassifier()))
                .filter(dependency -> series.map(
                                wanted -> dependency.getArtifactId().equals(ARTIFACT_PREFIX + wanted))
                        .orElse(true))
                .max(Comparator.comparing(InterpreterResolver::seriesVersion))
                .map(dependency -> (Artifact) new DefaultArtifact(
                        groupId, dependency.getArtifactId(), classifier, TYPE, dependency.getVersion()))
                .orElseThrow(() -> new BuildFailure("No interpreter"
                                + series.map(wanted -> " of series " + wanted).orElse("") + " for the platform "
                                + classifier)
                        .detail("this project knows CPython " + String.join(", ", offered))
                        .remedy("Choose one with <series> and <platform> (-Dpython-dist.series=,"
                                + " -Dpython-dist.platform=), or build it with the plugin's producer goals"));
    }

    private static boolean isInterpreter(Dependency dependency, String groupId) {
        return dependency.getGroupId().equals(groupId)
                && dependency.getArtifactId().startsWith(ARTIFACT_PREFIX)
                && TYPE.equals(dependency.getType());
    }

    private static ComparableVersion seriesVersion(Dependency dependency) {
        return new ComparableVersion(dependency.getArtifactId().substring(ARTIFACT_PREFIX.length()));
    }
}
