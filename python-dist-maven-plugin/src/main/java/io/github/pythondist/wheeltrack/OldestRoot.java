package io.github.pythondist.wheeltrack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.archive.ExtractOptions;
import io.github.pythondist.archive.TreeExtractor;
import io.github.pythondist.consumer.PluginScripts;
import io.github.pythondist.environment.EnvironmentLock;
import io.github.pythondist.environment.Mount;
import io.github.pythondist.environment.Sandbox;
import io.github.pythondist.environment.SandboxCommand;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Imports wheels with native code in the oldest root that the catalog has for users: it shows that they load there, as
 * their platform tags say.
 *
 * @param sandbox of the build environment
 * @param root its tree
 * @param lock what it was assembled from
 * @param python home of the interpreter
 * @param executable of the interpreter, within that
 */
record OldestRoot(Sandbox sandbox, Path root, EnvironmentLock lock, Path python, Path executable) {

    /** The user test that runs in the oldest root. */
    static final String USER_TEST = "oldest";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCRIPT = "import_wheel.py";
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /**
     * What became of the import.
     *
     * @param problem why it failed, if it did
     * @param note what there is to say of it
     */
    record Imported(Optional<String> problem, String note) {}

    /**
     * @param directory for this alone; deleted afterwards
     */
    Imported check(Path wheel, TreeExtractor extractor, Path directory, Path log, Progress progress)
            throws IOException {
        Trees.delete(directory);
        Path out = Files.createDirectories(directory.resolve("out"));
        Path scripts = Files.createDirectories(directory.resolve("scripts"));
        PluginScripts.copy("/wheelbuild/" + SCRIPT, scripts);
        extractor.extractInto(wheel, directory.resolve("wheel"), ExtractOptions.defaults());
        Mount outMount = Mount.writable(out, "/build");
        Sandbox oldest = sandbox.inRoot(root);
        try {
            int exit = oldest.run(
                    new SandboxCommand(
                                    List.of(
                                            "/python/" + Trees.unixPath(executable),
                                            "-I",
                                            "/scripts/" + SCRIPT,
                                            "/wheel",
                                            "/build/answer.json"),
                                    new TreeMap<>(),
                                    List.of(
                                            outMount,
                                            Mount.readOnly(python, "/python"),
                                            Mount.readOnly(directory.resolve("wheel"), "/wheel"),
                                            Mount.readOnly(scripts, "/scripts")),
                                    "/build",
                                    log,
                                    Optional.of(TIMEOUT))
                            .named("import"),
                    progress);
            Path answer = out.resolve("answer.json");
            if (exit != 0 || !Files.isRegularFile(answer)) {
                return new Imported(Optional.of("Python ended with exit code " + exit), "");
            }
            JsonNode told = JSON.readTree(answer.toFile());
            if (told.has("problem")) {
                return new Imported(Optional.of(told.get("problem").asText()), "");
            }
            return new Imported(
                    Optional.empty(),
                    told.has("needs")
                            ? "not imported in " + lock.name() + ": it needs "
                                    + told.get("needs").asText()
                            : "imported in " + lock.name() + ": "
                                    + told.path("imported").asText());
        } catch (BuildFailure failure) {
            return new Imported(Optional.of(TrackLocker.firstLine(failure.getMessage())), "");
        } finally {
            Trees.delete(directory);
        }
    }
}
