package io.github.pythondist.wheeltrack;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.pythondist.archive.ExtractOptions;
import io.github.pythondist.archive.TreeExtractor;
import io.github.pythondist.consumer.PluginScripts;
import io.github.pythondist.environment.EnvironmentLock;
import io.github.pythondist.environment.Mount;
import io.github.pythondist.environment.Sandbox;
import io.github.pythondist.environment.SandboxCommand;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheelbuild.ForeignAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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

    private static final String SCRIPT = "import_wheel.py";
    private static final int MAX_ENTRIES = 200_000;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /**
     * What became of the import.
     *
     * @param problem why it failed, if it did
     * @param note what there is to say of it
     */
    record Imported(Optional<String> problem, String note) {}

    /**
     * @param directory for this alone; the caller's to delete
     * @param maxBytes that the import may write
     */
    Imported check(Path wheel, TreeExtractor extractor, Path directory, Path log, long maxBytes, Progress progress)
            throws IOException {
        Trees.delete(directory);
        Path out = Files.createDirectories(directory.resolve("out"));
        Path scripts = Files.createDirectories(directory.resolve("scripts"));
        PluginScripts.copy("/wheelbuild/" + SCRIPT, scripts);
        extractor.extractInto(
                wheel, directory.resolve("wheel"), ExtractOptions.defaults().withLimits(MAX_ENTRIES, maxBytes));
        Mount outMount = Mount.writable(out, "/build");
        Sandbox oldest = sandbox.inRoot(root);
        Files.deleteIfExists(log);
        SandboxCommand command = new SandboxCommand(
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
                .named("import")
                .limitedTo(OptionalLong.of(maxBytes));
        int exit = oldest.run(command, progress);
        if (exit != 0) {
            return failed("Python ended with exit code " + exit);
        }
        return ForeignAnswer.read(out, "answer.json")
                .map(this::told)
                .orElseGet(() -> failed("it left no answer, or one that cannot be read"));
    }

    /** Any text, for the import may have left it. */
    private Imported told(JsonNode answer) {
        if (answer.has("problem")) {
            return failed(answer.get("problem").asText());
        }
        if (answer.has("needs")) {
            return new Imported(
                    Optional.empty(),
                    "not imported in " + lock.name() + ": it needs "
                            + answer.get("needs").asText());
        }
        String imported = answer.path("imported").asText();
        return imported.isBlank()
                ? failed("it does not say what was imported")
                : new Imported(Optional.empty(), "imported in " + lock.name() + ": " + imported);
    }

    private static Imported failed(String why) {
        return new Imported(Optional.of(ForeignText.sentence(why)), "");
    }
}
