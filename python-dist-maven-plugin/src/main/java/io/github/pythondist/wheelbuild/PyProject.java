package io.github.pythondist.wheelbuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.Requirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a {@code pyproject.toml} says of the wheel to be made.
 *
 * @param file the file
 * @param name of the project, unless the backend finds it out (PEP 621)
 * @param version likewise
 * @param requirements what the build requires
 */
record PyProject(Path file, Optional<String> name, Optional<String> version, Requirements requirements) {

    static final String FILE_NAME = "pyproject.toml";

    /**
     * @throws BuildFailure if there is none
     */
    static Path require(Path directory) {
        Path file = directory.resolve(FILE_NAME);
        if (!Files.isRegularFile(file)) {
            throw new BuildFailure("There is no Python project in " + directory + ": it has no " + FILE_NAME)
                    .remedy("Write one that names the build backend ([build-system]) and the project ([project])")
                    .remedy("or say where the project is with <packageDirectory>");
        }
        return file;
    }

    /**
     * @throws BuildFailure if there is none, or it is not TOML
     */
    static PyProject of(Path directory) {
        Path file = require(directory);
        try {
            // Made only here: a build in which nothing changed does not wait for it.
            JsonNode project = new TomlMapper().readTree(Files.readString(file)).path("project");
            return new PyProject(file, text(project, "name"), text(project, "version"), Requirements.ofBuild(file));
        } catch (IOException e) {
            throw new BuildFailure("The file " + file + " cannot be read", e)
                    .detail(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static Optional<String> text(JsonNode node, String key) {
        return Optional.ofNullable(node.get(key)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /** For messages. */
    String label() {
        return name.orElseGet(() -> file.getParent().getFileName().toString());
    }
}
