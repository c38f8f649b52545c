package io.github.pythondist.consumer;

import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Chooses an interpreter among those a project names: the version a goal was told, else a dependency of the project, else
 * what its dependency management holds, where an imported BOM puts it. Of several series the newest is taken.
 *
 * @param dependencies what the project depends on, of any type
 * @param managed what its dependency management holds, of any type
 * @param host the machine's platform; asked only where it matters
 */
public record InterpreterSelector(List<Coordinates> dependencies, List<Coordinates> managed, Supplier<Platform> host) {

    /** Group of the interpreters that python-dist publishes. */
    public static final String DEFAULT_GROUP = "io.github.pythondist";

    private static final String ARTIFACT_PREFIX = "cpython-";

    public InterpreterSelector {
        dependencies = List.copyOf(dependencies);
        managed = List.copyOf(managed);
    }

    /**
     * The interpreter to use.
     *
     * @throws BuildFailure if the project names none that fits, with a list of those it names; or several
     */
    public InterpreterChoice select(InterpreterWish wish) {
        Platform platform = wish.platform(host);
        if (wish.version() != null) {
            return new InterpreterChoice(explicit(wish, wish.version(), platform), "<version> of the goal");
        }
        List<Coordinates> depended =
                dependencies.stream().filter(interpreterFor(wish)).toList();
        List<Coordinates> known = managed.stream().filter(interpreterFor(wish)).toList();
        return newest(matching(depended, platform))
                .or(() -> newest(fitting(wish, depended, platform)))
                .map(coordinates -> new InterpreterChoice(coordinates, "a dependency of the project"))
                .or(() -> newest(matching(known, platform))
                        .map(coordinates ->
                                new InterpreterChoice(coordinates, "the project's dependency management (BOM)")))
                .orElseThrow(() -> none(wish, platform));
    }

    private static Coordinates explicit(InterpreterWish wish, String version, Platform platform) {
        String series = wish.series();
        if (series == null) {
            String[] parts = version.split("\\.", 3);
            if (parts.length < 3) {
                throw new BuildFailure("python-dist.version '" + version + "' is not a version such as 3.13.15-1")
                        .remedy("Write <CPython's version>-<build number>.");
            }
            series = parts[0] + "." + parts[1];
        }
        return new Coordinates(
                Objects.requireNonNullElse(wish.groupId(), DEFAULT_GROUP),
                ARTIFACT_PREFIX + series,
                version,
                platform.content().type(),
                platform.classifier());
    }

    private static Predicate<Coordinates> interpreterFor(InterpreterWish wish) {
        return candidate -> isInterpreter(candidate)
                && (wish.groupId() == null || candidate.groupId().equals(wish.groupId()))
                && (wish.series() == null || series(candidate).equals(wish.series()));
    }

    /** Whether these can be coordinates of an interpreter's archive, by artifact and type. */
    public static boolean isInterpreter(Coordinates candidate) {
        return candidate.artifactId().matches(ARTIFACT_PREFIX + "\\d+\\.\\d+")
                && parsed(candidate)
                        .filter(platform -> platform.content().type().equals(candidate.type()))
                        .isPresent();
    }

    private static List<Coordinates> matching(List<Coordinates> candidates, Platform platform) {
        return candidates.stream()
                .filter(candidate -> candidate.classifier().equals(platform.classifier()))
                .toList();
    }

    /** Who depends on one interpreter of another flavour, and says nothing else, means that one. */
    private static List<Coordinates> fitting(InterpreterWish wish, List<Coordinates> candidates, Platform platform) {
        if (wish.platform() != null || wish.flavour() != null) {
            return List.of();
        }
        List<Coordinates> fitting = candidates.stream()
                .filter(candidate -> parsed(candidate)
                        .filter(other -> other.runsOn(platform) && other.content() != Platform.Content.DEBUGINFO)
                        .isPresent())
                .toList();
        return fitting.size() == 1 ? fitting : List.of();
    }

    private static Optional<Platform> parsed(Coordinates candidate) {
        try {
            return Optional.of(Platform.parse(candidate.classifier()));
        } catch (BuildFailure notOurs) {
            return Optional.empty();
        }
    }

    private static Optional<Coordinates> newest(List<Coordinates> candidates) {
        Optional<Coordinates> newest = candidates.stream().max(Comparator.comparing(InterpreterSelector::age));
        newest.ifPresent(best -> {
            List<Coordinates> same = candidates.stream()
                    .filter(candidate -> series(candidate).equals(series(best)))
                    .distinct()
                    .sorted()
                    .toList();
            if (same.size() > 1) {
                BuildFailure failure = new BuildFailure("The project names several interpreters that would do");
                same.forEach(candidate -> failure.detail(candidate.toString()));
                throw failure.remedy("Choose one with <groupId> or <version>.");
            }
        });
        return newest;
    }

    private static String series(Coordinates interpreter) {
        return interpreter.artifactId().substring(ARTIFACT_PREFIX.length());
    }

    private static long age(Coordinates interpreter) {
        String[] parts = series(interpreter).split("\\.", 2);
        return (Long.parseLong(parts[0]) << 32) + Long.parseLong(parts[1]);
    }

    private BuildFailure none(InterpreterWish wish, Platform platform) {
        List<Coordinates> all = Stream.concat(dependencies.stream(), managed.stream())
                .filter(InterpreterSelector::isInterpreter)
                .toList();
        if (all.isEmpty()) {
            return unknown();
        }
        BuildFailure failure = new BuildFailure("No interpreter"
                + (wish.series() == null ? "" : " of series " + wish.series())
                + (wish.groupId() == null ? "" : " of the group " + wish.groupId())
                + " for the platform " + platform);
        if (wish.platform() == null) {
            failure.detail("this machine is " + host.get());
        }
        published(all, platform).forEach(failure::detail);
        return failure.remedy("Choose one of these with <series>, <platform> and <flavour> (-Dpython-dist.series=,"
                        + " -Dpython-dist.platform=, -Dpython-dist.flavour=).")
                .remedy("Or build the missing one with the plugin's producer goals, and name it by <groupId> and"
                        + " <version>.");
    }

    /** One line for each version, with its classifiers; platforms alone if there is nothing for this one. */
    private static List<String> published(List<Coordinates> all, Platform platform) {
        boolean known = all.stream().anyMatch(candidate -> parsed(candidate)
                .filter(other -> other.runsOn(platform))
                .isPresent());
        TreeMap<String, TreeSet<String>> lines = new TreeMap<>();
        all.forEach(candidate -> lines.computeIfAbsent(
                        candidate.groupId() + ":" + candidate.artifactId() + ":" + candidate.version(),
                        key -> new TreeSet<>())
                .add(parsed(candidate)
                        .filter(other -> !known)
                        .map(other -> other.base().classifier())
                        .orElse(candidate.classifier())));
        List<String> published = new ArrayList<>();
        lines.forEach((name, classifiers) -> published.add(name + " is there for " + String.join(", ", classifiers)));
        return published;
    }

    private static BuildFailure unknown() {
        return new BuildFailure("This project does not say which interpreter to use")
                .detail("no dependency and no managed dependency <groupId>:" + ARTIFACT_PREFIX + "<series> of type "
                        + Platform.Content.RUNTIME.type())
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
                .remedy("Or give the goal a <version> (-Dpython-dist.version=3.13.15-1).");
    }
}
