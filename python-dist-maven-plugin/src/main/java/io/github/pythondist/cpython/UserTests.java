package io.github.pythondist.cpython;

import io.github.pythondist.archive.ExtractOptions;
import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.Content;
import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.UserTest;
import io.github.pythondist.component.Workshop;
import io.github.pythondist.environment.EnvironmentLock;
import io.github.pythondist.environment.Mount;
import io.github.pythondist.environment.Sandbox;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The catalog's {@code cpython/usertest}: the distribution in roots that know nothing of the build, as its users have
 * them. A passed suite is remembered by its inputs.
 */
public final class UserTests {

    /** How programs for other systems are run. */
    private static final String EMULATORS = "emulators";

    private final Workshop workshop;
    private final Function<EnvironmentLock, Path> roots;

    /**
     * @param workshop what the steps of the build share; its sandbox is not of {@link
     *     io.github.pythondist.environment.Tier#HOST}
     * @param roots assembles the root of a lock
     */
    public UserTests(Workshop workshop, Function<EnvironmentLock, Path> roots) {
        this.workshop = workshop;
        this.roots = roots;
    }

    /**
     * Runs the suites of the target that the interpreter has the modules for, and says which those are that it has not.
     *
     * @param subject what is tested
     * @param reports directory for the JUnit reports
     * @throws BuildFailure if a suite is not as it should be, or fails
     */
    public void run(TestSubject subject, Path reports) {
        for (UserTest test : suites(subject.extensions())) {
            List<String> missing = missing(test, subject.extensions());
            if (missing.isEmpty()) {
                run(test, subject, reports);
            } else {
                workshop.progress()
                        .info("user test " + test.name() + " left out: " + String.join(", ", missing) + " not built");
            }
        }
    }

    private static List<String> missing(UserTest test, ExtensionCatalog extensions) {
        return test.needs().stream()
                .filter(module -> !extensions.isBuilt(module))
                .toList();
    }

    /**
     * The suites of the target, with all that they name at hand.
     *
     * @param extensions those of the interpreter
     * @throws BuildFailure if a suite, or a root, a content or an extension module that it names, is unknown
     */
    public List<UserTest> suites(ExtensionCatalog extensions) {
        Catalog catalog = workshop.catalog();
        List<UserTest> tests =
                workshop.target().userTests().stream().map(catalog::userTest).toList();
        // A suite may need what only another series has.
        SortedSet<String> modules = new TreeSet<>(extensions.modules().keySet());
        catalog.seriesNames()
                .forEach(series ->
                        modules.addAll(catalog.extensions(series).modules().keySet()));
        for (UserTest test : tests) {
            catalog.environment(test.environment());
            catalog.contents(test.contents(), workshop.target());
            for (String module : test.needs()) {
                if (!modules.contains(module)) {
                    throw new BuildFailure("The user test '" + test.name() + "' needs the module '" + module
                                    + "', which no series has")
                            .detail("in the catalog's " + Catalog.userTestFolder(test) + "/suite.yaml, key needs")
                            .remedy("Use a name that an extensions.yaml of the catalog has, such as _ssl");
                }
            }
        }
        return tests;
    }

    private void run(UserTest test, TestSubject subject, Path reports) {
        Catalog catalog = workshop.catalog();
        EnvironmentLock lock = catalog.environment(test.environment());
        List<Content> contents = test.contents().stream().map(catalog::content).toList();
        String expectations = subject.expectations(catalog.content(Content.RUNTIME));
        Digest key =
                Digest.ofText("user test 1\ntree " + subject.built().output().sha256()
                        + "\ntests " + catalog.digest(List.of(Catalog.userTestFolder(test), SelfTest.TESTS, EMULATORS))
                        + "\nroot " + lock.digest()
                        + "\ncontents " + contents
                        + "\nexpectations " + Digest.ofText(expectations) + "\n");
        new RememberedTest(workshop, "user test " + test.name(), "user-test-" + test.name())
                .run(
                        key,
                        reports.resolve("TEST-" + subject.label() + "-" + test.name() + ".xml"),
                        (work, build, out) -> {
                            Files.writeString(build.hostPath().resolve("expectations.json"), expectations);
                            Path tree = work.resolve("tree");
                            unpack(subject, contents, tree);
                            return job(test, subject, roots.apply(lock), tree, build, out);
                        });
    }

    /** The files of the contents laid over each other. */
    private void unpack(TestSubject subject, List<Content> contents, Path tree) throws IOException {
        workshop.extractor().extractInto(subject.built().output().file(), tree, ExtractOptions.defaults());
        List<Predicate<String>> selections = contents.stream()
                .map(content -> content.selection(subject.extensions()))
                .toList();
        Trees.prune(tree, path -> selections.stream().anyMatch(selection -> selection.test(path)));
    }

    private RememberedTest.Job job(UserTest test, TestSubject subject, Path root, Path tree, Mount build, Mount out) {
        Sandbox sandbox = workshop.room().get().sandbox().inRoot(root);
        Mount distribution = Mount.readOnly(tree, "/distribution");
        Mount catalog = Mount.readOnly(workshop.catalog().root(), "/catalog");
        SortedMap<String, String> variables = new TreeMap<>();
        variables.put("DISTRIBUTION", distribution.guestPath());
        variables.put("BUILD", build.guestPath());
        variables.put("OUT", out.guestPath());
        variables.put("CATALOG", catalog.guestPath());
        variables.put("SERIES", subject.series());
        // Not below /build, which no path that sysconfig answers with may mention.
        variables.put("HOME", "/tmp");
        return new RememberedTest.Job(
                sandbox,
                catalog.guestPath() + "/" + Catalog.userTestFolder(test) + "/" + test.script(),
                variables,
                List.of(build, out, distribution, catalog),
                Optional.of(Duration.ofSeconds(test.timeout())));
    }
}
