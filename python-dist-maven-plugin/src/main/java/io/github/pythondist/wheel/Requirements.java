package io.github.pythondist.wheel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a project requires: a file in pip's format, usually {@code requirements.txt}, or the {@code dependencies} of a
 * {@code pyproject.toml} (PEP 621), told apart by the suffix {@code .toml}. Or what building it requires: the
 * {@code [build-system] requires} of a {@code pyproject.toml} (PEP 518).
 *
 * @param extras groups of a {@code pyproject.toml}'s {@code optional-dependencies} to add, sorted
 * @param build whether it is what building requires
 */
public record Requirements(Path file, List<String> extras, boolean build) {

    /** What PEP 517 says of a {@code pyproject.toml} that does not name its build backend. */
    private static final List<String> WITHOUT_BUILD_SYSTEM = List.of("setuptools>=40.8.0");

    private static final TomlMapper TOML = new TomlMapper();

    public Requirements {
        file = file.toAbsolutePath().normalize();
        extras = extras.stream().sorted().distinct().toList();
    }

    /** What a project requires to run. */
    public Requirements(Path file, List<String> extras) {
        this(file, extras, false);
    }

    /** What building a project requires, by its {@code pyproject.toml}. */
    public static Requirements ofBuild(Path pyproject) {
        return new Requirements(pyproject, List.of(), true);
    }

    /** What a project requires that names no file: its {@code requirements.txt}, else its {@code pyproject.toml}. */
    public static Optional<Requirements> ofProject(Path directory, List<String> extras) {
        return Stream.of("requirements.txt", "pyproject.toml")
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(file -> new Requirements(file, extras));
    }

    /** For a goal that has to know. */
    static BuildFailure none(Path directory) {
        return new BuildFailure("This project does not say which Python packages it requires")
                .detail("There is neither requirements.txt nor pyproject.toml in " + directory + ".")
                .remedy("Write them into requirements.txt, one a line, such as: requests>=2.32")
                .remedy("or name another file with <requirements>");
    }

    /** Whether it is a {@code pyproject.toml}. */
    public boolean isProject() {
        return isProject(file);
    }

    private static boolean isProject(Path file) {
        return file.toString().endsWith(".toml");
    }

    /**
     * Digest of what matters in a file that these requirements are in, this one or one that it names: neither comments,
     * nor blank lines, nor how lines end; of a {@code pyproject.toml} the dependencies that are asked for.
     */
    Digest digest(Path input) {
        List<String> lines = isProject(input)
                ? dependencies(input).stream().sorted().toList()
                : read(input)
                        .lines()
                        .map(String::stripTrailing)
                        .filter(line -> !line.isEmpty() && !line.stripLeading().startsWith("#"))
                        .toList();
        return Digest.ofText(lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
    }

    /** In pip's format. */
    String toText() {
        if (!isProject()) {
            return read(file);
        }
        return lines().stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** The requirements of a {@code pyproject.toml}, as PEP 508 writes them. */
    public List<String> lines() {
        return dependencies(file);
    }

    private List<String> dependencies(Path pyproject) {
        JsonNode root;
        try {
            root = TOML.readTree(read(pyproject));
        } catch (IOException | StackOverflowError e) {
            // The reader calls itself for what is nested.
            throw new BuildFailure("The file " + pyproject + " is not TOML", e);
        }
        return build ? buildRequirements(root, pyproject) : dependencies(root.path("project"), pyproject, extras);
    }

    private static List<String> buildRequirements(JsonNode root, Path file) {
        if (!root.has("build-system")) {
            return WITHOUT_BUILD_SYSTEM;
        }
        List<String> lines = new ArrayList<>();
        add(root.path("build-system").path("requires"), file, lines);
        return lines;
    }

    private static List<String> dependencies(JsonNode project, Path file, List<String> extras) {
        if (!project.isObject()) {
            throw new BuildFailure("The file " + file + " has no table [project]")
                    .remedy("Only dependencies that PEP 621 defines are read: [project] dependencies = [...]");
        }
        List<String> lines = new ArrayList<>();
        add(project.path("dependencies"), file, lines);
        for (String extra : extras) {
            JsonNode group = project.path("optional-dependencies").path(extra);
            if (group.isMissingNode()) {
                throw new BuildFailure("The file " + file + " has no optional dependencies named " + extra)
                        .remedy("Correct <extras>");
            }
            add(group, file, lines);
        }
        return lines;
    }

    private static void add(JsonNode array, Path file, List<String> lines) {
        for (JsonNode item : array) {
            lines.add(line(item.asText(), "the file " + file));
        }
    }

    /**
     * A requirement, as a line of pip's format, where it must not mean anything else.
     *
     * @param where it was read, for the message
     * @throws BuildFailure if it is none
     */
    public static String line(String text, String where) {
        String line = text.strip();
        if (line.isEmpty() || line.startsWith("-") || line.startsWith("#") || line.matches("(?s).*[\\n\\r].*")) {
            throw new BuildFailure("There is a dependency that is none in " + where + ": '" + line + "'");
        }
        return line;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new BuildFailure("There is no file " + file + ", which says what Python packages are required", e)
                    .remedy("Correct <requirements>; a relative path starts at the project's directory");
        } catch (IOException e) {
            throw new BuildFailure("Cannot read " + file + ", which says what Python packages are required", e);
        }
    }
}
