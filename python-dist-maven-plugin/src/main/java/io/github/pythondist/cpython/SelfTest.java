package io.github.pythondist.cpython;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.pythondist.archive.ExtractOptions;
import io.github.pythondist.catalog.Content;
import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import io.github.pythondist.catalog.Series;
import io.github.pythondist.component.RecipeStep;
import io.github.pythondist.component.StepStore;
import io.github.pythondist.component.Workshop;
import io.github.pythondist.environment.LogTail;
import io.github.pythondist.environment.Mount;
import io.github.pythondist.environment.Sandbox;
import io.github.pythondist.environment.SandboxCommand;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The catalog's {@code cpython/selftest}, run by the built interpreter after its tree was moved. A passed test is
 * remembered by its inputs.
 */
public final class SelfTest {

    private static final String TESTS = "cpython/selftest";
    private static final List<String> FORBIDDEN = List.of("/build", "/catalog", "/deps", "/out", "/sysroot");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final Workshop workshop;

    public SelfTest(Workshop workshop) {
        this.workshop = workshop;
    }

    /**
     * @param series the series
     * @param version CPython's version
     * @param flavour the flavour's name, empty for the default
     * @param extensions the extension modules that it was built with
     * @param content what is tested of the tree: that which users get
     * @param components component → version that the interpreter must report
     * @param built the install tree
     * @param reports directory for the JUnit report
     * @throws BuildFailure if a test fails
     */
    public void run(
            Series series,
            String version,
            String flavour,
            ExtensionCatalog extensions,
            Content content,
            Map<String, String> components,
            RecipeStep.Built built,
            Path reports) {
        String expectations = expectations(version, extensions, content, components);
        Digest key = Digest.ofText("self-test 1\ntree " + built.output().sha256()
                + "\ntests " + workshop.catalog().digest(List.of(TESTS, "toolchain"))
                + "\nenvironment " + workshop.environment()
                + "\ncontent " + content
                + "\nexpectations " + Digest.ofText(expectations) + "\n");
        boolean[] fresh = new boolean[1];
        String name = "TEST-cpython-" + series.series() + (flavour.isEmpty() ? "" : "-" + flavour) + ".xml";
        StepStore.Output output = workshop.store()
                .findOrRun(key, "self-test", "report.xml", workshop.progress(), report -> {
                    fresh[0] = true;
                    return test(series, extensions, content, expectations, built, reports.resolve(name), report);
                });
        try {
            Files.createDirectories(reports);
            AtomicFiles.write(
                    reports.resolve(name),
                    temporary -> Files.copy(output.file(), temporary, StandardCopyOption.REPLACE_EXISTING));
            if (!fresh[0]) {
                workshop.progress().info("self-test passed before, nothing changed since");
            } else if (output.log() != null) {
                List<String> lines = LogTail.of(output.log());
                workshop.progress()
                        .info(lines.get(lines.size() - 1) + " in "
                                + output.elapsed().toSeconds() + " s");
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot write the self-test's report to " + reports, e);
        }
    }

    private Path test(
            Series series,
            ExtensionCatalog extensions,
            Content content,
            String expectations,
            RecipeStep.Built built,
            Path shownReport,
            Path report)
            throws IOException {
        Path work = workshop.workDirectory().resolve("self-test");
        Trees.delete(work);
        Path build = work.resolve("build");
        Path out = work.resolve("out");
        Files.createDirectories(build);
        Files.createDirectories(out);
        workshop.extractor().extractInto(built.output().file(), build.resolve("tree"), ExtractOptions.defaults());
        Trees.prune(build.resolve("tree"), content.selection(extensions));
        Files.writeString(build.resolve("expectations.json"), expectations);

        Workshop.Room room = workshop.room().get();
        Sandbox sandbox = room.sandbox();
        Mount buildMount = Mount.writable(build, "/build");
        Mount outMount = Mount.writable(out, "/out");
        Mount sysrootMount = Mount.readOnly(room.sysroot(), "/sysroot");
        Mount catalogMount = Mount.readOnly(workshop.catalog().root(), "/catalog");
        String buildPath = sandbox.guestPath(buildMount);
        String catalog = sandbox.guestPath(catalogMount);
        SortedMap<String, String> variables = new TreeMap<>();
        variables.put("SYSROOT", sandbox.guestPath(sysrootMount));
        variables.put("CLANG_TARGET", workshop.target().clangTarget());
        variables.put("DEPS", "/nonexistent");
        variables.put("BUILD", buildPath);
        variables.put("OUT", sandbox.guestPath(outMount));
        variables.put("CATALOG", catalog);
        variables.put("SERIES", series.series());
        // Not below /build, which no path that sysconfig answers with may mention.
        variables.put("HOME", "/tmp");
        variables.put("CC", "clang");
        variables.put("PATH", catalog + "/toolchain:" + sandbox.searchPath());
        sandbox.tool("clang").ifPresent(path -> variables.put("REAL_CLANG", path));
        Path log = workshop.logDirectory().resolve("self-test.log");
        Files.createDirectories(workshop.logDirectory());
        Files.deleteIfExists(log);
        int exit = sandbox.run(
                new SandboxCommand(
                        List.of("bash", catalog + "/" + TESTS + "/run.sh"),
                        variables,
                        List.of(buildMount, outMount, sysrootMount, catalogMount),
                        buildPath,
                        log,
                        Optional.empty()),
                workshop.progress());
        Path made = out.resolve("report.xml");
        if (exit != 0) {
            BuildFailure failure = new BuildFailure("The self-test of the built interpreter failed");
            LogTail.of(log).forEach(line -> failure.detail("| " + line));
            failure.detail("the full log: " + log);
            if (Files.isRegularFile(made)) {
                Files.createDirectories(shownReport.getParent());
                Files.copy(made, shownReport, StandardCopyOption.REPLACE_EXISTING);
                failure.detail("JUnit report: " + shownReport);
            }
            throw failure.detail("the tree as it was tested: " + build.resolve("tree"));
        }
        Files.copy(made, report);
        Trees.delete(work);
        return log;
    }

    private static String expectations(
            String version, ExtensionCatalog extensions, Content content, Map<String, String> components) {
        List<String> shared = new ArrayList<>(extensions.named(Mode.SHARED));
        List<String> absent = new ArrayList<>(extensions.named(Mode.DISABLED));
        if (!content.testModules()) {
            shared.removeAll(extensions.testModules());
            absent.addAll(extensions.testModules());
        }
        SortedMap<String, Object> expectations = new TreeMap<>();
        expectations.put("version", version);
        expectations.put("builtin", extensions.named(Mode.CORE, Mode.STATIC));
        expectations.put("shared", shared);
        expectations.put("disabled", absent);
        expectations.put("libraries", new TreeMap<>(components));
        expectations.put("forbidden", FORBIDDEN);
        try {
            return JSON.writeValueAsString(expectations);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings are always JSON", e);
        }
    }
}
