package io.github.pythondist.component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.pythondist.archive.ArchiveOptions;
import io.github.pythondist.archive.ExtractOptions;
import io.github.pythondist.environment.LogTail;
import io.github.pythondist.environment.Mount;
import io.github.pythondist.environment.Sandbox;
import io.github.pythondist.environment.SandboxCommand;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs recipes in the build environment. {@code README.md} in the catalog states what a recipe may rely on; this class
 * is that contract's other side.
 */
public final class RecipeRunner {

    /** Part of every key: to be raised when the way recipes are run changes what they produce. */
    private static final int CONTRACT = 1;

    private static final int STORE_LEVEL = 3;

    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final Workshop workshop;

    public RecipeRunner(Workshop workshop) {
        this.workshop = workshop;
    }

    /** The digest of everything that goes into a step: equal keys mean equal results. */
    public Digest key(RecipeStep step) {
        StringBuilder inputs = new StringBuilder()
                .append("contract ")
                .append(CONTRACT)
                .append('\n')
                .append("step ")
                .append(step.name())
                .append(' ')
                .append(step.version())
                .append('\n')
                .append("source ")
                .append(step.source().sha256())
                .append('\n')
                .append("recipe ")
                .append(workshop.catalog().digest(step.inputs()))
                .append('\n')
                .append("definition ")
                .append(canonical(List.of(
                        step.script(), step.patches(), step.prefix(), step.variables(), step.files(), step.outputs())))
                .append('\n')
                .append("target ")
                .append(canonical(workshop.target()))
                .append('\n')
                .append("environment ")
                .append(workshop.environment())
                .append('\n')
                .append("epoch ")
                .append(step.sourceDateEpoch())
                .append('\n');
        if (step.tools() != null) {
            inputs.append("tools ")
                    .append(workshop.catalog().environment(step.tools()).digest())
                    .append('\n');
        }
        step.given().forEach((path, given) -> inputs.append("given ")
                .append(path)
                .append(' ')
                .append(given.sha256())
                .append('\n'));
        for (RecipeStep.Built dependency : step.dependencies()) {
            inputs.append("dependency ")
                    .append(dependency.name())
                    .append(' ')
                    .append(dependency.key())
                    .append('\n');
        }
        return Digest.ofText(inputs.toString());
    }

    /** The result of a step, from the store or made now. */
    public RecipeStep.Built run(RecipeStep step) {
        Digest key = key(step);
        StepStore.Output output = workshop.store()
                .findOrRun(key, step.name(), "output.tar.zst", workshop.progress(), file -> build(step, file));
        return new RecipeStep.Built(step.name(), key, output);
    }

    /** Whether {@link #run} would find the result in the store. */
    public boolean isBuilt(RecipeStep step) {
        try {
            return workshop.store().find(key(step)).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private Path build(RecipeStep step, Path output) throws IOException {
        Path work = workshop.workDirectory().resolve(step.name());
        Path build = work.resolve("build");
        Path deps = work.resolve("deps");
        Path out = work.resolve("out");
        Trees.delete(work);
        for (Path directory : List.of(build, deps, out, workshop.logDirectory())) {
            Files.createDirectories(directory);
        }
        unpackSource(step, build);
        for (RecipeStep.Built dependency : step.dependencies()) {
            workshop.extractor().extractInto(dependency.output().file(), deps, ExtractOptions.defaults());
        }
        for (Map.Entry<String, String> file : step.files().entrySet()) {
            Path path = build.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
        }
        for (Map.Entry<String, RecipeStep.Given> given : step.given().entrySet()) {
            Path path = build.resolve(given.getKey());
            Files.createDirectories(path.getParent());
            given.getValue().writer().writeTo(path);
            if (!Digest.of(path).equals(given.getValue().sha256())) {
                throw new BuildFailure(
                                "The file " + given.getKey() + " for " + step.name() + " changed while it was read")
                        .remedy("Run the same command again");
            }
        }

        Path log = workshop.logDirectory().resolve(step.name() + ".log");
        Files.deleteIfExists(log);
        Workshop.Room room = workshop.room().get();
        Sandbox sandbox = room.sandbox();
        Mount buildMount = new Mount(build, "/build", true);
        Mount depsMount = new Mount(deps, "/deps", false);
        Mount outMount = new Mount(out, "/out", true);
        Mount sysrootMount = new Mount(room.sysroot(), "/sysroot", false);
        Mount catalogMount = new Mount(workshop.catalog().root(), "/catalog", false);

        SortedMap<String, String> variables = new TreeMap<>(workshop.target().variables());
        String catalog = sandbox.guestPath(catalogMount);
        String buildPath = sandbox.guestPath(buildMount);
        variables.put("BUILD", buildPath);
        // Makefiles have a BUILD of their own, and make passes that on; the compiler wrapper needs ours.
        variables.put("WORK_PLACE", buildPath);
        variables.put("SRC", buildPath + "/src");
        variables.put("DEPS", sandbox.guestPath(depsMount));
        variables.put("OUT", sandbox.guestPath(outMount));
        variables.put("SYSROOT", sandbox.guestPath(sysrootMount));
        variables.put("CATALOG", catalog);
        variables.put("TOOLCHAIN", catalog + "/toolchain");
        variables.put("RECIPE", catalog + "/" + step.recipeFolder());
        variables.put("PATCHES", String.join(" ", step.patches()));
        variables.put("PREFIX", step.prefix());
        variables.put("VERSION", step.upstreamVersion());
        variables.put("SOURCE_NAME", sourceName(step.source()));
        variables.put("JOBS", Integer.toString(workshop.jobs()));
        variables.put("TARGET", workshop.target().triple());
        variables.put("BUILD_TRIPLE", workshop.target().gnuBuild());
        variables.put("HOST_TRIPLE", workshop.target().gnuHost());
        variables.put("CLANG_TARGET", workshop.target().clangTarget());
        if (workshop.target().libcFloor() != null) {
            variables.put("LIBC_FLOOR", workshop.target().libcFloor());
        }
        variables.put("ALLOWED_LIBRARIES", String.join(" ", workshop.target().allowedLibraries()));
        workshop.target().wheelPlatforms().stream()
                .findFirst()
                .ifPresent(platform -> variables.put("WHEEL_PLATFORM", platform));
        variables.put("CFLAGS", String.join(" ", workshop.target().cflags()));
        variables.put("CXXFLAGS", String.join(" ", workshop.target().cflags()));
        variables.put("CPPFLAGS", String.join(" ", workshop.target().cppflags()));
        variables.put("LDFLAGS", String.join(" ", workshop.target().ldflags()));
        variables.put("SOURCE_DATE_EPOCH", Long.toString(step.sourceDateEpoch()));
        variables.put("PKG_CONFIG_LIBDIR", sandbox.guestPath(depsMount) + "/lib/pkgconfig");
        variables.put("PKG_CONFIG", "pkg-config --static");
        variables.put("CC", "clang");
        variables.put("CXX", "clang++");
        variables.put("CC_FOR_BUILD", "clang-for-build");
        variables.put("AR", "llvm-ar");
        variables.put("RANLIB", "llvm-ranlib");
        variables.put("NM", "llvm-nm");
        variables.put("READELF", "llvm-readelf");
        variables.put("STRIP", "llvm-strip");
        variables.put("LD", "ld.lld");
        variables.put("PATH", catalog + "/toolchain:" + sandbox.searchPath());
        sandbox.tool("clang").ifPresent(path -> variables.put("REAL_CLANG", path));
        sandbox.tool("clang++").ifPresent(path -> variables.put("REAL_CLANGXX", path));
        List<Mount> mounts = new ArrayList<>(List.of(buildMount, depsMount, outMount, sysrootMount, catalogMount));
        room.buildMachine().ifPresent(machine -> {
            Mount buildSysroot = new Mount(machine.sysroot(), "/build-sysroot", false);
            mounts.add(buildSysroot);
            variables.put("BUILD_SYSROOT", sandbox.guestPath(buildSysroot));
            variables.put("BUILD_CLANG_TARGET", machine.target().clangTarget());
        });
        // On the host's own tools these are the host's too.
        if (step.tools() != null && sandbox.tier() != Tier.HOST) {
            Mount tools = new Mount(room.tools().apply(step.tools()), "/tools", false);
            mounts.add(tools);
            addTools(tools.hostPath(), sandbox.guestPath(tools), variables);
        }
        variables.putAll(step.variables());

        int exit = sandbox.run(
                new SandboxCommand(
                        List.of("bash", catalog + "/" + step.script()),
                        variables,
                        mounts,
                        buildPath,
                        log,
                        Optional.empty()),
                workshop.progress());
        if (exit != 0) {
            throw failed(step, exit, log, work);
        }
        Path tree = out.resolve(step.prefix().substring(1));
        for (String expected : step.outputs()) {
            if (!Files.exists(tree.resolve(expected), LinkOption.NOFOLLOW_LINKS)) {
                throw new BuildFailure(
                                "The recipe of " + step.name() + " " + step.version() + " did not make " + expected)
                        .detail("the full log: " + log)
                        .remedy("Correct 'outputs' or the script in the catalog's " + step.recipeFolder());
            }
        }
        workshop.archiver()
                .write(tree, output, ArchiveOptions.of(step.sourceDateEpoch()).withLevel(STORE_LEVEL));
        keepLogs(step, build);
        Trees.delete(work);
        return log;
    }

    /** What the recipe wrote to logs of its own, such as make.log, stays as {@code <step>-make.log}. */
    private void keepLogs(RecipeStep step, Path build) throws IOException {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(build, "*.log")) {
            for (Path log : logs) {
                Files.copy(
                        log,
                        workshop.logDirectory().resolve(step.name() + "-" + log.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Programs after those of the build root; their libraries, which the build root lacks, in Debian's multiarch folder. */
    private static void addTools(Path root, String guest, SortedMap<String, String> variables) throws IOException {
        variables.put("TOOLS", guest);
        variables.merge("PATH", guest + "/usr/bin", (path, more) -> path + ":" + more);
        Path lib = root.resolve("usr/lib");
        if (!Files.isDirectory(lib)) {
            return; // programs that need none
        }
        try (Stream<Path> folders = Files.list(lib)) {
            String libraries = folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.endsWith("-linux-gnu"))
                    .sorted()
                    .map(name -> guest + "/usr/lib/" + name)
                    .collect(Collectors.joining(":"));
            variables.put("LD_LIBRARY_PATH", libraries);
        }
    }

    private void unpackSource(RecipeStep step, Path build) throws IOException {
        Path archive = workshop.sources().apply(List.of(step.source())).get(0);
        workshop.extractor()
                .extractInto(
                        archive, build.resolve("src"), ExtractOptions.defaults().withStripComponents(1));
    }

    /** What debug information calls the folder of the source below {@code /usr/src}: {@code openssl-3.5.7}. */
    private static String sourceName(SourceFile source) {
        return source.file().replaceFirst("(\\.orig)?\\.(tar\\..*|tgz|zip)$", "");
    }

    private static BuildFailure failed(RecipeStep step, int exit, Path log, Path work) throws IOException {
        BuildFailure failure = new BuildFailure(String.format(
                Locale.ROOT,
                "Building %s %s failed: its recipe ended with exit code %d",
                step.name(),
                step.version(),
                exit));
        return LogTail.addTo(failure, log)
                .detail("the work directory, kept as it was: " + work)
                .remedy("Correct the cause and run the same command again; finished steps are not repeated");
    }

    private static String canonical(Object value) {
        try {
            return CANONICAL.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("recipe data is always JSON", e);
        }
    }
}
