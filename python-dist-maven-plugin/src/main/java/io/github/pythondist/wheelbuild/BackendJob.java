package io.github.pythondist.wheelbuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.catalog.RustTools;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.component.Workshop;
import io.github.pythondist.consumer.PluginScripts;
import io.github.pythondist.consumer.Program;
import io.github.pythondist.consumer.PythonRunner;
import io.github.pythondist.consumer.RunRequest;
import io.github.pythondist.environment.LogTail;
import io.github.pythondist.environment.Mount;
import io.github.pythondist.environment.Sandbox;
import io.github.pythondist.environment.SandboxCommand;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Trees;
import io.github.pythondist.json.JsonText;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.rust.RustRoom;
import io.github.pythondist.wheel.LockedWheel;
import io.github.pythondist.wheel.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Runs {@code build_wheel.py} for one build. Its directory is the same in every place: {@code build} with the source, the
 * virtual environment and the scripts, {@code out} for what is made.
 *
 * <p>The backend may write to both, also from a build environment. So nothing in them is run on this machine afterwards,
 * and no link in them is followed: that is done in {@code finish}, which no build environment sees.
 */
final class BackendJob {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCRIPT = "build_wheel.py";
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.!+-]*");

    private final BackendSettings settings;
    private final PythonRunner runner;
    private final Path build;
    private final Path out;
    private final Path finish;
    private final Path log;

    BackendJob(BackendSettings settings, PythonRunner runner, Path directory) {
        this.settings = settings;
        this.runner = runner;
        this.build = directory.resolve("build");
        this.out = directory.resolve("out");
        this.finish = directory.resolve("finish");
        this.log = settings.logDirectory().resolve("build.log");
    }

    Path log() {
        return log;
    }

    /** Where the source has to be copied to. */
    Path source() {
        return build.resolve("src");
    }

    /**
     * What was made.
     *
     * @param kind {@code wheel} or {@code sdist}
     * @throws BuildFailure if it is no file of its own, in the place where it belongs
     */
    Path made(String kind, JsonNode answer) throws IOException {
        String name = answer.path(kind).asText();
        if (FILE.matcher(name).matches()) {
            Path file = out.resolve(kind).resolve(name);
            if (Files.isRegularFile(file)
                    && file.toRealPath().equals(out.toRealPath().resolve(kind).resolve(name))) {
                return file;
            }
        }
        throw failed("What the build backend made as its " + kind + " is no file in " + out.resolve(kind) + ": '" + name
                + "'");
    }

    /** Makes the directories, with the scripts and what the build requires in them. */
    void prepare() throws IOException {
        Files.createDirectories(source());
        Files.createDirectories(out);
        Files.createDirectories(build.resolve("work"));
        writeScripts(build);
        for (LockedWheel wheel : settings.wheels()) {
            Path copy = build.resolve("wheels").resolve(wheel.file().getFileName());
            Files.createDirectories(copy.getParent());
            Files.copy(wheel.file(), copy);
        }
        for (int i = 0; i < settings.patches().size(); i++) {
            Path copy = build.resolve(patch(settings.patches(), i));
            Files.createDirectories(copy.getParent());
            Files.copy(settings.patches().get(i), copy);
        }
    }

    /** By its own name, which messages show; two may have the same. */
    private static String patch(List<Path> patches, int number) {
        return "patches/" + number + "/" + patches.get(number).getFileName();
    }

    private static void writeScripts(Path place) throws IOException {
        for (String resource : List.of("/wheelbuild/" + SCRIPT, "/wheel/wheels.py")) {
            PluginScripts.copy(resource, place.resolve("scripts"));
        }
    }

    /** On this machine as it is. */
    JsonNode runHere(Progress progress) throws IOException {
        Map<String, String> variables = new TreeMap<>(common());
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("TZ", "UTC");
        variables.putAll(settings.variables());
        Path file = write(
                build,
                "build",
                call(
                        build.toString(),
                        out.toString(),
                        settings.python().packages().toString()));
        return python(build, file, "build", variables, log, progress);
    }

    /** In a build environment, which has no network. */
    JsonNode runIn(Workshop.Room room, Path catalogRoot, Target target, Progress progress) throws IOException {
        Sandbox sandbox = room.sandbox();
        Mount buildMount = Mount.writable(build, "/build");
        Mount outMount = Mount.writable(out, "/out");
        Mount pythonMount = Mount.readOnly(settings.python().home().toRealPath(), "/python");
        Mount sysrootMount = Mount.readOnly(room.sysroot(), "/sysroot");
        Mount catalogMount = Mount.readOnly(catalogRoot, "/catalog");
        List<Mount> mounts = new ArrayList<>(List.of(buildMount, outMount, pythonMount, sysrootMount, catalogMount));
        String inBuild = sandbox.guestPath(buildMount);
        String python = sandbox.guestPath(pythonMount);
        String catalog = sandbox.guestPath(catalogMount);

        SortedMap<String, String> variables = new TreeMap<>(target.variables());
        // As components are compiled, but for debug information, which nobody would strip from a wheel; and without
        // assertions, as the interpreter's own flags would have it, which setuptools gives up for these.
        String compiler = String.join(" ", target.cflags()) + " -g0 -DNDEBUG";
        variables.put("PKG_CONFIG_LIBDIR", "/nonexistent");
        variables.put("DEPS", "/nonexistent");
        if (settings.dependencies().isPresent()) {
            Mount dependencies = Mount.readOnly(settings.dependencies().get(), "/deps");
            mounts.add(dependencies);
            String prefix = sandbox.guestPath(dependencies);
            variables.put("DEPS", prefix);
            variables.put("PKG_CONFIG_LIBDIR", prefix + "/lib/pkgconfig");
            variables.put("CMAKE_PREFIX_PATH", prefix);
        }
        variables.put("CFLAGS", compiler);
        variables.put("CXXFLAGS", compiler);
        variables.put("CPPFLAGS", String.join(" ", target.cppflags()));
        variables.put("LDFLAGS", String.join(" ", target.ldflags()));
        variables.put("CLANG_TARGET", target.clangTarget());
        variables.putAll(common());
        // What the compilers' wrappers ask for. Headers of Python are outside of the build: a name for their place too.
        variables.put("BUILD", inBuild);
        variables.put("WORK_PLACE", inBuild);
        variables.put("PYTHON_PLACE", python);
        variables.put("SYSROOT", sandbox.guestPath(sysrootMount));
        variables.put("CATALOG", catalog);
        if (settings.home()) {
            variables.put("HOME", inBuild + "/work");
        }
        variables.put("CC", "cc");
        variables.put("CXX", "c++");
        variables.put("AR", "llvm-ar");
        variables.put("RANLIB", "llvm-ranlib");
        variables.put("NM", "llvm-nm");
        variables.put("READELF", "llvm-readelf");
        variables.put("STRIP", "llvm-strip");
        variables.put("PATH", catalog + "/wheel/toolchain:" + catalog + "/toolchain:" + sandbox.searchPath());
        settings.rust().ifPresent(rust -> addRust(rust, sandbox, catalog, mounts, variables));
        sandbox.tool("clang").ifPresent(path -> variables.put("REAL_CLANG", path));
        sandbox.tool("clang++").ifPresent(path -> variables.put("REAL_CLANGXX", path));
        variables.putAll(settings.variables());

        Path executable = settings.python().home().relativize(settings.python().executable());
        String pip = python + "/"
                + Trees.unixPath(
                        settings.python().home().relativize(settings.python().packages()));
        write(build, "build", call(inBuild, sandbox.guestPath(outMount), pip));
        SandboxCommand command = new SandboxCommand(
                        List.of(
                                python + "/" + executable,
                                "-I",
                                inBuild + "/scripts/" + SCRIPT,
                                inBuild + "/work/build.json"),
                        variables,
                        mounts,
                        inBuild,
                        log,
                        settings.timeout())
                .limitedTo(settings.maxBytes())
                .named("build backend");
        int exit = sandbox.run(command, progress);
        if (exit != 0) {
            throw failed("The build of a wheel ended with exit code " + exit);
        }
        return answer(build, "build");
    }

    private void addRust(
            RustRoom rust, Sandbox sandbox, String catalog, List<Mount> mounts, SortedMap<String, String> variables) {
        Mount root = Mount.readOnly(rust.root(), "/rust");
        mounts.add(root);
        variables.put("RUST", sandbox.guestPath(root));
        variables.put("CRATES", "/nonexistent");
        rust.crates().ifPresent(directory -> {
            Mount crates = Mount.readOnly(directory, "/crates");
            mounts.add(crates);
            variables.put("CRATES", sandbox.guestPath(crates));
        });
        settings.jobs().ifPresent(jobs -> variables.put("CARGO_BUILD_JOBS", Integer.toString(jobs)));
        variables.merge("PATH", catalog + "/" + RustTools.FOLDER, (path, folder) -> folder + ":" + path);
    }

    /** The place of the build's files as a command sees it: what no file of a wheel should name. */
    static List<String> places(Path directory) {
        return List.of("/build/src", "/build/env", directory.toString());
    }

    /** Makes the bytes of a wheel or an sdist those that follow from its content; by the interpreter, on this machine. */
    String finish(
            Path file,
            Optional<String> project,
            Optional<String> version,
            List<String> platforms,
            Path target,
            Progress progress)
            throws IOException {
        ObjectNode call = JSON.createObjectNode()
                .put("command", "finish")
                .put("pip", settings.python().packages().toString())
                .put("file", file.toString())
                .put("target", target.toString())
                .put("name", project.orElse(null))
                .put("version", version.orElse(null))
                .put("epoch", settings.epoch());
        ArrayNode tags = call.putArray("platforms");
        platforms.forEach(tags::add);
        String name = file.toString().endsWith(".whl") ? "finish-wheel" : "finish-sdist";
        call.put("answer", answerFile(finish, name).toString());
        writeScripts(finish);
        JsonNode answer = python(
                finish,
                write(finish, name, call),
                name,
                Map.of(),
                settings.logDirectory().resolve(name + ".log"),
                progress);
        if (answer.has("problem")) {
            throw new BuildFailure("What the build backend made cannot be used")
                    .detail(answer.get("problem").asText());
        }
        return answer.path("name").asText();
    }

    private SortedMap<String, String> common() {
        SortedMap<String, String> variables = new TreeMap<>();
        variables.put("SOURCE_DATE_EPOCH", Long.toString(settings.epoch()));
        variables.put("PYTHONHASHSEED", settings.hashSeed());
        settings.jobs().ifPresent(jobs -> {
            variables.put("MAKEFLAGS", "-j" + jobs);
            variables.put("CMAKE_BUILD_PARALLEL_LEVEL", Integer.toString(jobs));
        });
        variables.put("PYTHONDONTWRITEBYTECODE", "1");
        variables.put("PYTHONNOUSERSITE", "1");
        variables.put("PYTHONUTF8", "1");
        variables.put("PIP_NO_INDEX", "1");
        variables.put("PIP_CONFIG_FILE", "/dev/null");
        return variables;
    }

    private ObjectNode call(String inBuild, String inOut, String pip) {
        PythonEnvironment.requirePlace(
                inBuild,
                "Move the project; or build the wheel where the path does not count:"
                        + " -Dpython-dist.environment=namespaces");
        ObjectNode call = JSON.createObjectNode()
                .put("command", "build")
                .put("pip", pip)
                .put("source", inBuild + "/src")
                .put("environment", inBuild + "/env")
                .put("work", inBuild + "/work")
                .put("out", inOut)
                .put("sdist", settings.sdist())
                .put("only-requires", settings.onlyRequires())
                .put("answer", inBuild + "/work/build.answer.json");
        ArrayNode required = call.putArray("requires");
        settings.requires().forEach(required::add);
        ObjectNode config = call.putObject("config");
        settings.config().forEach(config::put);
        ArrayNode patches = call.putArray("patches");
        for (int i = 0; i < settings.patches().size(); i++) {
            patches.add(inBuild + "/" + patch(settings.patches(), i));
        }
        ArrayNode files = call.putArray("wheels");
        for (LockedWheel wheel : settings.wheels()) {
            files.addObject()
                    .put("name", wheel.name())
                    .put("file", inBuild + "/wheels/" + wheel.file().getFileName())
                    .put("sha256", wheel.sha256().hex());
        }
        return call;
    }

    private static Path write(Path place, String name, ObjectNode call) throws IOException {
        Path file = place.resolve("work").resolve(name + ".json");
        AtomicFiles.writeString(file, JsonText.of(call));
        return file;
    }

    private static Path answerFile(Path place, String name) {
        return place.resolve("work").resolve(name + ".answer.json");
    }

    private JsonNode python(
            Path place, Path file, String name, Map<String, String> variables, Path output, Progress progress)
            throws IOException {
        runner.run(
                RunRequest.of(
                                settings.python().executable(),
                                new Program(List.of(
                                        "-I",
                                        place.resolve("scripts").resolve(SCRIPT).toString())),
                                place,
                                output)
                        .withArguments(List.of(file.toString()))
                        .withEnvironment(variables)
                        .withTimeout(settings.timeout().orElse(null))
                        .withEcho(false),
                progress);
        return answer(place, name);
    }

    private JsonNode answer(Path place, String name) {
        return ForeignAnswer.read(place, Trees.unixPath(place.relativize(answerFile(place, name))))
                .orElseThrow(() -> failed("The build of a wheel gave no answer, or one that cannot be read"));
    }

    /** With the last lines of the log. */
    BuildFailure failed(String summary) {
        return LogTail.addTo(new BuildFailure(summary), log);
    }
}
