package io.github.pythondist.cpython;

import io.github.pythondist.archive.ExtractOptions;
import io.github.pythondist.catalog.Content;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.component.Workshop;
import io.github.pythondist.environment.Mount;
import io.github.pythondist.environment.Sandbox;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The catalog's {@code cpython/selftest}, run by the built interpreter in the build's own root after its tree was moved.
 * A passed test is remembered by its inputs. Where its programs do not run there, the target's user tests have it run in
 * a root where they do.
 */
public final class SelfTest {

    static final String TESTS = "cpython/selftest";

    private final Workshop workshop;

    public SelfTest(Workshop workshop) {
        this.workshop = workshop;
    }

    /**
     * @param subject what is tested
     * @param reports directory for the JUnit report
     * @throws BuildFailure if a test fails
     */
    public void run(TestSubject subject, Path reports) {
        Target target = workshop.target();
        if (target.buildTarget() != null) {
            workshop.progress()
                    .info("self-test left to the user tests: programs for " + target.classifier()
                            + " do not run in the build's own root");
            return;
        }
        Content content = workshop.catalog().content(Content.RUNTIME);
        String expectations = subject.expectations(content);
        Digest key =
                Digest.ofText("self-test 1\ntree " + subject.built().output().sha256()
                        + "\ntests " + workshop.catalog().digest(List.of(TESTS, "toolchain"))
                        + "\nenvironment " + workshop.environment()
                        + "\ncontent " + content
                        + "\nexpectations " + Digest.ofText(expectations) + "\n");
        new RememberedTest(workshop, "self-test", "self-test")
                .run(
                        key,
                        reports.resolve("TEST-" + subject.label() + ".xml"),
                        (work, build, out) -> prepare(subject, content, expectations, build, out));
    }

    private RememberedTest.Job prepare(
            TestSubject subject, Content content, String expectations, Mount build, Mount out) throws IOException {
        Path tree = build.hostPath().resolve("tree");
        workshop.extractor().extractInto(subject.built().output().file(), tree, ExtractOptions.defaults());
        Trees.prune(tree, content.selection(subject.extensions()));
        Files.writeString(build.hostPath().resolve("expectations.json"), expectations);

        Workshop.Room room = workshop.room().get();
        Sandbox sandbox = room.sandbox();
        Mount sysroot = Mount.readOnly(room.sysroot(), "/sysroot");
        Mount catalogMount = Mount.readOnly(workshop.catalog().root(), "/catalog");
        String catalog = sandbox.guestPath(catalogMount);
        SortedMap<String, String> variables = new TreeMap<>();
        variables.put("SYSROOT", sandbox.guestPath(sysroot));
        variables.put("CLANG_TARGET", workshop.target().clangTarget());
        variables.put("DEPS", "/nonexistent");
        variables.put("BUILD", sandbox.guestPath(build));
        variables.put("OUT", sandbox.guestPath(out));
        variables.put("CATALOG", catalog);
        variables.put("SERIES", subject.series());
        // Not below /build, which no path that sysconfig answers with may mention.
        variables.put("HOME", "/tmp");
        variables.put("CC", "clang");
        variables.put("PATH", catalog + "/toolchain:" + sandbox.searchPath());
        sandbox.tool("clang").ifPresent(path -> variables.put("REAL_CLANG", path));
        return new RememberedTest.Job(
                sandbox,
                catalog + "/" + TESTS + "/run.sh",
                variables,
                List.of(build, out, sysroot, catalogMount),
                Optional.empty());
    }
}
