package io.github.pythondist.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.pythondist.environment.EnvironmentLock;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The recipes as a folder on disk. Everything is read when asked for, so a defect in one recipe does not disturb a
 * build that does not use it.
 */
public final class Catalog {

    private static final String FLAVOURS = "flavours.yaml";
    private static final String OPTIMIZATIONS = "optimizations.yaml";
    private static final String TRAINING_TASKS = "cpython/training/tasks.yaml";
    private static final String USER_TESTS = "cpython/usertest";
    private static final String CONTENTS = "contents.yaml";
    private static final String TEST_SELECTIONS = "cpython/regrtest/selections.yaml";

    private static final String WHEELS = "wheels";

    private final Path root;

    /**
     * @param root the folder, laid out as {@code README.md} in it says
     */
    public Catalog(Path root) {
        this.root = root;
    }

    /** The folder recipes see as {@code $CATALOG}. */
    public Path root() {
        return root;
    }

    /** A component by name. */
    public Component component(String name) {
        return read(Component.class, "component", "components", name, "component.yaml");
    }

    /** The names of all components, sorted. */
    public List<String> componentNames() {
        return names("components", "component.yaml");
    }

    /**
     * Where the recipe of a component is, relative to the root: {@code components/<name>/<os>} if that has a
     * {@code build.sh}, {@code components/<name>} otherwise.
     */
    public String componentFolder(Component component, Target target) {
        String folder = "components/" + component.name();
        String own = folder + "/" + target.os();
        return Files.isRegularFile(root.resolve(own).resolve("build.sh")) ? own : folder;
    }

    /** A CPython series such as {@code 3.13}. */
    public Series series(String name) {
        return read(Series.class, "CPython series", "cpython", name, "series.yaml");
    }

    /**
     * A CPython series as it is built for a target.
     *
     * @throws BuildFailure if it cannot be built for the target's system
     */
    public Series series(String name, Target target) {
        Series series = series(name);
        if (series.systems().contains(target.os())) {
            return series;
        }
        String label = seriesFolder(series, target) + "/series.yaml";
        if (!isPort(series, target)) {
            throw new BuildFailure("CPython " + name + " cannot be built for " + target.classifier())
                    .detail("its recipe is for: " + String.join(", ", series.systems()))
                    .remedy("Choose another target (-Dpython-dist.target=)")
                    .remedy("or build single components for this one (-Dpython-dist.components=)");
        }
        try {
            return YamlFiles.read(root.resolve(label), SeriesPort.class, label).applyTo(series, target.os());
        } catch (IllegalArgumentException e) {
            throw new BuildFailure("The catalog file " + label + " does not fit the series")
                    .detail(String.valueOf(e.getMessage()))
                    .remedy("Correct it, or add that version to the series");
        }
    }

    /** Whether a series has another recipe for a target's system: {@code cpython/<series>/<os>/series.yaml}. */
    public boolean isPort(Series series, Target target) {
        return !seriesFolder(series, target).equals("cpython/" + series.series());
    }

    /** Where the extension modules and patches of a series are, relative to the root. */
    public String seriesFolder(Series series, Target target) {
        String folder = "cpython/" + series.series();
        String own = folder + "/" + target.os();
        return Files.isRegularFile(root.resolve(own).resolve("series.yaml")) ? own : folder;
    }

    /** The names of all series, sorted. */
    public List<String> seriesNames() {
        return names("cpython", "series.yaml");
    }

    /** Where a CPython source says which versions of other projects it carries. */
    public BundledVersions bundledVersions() {
        return read(BundledVersions.class, "table", "upgrade", "bundled-versions.yaml", "");
    }

    /** A script that a series names relative to its folder, relative to the root. */
    public String script(Series series, String script) {
        return Trees.unixPath(Path.of("cpython", series.series(), script).normalize());
    }

    /** The extension modules of a series. */
    public ExtensionCatalog extensions(String series) {
        return read(ExtensionCatalog.class, "CPython series", "cpython", series, "extensions.yaml");
    }

    /** The extension modules of a series as it is built for a target. */
    public ExtensionCatalog extensions(Series series, Target target) {
        String file = seriesFolder(series, target) + "/extensions.yaml";
        return YamlFiles.read(root.resolve(file), ExtensionCatalog.class, file);
    }

    /** All flavours by name, in the order that their names take in a classifier. */
    public Map<String, Flavour> flavours() {
        return YamlFiles.read(root.resolve(FLAVOURS), Flavours.class, FLAVOURS).flavours();
    }

    /**
     * A way to compile the interpreter, by name.
     *
     * @throws BuildFailure if there is none of that name
     */
    public Optimization optimization(String name) {
        Map<String, Optimization> optimizations = YamlFiles.read(
                        root.resolve(OPTIMIZATIONS), Optimizations.class, OPTIMIZATIONS)
                .optimizations();
        Optimization optimization = optimizations.get(name);
        if (optimization == null) {
            throw new BuildFailure("Unknown optimization '" + name + "'")
                    .detail("known: " + String.join(", ", optimizations.keySet()))
                    .remedy("Use one of these in <optimize> (-Dpython-dist.optimize=), or add it to " + OPTIMIZATIONS
                            + " in a catalog of your own");
        }
        return optimization;
    }

    /**
     * What an interpreter is trained with, by name.
     *
     * @throws BuildFailure if there is none of that name
     */
    public TrainingTask trainingTask(String name) {
        Map<String, TrainingTask> tasks = YamlFiles.read(
                        root.resolve(TRAINING_TASKS), TrainingTasks.class, TRAINING_TASKS)
                .tasks();
        TrainingTask task = tasks.get(name);
        if (task == null) {
            throw new BuildFailure("Unknown training task '" + name + "'")
                    .detail("known: " + String.join(", ", tasks.keySet()))
                    .remedy("Use one of these in <task> (-Dpython-dist.task=), or add it to " + TRAINING_TASKS
                            + " in a catalog of your own");
        }
        return task;
    }

    /** All contents by name. */
    public Map<String, Content> contents() {
        return YamlFiles.read(root.resolve(CONTENTS), Contents.class, CONTENTS).contents();
    }

    /**
     * Contents by name, an archive each.
     *
     * @throws BuildFailure if a name is empty, given twice or unknown
     */
    public List<Content> contents(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            boolean empty = name == null || name.isBlank();
            if (empty || !seen.add(name)) {
                throw new BuildFailure(
                                empty
                                        ? "The list of contents has an empty entry"
                                        : "The content '" + name + "' is given twice")
                        .detail("given: "
                                + names.stream()
                                        .map(one -> one == null ? "" : one)
                                        .collect(Collectors.joining(",")))
                        .remedy("Name each archive once in <contents> (-Dpython-dist.contents=runtime,full)");
            }
        }
        return names.stream().map(this::content).toList();
    }

    /**
     * Contents that a target has, by name, an archive each.
     *
     * @throws BuildFailure if a name is empty, given twice, unknown, or that of a content the target does not have
     */
    public List<Content> contents(List<String> names, Target target) {
        List<Content> contents = contents(names);
        for (int i = 0; i < contents.size(); i++) {
            if (!contents.get(i).isFor(target)) {
                throw new BuildFailure("There is no content '" + names.get(i) + "' for " + target.classifier())
                        .detail("it is for: "
                                + String.join(", ", contents.get(i).systems()))
                        .detail(target.classifier() + " has: "
                                + contents().entrySet().stream()
                                        .filter(content -> content.getValue().isFor(target))
                                        .map(Map.Entry::getKey)
                                        .collect(Collectors.joining(", ")))
                        .remedy("Leave it out of <contents> (-Dpython-dist.contents=), or build for another target"
                                + " (-Dpython-dist.target=)");
            }
        }
        return contents;
    }

    /**
     * A content by name.
     *
     * @throws BuildFailure if there is none of that name
     */
    public Content content(String name) {
        Map<String, Content> contents = contents();
        Content content = contents.get(name);
        if (content == null) {
            throw new BuildFailure("Unknown content '" + name + "'")
                    .detail("known: " + String.join(", ", contents.keySet()))
                    .remedy("Use one of these in <contents> (-Dpython-dist.contents=), or add it to contents.yaml in a"
                            + " catalog of your own");
        }
        return content;
    }

    /**
     * Files of CPython's own test suite that are run together, by the selection's name.
     *
     * @throws BuildFailure if there is none of that name
     */
    public TestSelection testSelection(String name) {
        Map<String, TestSelection> selections = YamlFiles.read(
                        root.resolve(TEST_SELECTIONS), TestSelections.class, TEST_SELECTIONS)
                .selections();
        TestSelection selection = selections.get(name);
        if (selection == null) {
            throw new BuildFailure("Unknown selection of tests '" + name + "'")
                    .detail("known: " + String.join(", ", selections.keySet()))
                    .remedy("Use one of these for -Dpython-dist.regrtest.selection=, name single files with"
                            + " -Dpython-dist.regrtest.tests=, or add it to " + TEST_SELECTIONS
                            + " in a catalog of your own");
        }
        return selection;
    }

    /**
     * The tests of CPython's own suite that do not pass in a series; none if it has no list.
     *
     * @throws BuildFailure if an entry holds only where nothing is: in an environment, a flavour or a version that is
     *     not known
     */
    public List<ExpectedFailure> expectedFailures(String series, Target target) {
        Path file = root.resolve(seriesFolder(series(series), target)).resolve("regrtest.yaml");
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        String label = Trees.unixPath(root.relativize(file));
        List<ExpectedFailure> entries =
                YamlFiles.read(file, ExpectedFailures.class, label).entries();
        List<String> environments =
                Arrays.stream(Tier.values()).map(Tier::label).toList();
        Set<String> flavours = flavours().keySet();
        Set<String> versions = series(series).versions().keySet();
        for (ExpectedFailure entry : entries) {
            requireKnown(label, entry, "environments", entry.environments(), environments);
            requireKnown(label, entry, "flavours", entry.flavours(), flavours);
            requireKnown(label, entry, "versions", entry.versions(), versions);
        }
        return entries;
    }

    private static void requireKnown(
            String label, ExpectedFailure entry, String key, List<String> values, Collection<String> known) {
        for (String value : values) {
            if (!known.contains(value)) {
                throw new BuildFailure("The catalog file " + label + " names '" + value + "' in '" + key + "' of "
                                + entry.test() + ", which there is not")
                        .detail("known: " + String.join(", ", known))
                        .remedy("Correct it, or leave the key away: the entry holds everywhere then");
            }
        }
    }

    /**
     * What the build of a package needs beside its sdist; {@link WheelRecipe#NONE} if the catalog says nothing of it.
     *
     * @param name normalised
     */
    public WheelRecipe wheelRecipe(String name) {
        String label = WHEELS + "/recipes/" + name + ".yaml";
        Path file = root.resolve(label);
        return file.normalize().startsWith(root) && Files.isRegularFile(file)
                ? YamlFiles.read(file, WheelRecipe.class, label)
                : WheelRecipe.NONE;
    }

    /** The names of all packages that have a {@link WheelRecipe}, as their files are called; sorted. */
    public List<String> wheelRecipeNames() {
        return names(WHEELS + "/recipes", ".yaml");
    }

    /** A patch that a {@link WheelRecipe} names, if it is there. */
    public Optional<Path> wheelPatch(String patch) {
        Path folder = root.resolve(WHEELS);
        Path file = folder.resolve(patch).normalize();
        return file.startsWith(folder) && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** What builds of packages with Rust are given. */
    public RustTools rust() {
        String label = RustTools.FOLDER + "/rust.yaml";
        return YamlFiles.read(root.resolve(label), RustTools.class, label);
    }

    /** What logs of builds say if the environment lacks something. */
    public List<Lacking> lacking() {
        String label = WHEELS + "/lacking.yaml";
        return YamlFiles.read(root.resolve(label), Lackings.class, label).entries();
    }

    /**
     * A list of packages by name, in pip's format.
     *
     * @throws BuildFailure if there is none of that name
     */
    public Path wheelList(String name) {
        Path folder = root.resolve(WHEELS).resolve("lists");
        Path file = folder.resolve(name + ".txt");
        if (name.isEmpty() || !folder.equals(file.normalize().getParent()) || !Files.isRegularFile(file)) {
            throw new BuildFailure("Unknown list of packages '" + name + "'")
                    .detail("known: "
                            + names(WHEELS + "/lists", ".txt").stream().collect(Collectors.joining(", ")))
                    .remedy("Use one of these, or name a file of your own with <requirements>");
        }
        return file;
    }

    /** The names of all source sets, sorted. */
    public List<String> sourceSetNames() {
        return names("source-sets", ".yaml");
    }

    /** A source set by name. */
    public SourceSet sourceSet(String name) {
        return read(SourceSet.class, "source set", "source-sets", name + ".yaml", "");
    }

    /**
     * A target by classifier.
     *
     * @throws BuildFailure if there is none, a key is missing in its file, or the file has another's name
     */
    public Target target(String classifier) {
        Target target = read(Target.class, "target platform", "targets", classifier + ".yaml", "");
        if (!target.classifier().equals(classifier)) {
            throw new BuildFailure("The catalog file targets/" + classifier + ".yaml has the classifier '"
                            + target.classifier() + "'")
                    .remedy("Give the file and its key 'classifier' the same name");
        }
        return target;
    }

    /**
     * A user test by name.
     *
     * @throws BuildFailure if there is none of that name, a key is missing in its file, the file has another's name, or
     *     the script is missing
     */
    public UserTest userTest(String name) {
        UserTest test = read(UserTest.class, "user test", USER_TESTS, name, "suite.yaml");
        if (!test.name().equals(name)) {
            throw new BuildFailure("The catalog file " + USER_TESTS + "/" + name + "/suite.yaml has the name '"
                            + test.name() + "'")
                    .remedy("Give the folder and the key 'name' the same name");
        }
        String script = userTestFolder(test) + "/" + test.script();
        Path file = root.resolve(script).normalize();
        if (!file.startsWith(root.resolve(userTestFolder(test))) || !Files.isRegularFile(file)) {
            throw new BuildFailure("The user test '" + name + "' has no script '" + test.script() + "'")
                    .detail("looked for: " + script + " in the catalog")
                    .remedy("Add the file beside suite.yaml, or correct the key 'script' there");
        }
        return test;
    }

    /** Where a user test's files are, relative to the root. */
    public static String userTestFolder(UserTest test) {
        return USER_TESTS + "/" + test.name();
    }

    /** A lock of a build root, a sysroot or the root of a user test. */
    public EnvironmentLock environment(String name) {
        return read(EnvironmentLock.class, "environment lock", "environments", name + ".yaml", "");
    }

    /** What the audit's rules know. */
    public AuditData auditData() {
        return new AuditData(
                audit(AuditData.Paths.class, "paths"),
                audit(AuditData.Libraries.class, "libraries"),
                audit(AuditData.Copyleft.class, "copyleft"),
                audit(AuditData.Hardening.class, "hardening"),
                audit(AuditData.Windows.class, "windows"));
    }

    private <T> T audit(Class<T> type, String name) {
        return read(type, "audit data", "audit", name + ".yaml", "");
    }

    /** Classifiers of all targets, sorted. */
    public List<String> targets() {
        return names("targets", "");
    }

    /** Whether the catalog knows a series, such as {@code 3.13}. */
    public boolean hasSeries(String name) {
        return names("cpython", "series.yaml").contains(name);
    }

    /**
     * Digest of the named files and folders below the root: names, modes that matter and content, in sorted order.
     * Missing ones count as absent, so that adding one changes the digest.
     */
    public Digest digest(List<String> paths) {
        StringBuilder listing = new StringBuilder();
        for (String path : paths.stream().sorted().toList()) {
            files(List.of(path))
                    .forEach((file, digest) ->
                            listing.append(file).append(' ').append(digest).append('\n'));
        }
        return Digest.ofText(listing.toString());
    }

    /** The named files and those in the named folders, with their digests; missing ones are left out. */
    public SortedMap<String, Digest> files(List<String> paths) {
        SortedMap<String, Digest> files = new TreeMap<>();
        try {
            for (String path : paths) {
                Path start = root.resolve(path);
                if (Files.isRegularFile(start)) {
                    files.put(path, Digest.of(start));
                } else if (Files.isDirectory(start)) {
                    for (Path file : Trees.list(start)) {
                        if (Files.isRegularFile(file)) {
                            files.put(Trees.unixPath(root.relativize(file)), Digest.of(file));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** The files in the folder of a file, it among them, folders not; relative to the root, sorted. */
    public List<String> filesBeside(String path) {
        List<String> files = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(root.resolve(path).getParent(), Files::isRegularFile)) {
            entries.forEach(entry -> files.add(Trees.unixPath(root.relativize(entry))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream().sorted().toList();
    }

    /** The form of {@code flavours.yaml}. */
    private record Flavours(LinkedHashMap<String, Flavour> flavours) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Flavours {
            refuseMissing(flavours);
            flavours = new LinkedHashMap<>(flavours);
        }
    }

    /** The form of {@code optimizations.yaml}. */
    private record Optimizations(LinkedHashMap<String, Optimization> optimizations) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Optimizations {
            refuseMissing(optimizations);
            optimizations = new LinkedHashMap<>(optimizations);
        }
    }

    /** The form of {@code tasks.yaml}. */
    private record TrainingTasks(LinkedHashMap<String, TrainingTask> tasks) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        TrainingTasks {
            refuseMissing(tasks);
            tasks = new LinkedHashMap<>(tasks);
        }
    }

    /** The form of {@code contents.yaml}. */
    private record Contents(LinkedHashMap<String, Content> contents) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Contents {
            refuseMissing(contents);
            contents = new LinkedHashMap<>(contents);
        }
    }

    /** The form of {@code selections.yaml}. */
    private record TestSelections(LinkedHashMap<String, TestSelection> selections) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        TestSelections {
            refuseMissing(selections);
            selections = new LinkedHashMap<>(selections);
        }
    }

    /** The form of {@code regrtest.yaml}. */
    private record ExpectedFailures(List<ExpectedFailure> entries) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        ExpectedFailures {
            entries = List.copyOf(entries);
        }
    }

    private static void refuseMissing(Map<String, ?> entries) {
        entries.forEach((name, entry) -> {
            if (entry == null) {
                throw new IllegalArgumentException("the key '" + name + "' has no value");
            }
        });
    }

    private <T> T read(Class<T> type, String kind, String folder, String name, String file) {
        Path path = root.resolve(folder).resolve(name);
        if (!file.isEmpty()) {
            path = path.resolve(file);
        }
        String plain = name.endsWith(".yaml") ? name.substring(0, name.length() - ".yaml".length()) : name;
        if (plain.isEmpty() || !path.normalize().startsWith(root.resolve(folder)) || !Files.isRegularFile(path)) {
            throw new BuildFailure("Unknown " + kind + " '" + plain + "'")
                    .detail("known: " + String.join(", ", names(folder, file)))
                    .remedy("Use one of these, or add it to a catalog of your own and name that folder with"
                            + " -Dpython-dist.catalog=");
        }
        return YamlFiles.read(path, type, Trees.unixPath(root.relativize(path)));
    }

    private record Lackings(List<Lacking> entries) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Lackings {
            entries = Defaults.list(entries);
        }
    }

    private List<String> names(String folder, String file) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(folder))) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                String suffix = file.isEmpty() ? ".yaml" : file;
                if (suffix.startsWith(".") && name.endsWith(suffix)) {
                    names.add(name.substring(0, name.length() - suffix.length()));
                } else if (!suffix.startsWith(".") && Files.isRegularFile(entry.resolve(file))) {
                    names.add(name);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names.stream().sorted().toList();
    }
}
