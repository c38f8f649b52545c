package io.github.pythondist.wheel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.consumer.PluginScripts;
import io.github.pythondist.consumer.Program;
import io.github.pythondist.consumer.PythonRunner;
import io.github.pythondist.consumer.RunRequest;
import io.github.pythondist.consumer.RunResult;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.json.JsonText;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The pip that an interpreter brings along, run by {@code wheels.py}. It follows what it is told alone: neither
 * configuration files nor {@code PIP_*} variables of this machine count.
 */
final class PipTool {

    /** Variables that begin so are settings of pip. */
    static final String SETTING = "PYTHON_DIST_PIP_";

    private static final Pattern REFUSED = Pattern.compile(
            "(40[3-6]|40[89]|4[1-9]\\d) Client Error|5\\d\\d Server Error|too many 5\\d\\d error responses");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCRIPT = "/wheel/wheels.py";

    private final PythonRunner runner;
    private final InterpreterHome python;
    private final Path directory;
    private final Progress progress;

    /**
     * @param python whose pip it is
     * @param directory for requests, answers and logs
     */
    PipTool(PythonRunner runner, InterpreterHome python, Path directory, Progress progress) {
        this.runner = runner;
        this.python = python;
        this.directory = directory.toAbsolutePath().normalize();
        this.progress = progress;
    }

    /** A command with its inputs, to be filled in. */
    static ObjectNode request(String command) {
        return JSON.createObjectNode().put("command", command);
    }

    /** Where pip looks, as variables; nothing is kept in a cache of its own. */
    static Map<String, String> settings(WheelSources sources) {
        Map<String, String> settings = new TreeMap<>();
        settings.put(SETTING + "NO_CACHE_DIR", "1");
        sources.directory()
                .ifPresent(directory ->
                        settings.put(SETTING + "FIND_LINKS", directory.toUri().toString()));
        sources.index()
                .ifPresentOrElse(
                        index -> settings.putAll(index.environment()), () -> settings.put(SETTING + "NO_INDEX", "1"));
        return settings;
    }

    /** By the interpreter itself. */
    Answer call(String name, ObjectNode request, Map<String, String> environment) throws IOException {
        return call(name, python.executable(), request, environment);
    }

    /**
     * @param name for the files of this call
     * @param executable the interpreter, or one of a virtual environment made of it
     */
    Answer call(String name, Path executable, ObjectNode request, Map<String, String> environment) throws IOException {
        return run(PluginScripts.copy(SCRIPT, directory), name, executable, request, environment);
    }

    /** By the interpreter itself, with a script that uses {@code wheels.py}. */
    Answer callScript(String resource, String name, ObjectNode request, Map<String, String> environment)
            throws IOException {
        PluginScripts.copy(SCRIPT, directory);
        return run(PluginScripts.copy(resource, directory), name, python.executable(), request, environment);
    }

    private Answer run(Path script, String name, Path executable, ObjectNode request, Map<String, String> environment)
            throws IOException {
        Path file = directory.resolve(name + ".json");
        Path answer = directory.resolve(name + ".answer.json");
        Files.deleteIfExists(answer);
        request.put("pip", python.packages().toString());
        request.put("answer", answer.toString());
        AtomicFiles.writeString(file, JsonText.of(request));
        // pip ends with 1 or 2 where it fails; what it wrote is for the caller to judge.
        RunResult result = runner.run(
                RunRequest.of(
                                executable,
                                new Program(List.of("-I", script.toString())),
                                directory,
                                directory.resolve(name + ".log"))
                        .withArguments(List.of(file.toString()))
                        .withEnvironment(environment)
                        .withSuccessCodes(Set.of(0, 1, 2))
                        .withEcho(false),
                progress);
        if (!Files.isRegularFile(answer)) {
            throw failure("Python could not do what was asked of it", result.log());
        }
        JsonNode content = JSON.readTree(answer.toFile());
        return new Answer(result.exitCode(), content, result.log());
    }

    /** A fresh directory for the files of a call. */
    Path scratch(String name) throws IOException {
        Files.createDirectories(directory);
        return Files.createTempDirectory(directory, name + "-");
    }

    /** A file for a call. */
    Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        AtomicFiles.writeString(file, text);
        return file;
    }

    /**
     * What became of a call.
     *
     * @param exitCode pip's
     * @param content as {@code wheels.py} answered
     * @param log all that pip wrote
     */
    record Answer(int exitCode, JsonNode content, Path log) {

        /** Why the request was refused, if it was. */
        Optional<String> refused() {
            return Optional.ofNullable(content.get("refused")).map(JsonNode::asText);
        }
    }

    /** What pip said was wrong; the whole is in its log. */
    static BuildFailure failure(String summary, Path log) throws IOException {
        BuildFailure failure = new BuildFailure(summary);
        complaints(log).forEach(failure::detail);
        return failure.detail("output: " + log);
    }

    /** The errors in a log; its last lines, if pip calls none an error. */
    static List<String> complaints(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        List<String> errors = errors(lines);
        return errors.isEmpty() ? lines.subList(Math.max(0, lines.size() - 10), lines.size()) : errors;
    }

    private static List<String> errors(List<String> lines) {
        List<String> errors = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            inside = line.startsWith("ERROR:")
                    || line.startsWith("WARNING: Could not fetch URL")
                    || (inside && line.startsWith(" "));
            if (inside) {
                errors.add(line);
            }
        }
        return errors;
    }

    /** Whether there is a server that does not give something, rather than none at all, or one that asks who we are. */
    static boolean isAnswered(Path log) throws IOException {
        return networkProblem(log).isEmpty()
                || REFUSED.matcher(Files.readString(log)).find();
    }

    /** Whether the network, rather than the request, was at fault. */
    static Optional<String> networkProblem(Path log) throws IOException {
        String text = Files.readString(log);
        if (text.contains("401 Error") || text.contains("403 Client Error") || text.contains("401 Client Error")) {
            return Optional.of("refuses our credentials, or has none of ours");
        }
        if (text.contains("407 Proxy") || text.contains("ProxyError")) {
            return Optional.of("cannot be reached through the proxy");
        }
        if (text.contains("CERTIFICATE_VERIFY_FAILED") || text.contains("ssl certificate")) {
            return Optional.of("shows a certificate that is not trusted");
        }
        if (text.contains("not a trusted or secure host")) {
            return Optional.of("is not reached by https");
        }
        boolean retried = text.contains("WARNING: Retrying")
                || text.contains("Max retries exceeded")
                || text.contains("connection error")
                || text.contains("Server Error")
                || text.contains("timed out")
                || text.contains("Connection broken");
        return retried ? Optional.of("cannot be reached") : Optional.empty();
    }
}
