package io.github.pythondist.regrtest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.pythondist.archive.ExtractOptions;
import io.github.pythondist.catalog.Content;
import io.github.pythondist.catalog.ExpectedFailure;
import io.github.pythondist.catalog.ExpectedFailure.Outcome;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.catalog.Target.Emulator;
import io.github.pythondist.catalog.TestSelection;
import io.github.pythondist.component.StepStore;
import io.github.pythondist.component.Workshop;
import io.github.pythondist.cpython.TestSubject;
import io.github.pythondist.environment.EnvironmentLock;
import io.github.pythondist.environment.LogTail;
import io.github.pythondist.environment.Mount;
import io.github.pythondist.environment.Sandbox;
import io.github.pythondist.environment.SandboxCommand;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs files of CPython's own test suite on a built interpreter, in the build environment or by the target's
 * emulator, and compares what they do
 * with the list of expected failures. A run without a surprise is remembered by what went into it; the list itself is
 * not part of that, so that changing it costs nothing.
 */
public final class Regrtest {

    private static final String FOLDER = "cpython/regrtest";
    private static final int SHOWN_FAILURES = 20;
    private static final int SHOWN_LINES = 12;
    private static final int SHOWN_LETTERS = 200;
    private static final int SHOWN_REASONS = 60;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Workshop workshop;
    private final Function<EnvironmentLock, Path> roots;

    /**
     * @param workshop what the steps of the build share
     * @param roots assembles the root of a lock
     */
    public Regrtest(Workshop workshop, Function<EnvironmentLock, Path> roots) {
        this.workshop = workshop;
        this.roots = roots;
    }

    /**
     * @param subject what is tested
     * @param request what to run
     * @param reports directory for the reports
     * @throws BuildFailure if a test fails that is not expected to, or a name means no test
     */
    public void run(TestSubject subject, RegrtestRequest request, Path reports) {
        Content content = workshop.catalog().content(Content.FULL);
        Sandbox sandbox = workshop.room().get().sandbox();
        Optional<Emulator> emulator = Optional.ofNullable(workshop.target().emulator());
        requireRunnable(emulator, sandbox);
        if (sandbox.tier() == Tier.CHROOT) {
            throw new BuildFailure("CPython's tests cannot be run in the environment 'chroot', which has no /proc")
                    .remedy("Run them where namespaces work, or with -Dpython-dist.environment=host");
        }
        TestSelection selection = workshop.catalog().testSelection(request.selection());
        List<ExpectedFailure> entries =
                workshop.catalog().expectedFailures(subject.series(), workshop.target()).stream()
                        .filter(entry -> entry.holds(
                                subject.flavour(),
                                subject.version(),
                                sandbox.tier().label()))
                        .toList();
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("tests", request.tests().isEmpty() ? selection.tests() : request.tests());
        wanted.put(
                "resources",
                String.join(",", request.resources().isEmpty() ? selection.resources() : request.resources()));
        wanted.put(
                "not-run",
                entries.stream()
                        .filter(entry -> entry.outcome() == Outcome.NOT_RUN)
                        .map(ExpectedFailure::test)
                        .toList());
        Digest key =
                Digest.ofText("regrtest 2\ntree " + subject.built().output().sha256()
                        + "\ndriver " + workshop.catalog().digest(List.of(FOLDER + "/run.py", "toolchain"))
                        + "\nenvironment " + workshop.environment()
                        + emulator.map(this::digest).orElse("")
                        + "\ntier " + sandbox.tier()
                        + "\ncontent " + content
                        + "\nwanted " + json(wanted) + "\n");
        wanted.put("timeout", request.timeout().orElse(selection.timeout()));
        wanted.put("jobs", workshop.jobs());

        String name = subject.label() + "-regrtest";
        Path logs = workshop.logDirectory().resolve("regrtest");
        boolean[] fresh = new boolean[1];
        StepStore.Output output = workshop.store()
                .findOrRun(key, "regrtest", "runs.json", workshop.progress(), file -> {
                    fresh[0] = true;
                    Results results = run(subject, content, wanted, logs);
                    report(Verdict.of(results.runs(), results.files(), entries), name, reports, logs);
                    JSON.writeValue(file.toFile(), results);
                    return workshop.logDirectory().resolve("regrtest.log");
                });
        if (!fresh[0]) {
            workshop.progress().info("CPython's tests ran before, nothing changed since");
            try {
                Results results = JSON.readValue(output.file().toFile(), Results.class);
                report(Verdict.of(results.runs(), results.files(), entries), name, reports, logs);
            } catch (IOException e) {
                throw new BuildFailure("Cannot read the results of CPython's tests from " + output.file(), e);
            }
        }
    }

    /** That the target's programs run somewhere. */
    private void requireRunnable(Optional<Emulator> emulator, Sandbox sandbox) {
        Target target = workshop.target();
        if (emulator.isEmpty() && target.buildTarget() != null) {
            throw new BuildFailure("CPython's tests cannot be run: programs for " + target.classifier()
                            + " do not run on the machine that builds")
                    .remedy("Name what runs them in the key 'emulator' of the catalog's targets/" + target.classifier()
                            + ".yaml");
        }
        if (emulator.isPresent() && sandbox.tier() == Tier.HOST) {
            throw new BuildFailure("CPython's tests for " + target.classifier()
                            + " cannot be run with environment=host, which cannot enter the root of "
                            + emulator.get().environment())
                    .remedy("Run them where namespaces work");
        }
    }

    /** What the emulator adds to the digest of a run. */
    private String digest(Emulator emulator) {
        return "\nemulator " + workshop.catalog().digest(List.of(emulator.script())) + " in "
                + workshop.catalog().environment(emulator.environment()).digest();
    }

    /**
     * What is remembered of a run.
     *
     * @param files all files of the test suite
     * @param runs what those did that were run
     */
    record Results(List<String> files, List<TestRun> runs) {}

    private Results run(TestSubject subject, Content content, Map<String, Object> wanted, Path logs)
            throws IOException {
        Path work = workshop.workDirectory().resolve("regrtest");
        Trees.delete(work);
        Trees.delete(logs);
        Path build = work.resolve("build");
        Files.createDirectories(build);
        Files.createDirectories(logs);
        workshop.extractor()
                .extractInto(subject.built().output().file(), build.resolve("tree"), ExtractOptions.defaults());
        Trees.prune(build.resolve("tree"), content.selection(subject.extensions()));
        Workshop.Room room = workshop.room().get();
        Optional<Emulator> emulator = Optional.ofNullable(workshop.target().emulator());
        Sandbox sandbox = emulator.map(Emulator::environment)
                .map(workshop.catalog()::environment)
                .map(lock -> room.sandbox().inRoot(roots.apply(lock)))
                .orElse(room.sandbox());
        Mount buildMount = Mount.writable(build, "/build");
        Mount outMount = Mount.writable(logs, "/out");
        Mount sysrootMount = Mount.readOnly(room.sysroot(), "/sysroot");
        Mount catalogMount = Mount.readOnly(workshop.catalog().root(), "/catalog");
        String buildPath = sandbox.guestPath(buildMount);
        String catalog = sandbox.guestPath(catalogMount);
        String program = buildPath + "/tree/"
                + workshop.catalog().series(subject.series(), workshop.target()).program();
        Map<String, Object> asked = new LinkedHashMap<>(wanted);
        emulator.ifPresent(with -> asked.put("emulated", List.of("bash", catalog + "/" + with.script(), program)));
        Files.writeString(build.resolve("request.json"), json(asked));
        SortedMap<String, String> variables = new TreeMap<>();
        variables.put("BUILD", buildPath);
        if (emulator.isEmpty()) {
            // The compiler is for the tests that build extension modules.
            variables.put("SYSROOT", sandbox.guestPath(sysrootMount));
            variables.put("CLANG_TARGET", workshop.target().clangTarget());
            variables.put("DEPS", "/nonexistent");
            variables.put("CC", "clang");
            variables.put("CXX", "clang++");
            variables.put("PATH", catalog + "/toolchain:" + sandbox.searchPath());
            sandbox.tool("clang").ifPresent(path -> variables.put("REAL_CLANG", path));
            sandbox.tool("clang++").ifPresent(path -> variables.put("REAL_CLANGXX", path));
        }
        Path log = workshop.logDirectory().resolve("regrtest.log");
        Files.deleteIfExists(log);
        workshop.progress().info("running CPython's tests; what is done so far: " + log);
        int exit = sandbox.run(
                new SandboxCommand(
                        List.of(
                                emulator.map(Emulator::python).orElse(program),
                                "-I",
                                catalog + "/" + FOLDER + "/run.py",
                                buildPath + "/request.json",
                                sandbox.guestPath(outMount)),
                        variables,
                        List.of(buildMount, outMount, sysrootMount, catalogMount),
                        buildPath,
                        log,
                        Optional.empty()),
                workshop.progress());
        if (exit != 0) {
            throw LogTail.addTo(new BuildFailure("CPython's tests could not be run"), log)
                    .detail("the tree as it was tested: " + build.resolve("tree"));
        }
        Results results = read(subject.series(), logs);
        Trees.delete(work);
        return results;
    }

    /** The form of the driver's {@code runs.json}. */
    private record Done(
            @JsonProperty("bad-resources") @Nullable String badResources,
            List<String> files,
            List<String> unknown,
            List<Run> runs) {

        record Run(String file, int exit, double seconds, boolean timeout) {}
    }

    /** Reads what the driver left. */
    static Results read(String series, Path logs) throws IOException {
        Done done = JSON.readValue(logs.resolve("runs.json").toFile(), Done.class);
        if (done.badResources() != null) {
            throw new BuildFailure("CPython " + series + " does not take the resources that its tests shall use")
                    .detail("regrtest says: " + done.badResources())
                    .remedy("Use the words of regrtest's option -u, such as all, none, cpu, -network, in"
                            + " -Dpython-dist.regrtest.resources= or in the selection");
        }
        if (!done.unknown().isEmpty()) {
            throw new BuildFailure("CPython " + series + " has no test file " + String.join(", ", done.unknown()))
                    .remedy("Name files of Lib/test without .py, such as test_json or test_asyncio.test_events, in"
                            + " -Dpython-dist.regrtest.tests= or in the selection");
        }
        SortedMap<String, TestRun> runs = new TreeMap<>();
        SortedMap<String, TestRun> first = new TreeMap<>();
        for (Done.Run run : done.runs()) {
            boolean isFirst = run.file().endsWith(".first");
            String file = isFirst ? run.file().substring(0, run.file().length() - ".first".length()) : run.file();
            TestRun read = new TestOutput(logs.resolve(run.file() + ".log"), logs.resolve(run.file() + ".xml"))
                    .read(file, run.exit(), run.timeout(), run.seconds());
            (isFirst ? first : runs).put(file, read);
        }
        List<TestRun> merged = new ArrayList<>();
        for (TestRun run : runs.values()) {
            TestRun before = first.get(run.file());
            merged.add(before == null ? run : run.after(before));
        }
        return new Results(done.files(), merged);
    }

    private void report(Verdict verdict, String name, Path reports, Path logs) {
        VerdictReport report = new VerdictReport(verdict);
        Path junit = reports.resolve("TEST-" + name + ".xml");
        Path text = reports.resolve(name + ".txt");
        try {
            report.writeJunit(junit);
            AtomicFiles.writeString(text, String.join("\n", report.lines()) + "\n");
        } catch (IOException e) {
            throw new BuildFailure("Cannot write the reports of CPython's tests to " + reports, e);
        }
        verdict.skippedFiles().entrySet().stream().limit(SHOWN_REASONS).forEach(entry -> workshop.progress()
                .info("skipped: " + String.join(", ", entry.getValue()) + ": " + entry.getKey()));
        verdict.expected().forEach(failure -> workshop.progress()
                .info("failed as expected: " + failure.test().id() + ": "
                        + failure.entry().map(ExpectedFailure::why).orElse("")));
        verdict.flaky().forEach(failure -> workshop.progress()
                .warn("failed at first, passed when run alone: "
                        + failure.test().id() + ", see "
                        + logs.resolve(failure.file() + ".first.log")));
        verdict.stale().forEach(entry -> workshop.progress()
                .warn(entry.test() + " is listed as failing and did not fail: take it off the list"));
        verdict.unknown().forEach(entry -> workshop.progress()
                .warn(entry.test() + " is listed, but CPython's test suite has no such file: correct the entry, or take"
                        + " it off the list"));
        workshop.progress().info("CPython's tests: " + verdict.summary());
        if (!verdict.unexpected().isEmpty()) {
            throw failure(verdict, logs, junit);
        }
        if (verdict.count(TestRun.Result.PASSED) == 0 && verdict.expected().isEmpty()) {
            throw new BuildFailure("Not one of CPython's tests was run")
                    .detail("why: " + text)
                    .remedy("Choose other tests, or give them what they need with -Dpython-dist.regrtest.resources=");
        }
    }

    private static BuildFailure failure(Verdict verdict, Path logs, Path junit) {
        BuildFailure failure =
                new BuildFailure(verdict.unexpected().size() + " of CPython's tests failed: " + verdict.summary());
        verdict.unexpected().stream().limit(SHOWN_FAILURES).forEach(found -> {
            failure.detail(found.test().id() + ": " + shown(found.test().message()));
            found.test().text().lines().limit(SHOWN_LINES).forEach(line -> failure.detail("| " + shown(line)));
            Path log = logs.resolve(found.file() + ".log");
            if (Files.isRegularFile(log)) {
                failure.detail("the log: " + log);
            }
        });
        if (verdict.unexpected().size() > SHOWN_FAILURES) {
            failure.detail("and " + (verdict.unexpected().size() - SHOWN_FAILURES) + " more");
        }
        return failure.detail("JUnit report: " + junit)
                .remedy("Correct the cause. What cannot pass in this environment, or by a decision, is listed with the"
                        + " reason in the catalog's cpython/<series>/regrtest.yaml");
    }

    private static String shown(String line) {
        return line.length() <= SHOWN_LETTERS ? line : line.substring(0, SHOWN_LETTERS) + "...";
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings and numbers are always JSON", e);
        }
    }
}
