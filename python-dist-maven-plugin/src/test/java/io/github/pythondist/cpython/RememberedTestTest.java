package io.github.pythondist.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.archive.TreeArchiver;
import io.github.pythondist.archive.TreeExtractor;
import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.CatalogStore;
import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.component.StepStore;
import io.github.pythondist.component.Workshop;
import io.github.pythondist.environment.Sandbox;
import io.github.pythondist.environment.SandboxSelector;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.report.RecordedProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@DisplayName("A test of the built tree")
final class RememberedTestTest {

    @TempDir
    private Path temporary;

    private final RecordedProgress progress = new RecordedProgress();

    private void run(String script, Duration timeout) throws IOException {
        Path file = Files.writeString(temporary.resolve("run.sh"), script);
        new RememberedTest(workshop(Optional.empty()), "user test oldest", "user-test-oldest")
                .run(Digest.ofText(script), report(), (work, build, out) -> {
                    Sandbox sandbox = new SandboxSelector()
                            .select(Optional.of(Tier.HOST), () -> work, work, List.of("bash"), Progress.NONE);
                    TreeMap<String, String> variables = new TreeMap<>();
                    variables.put("OUT", out.hostPath().toString());
                    return new RememberedTest.Job(
                            sandbox, file.toString(), variables, List.of(build, out), Optional.of(timeout));
                });
    }

    private Path report() {
        return temporary.resolve("reports/TEST-oldest.xml");
    }

    private Workshop workshop(Optional<Path> own) {
        Catalog catalog = new CatalogStore(temporary.resolve("catalogs")).open(own);
        return new Workshop(
                catalog,
                catalog.target("linux-x86_64"),
                Digest.ofText("environment"),
                () -> {
                    throw new AssertionError("no environment is needed");
                },
                sources -> List.of(),
                new StepStore(temporary.resolve("steps")),
                temporary.resolve("work"),
                temporary.resolve("logs"),
                1,
                1,
                new TreeExtractor(),
                new TreeArchiver(),
                progress);
    }

    @Test
    @DisplayName("is announced, and may pass without a word")
    void silence() throws IOException {
        run("echo '<testsuite/>' > \"$OUT/report.xml\"", Duration.ofMinutes(1));

        assertThat(progress.infos())
                .satisfiesExactly(
                        before -> assertThat(before)
                                .isEqualTo("running the user test oldest; its log: "
                                        + temporary.resolve("logs/user-test-oldest.log")),
                        after -> assertThat(after).startsWith("user test oldest: passed in "));
        assertThat(report()).hasContent("<testsuite/>");
    }

    @Test
    @DisplayName("that takes too long is named, with what it left")
    void timeout() {
        assertThatThrownBy(() ->
                        run("echo '<testsuite/>' > \"$OUT/report.xml\"; echo began; sleep 600", Duration.ofSeconds(1)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("user test oldest did not end within 1 s")
                .hasMessageContaining("began")
                .hasMessageContaining("JUnit report: " + report())
                .hasMessageContaining("everything as it was tested: " + temporary.resolve("work/user-test-oldest"));
        assertThat(report()).exists();
    }

    @Test
    @DisplayName("in a user's root names only modules that there are")
    void needs() throws IOException {
        Workshop shipped = workshop(Optional.empty());
        ExtensionCatalog extensions = shipped.catalog().extensions("3.13");
        assertThat(suites(shipped, extensions)).isNotEmpty();

        Path suite = Files.createDirectories(temporary.resolve("own/cpython/usertest/display"));
        Files.writeString(
                suite.resolve("suite.yaml"),
                Files.readString(shipped.catalog().root().resolve("cpython/usertest/display/suite.yaml"))
                        .replace("needs: [_tkinter]", "needs: [_tkintr]"));
        Workshop mistaken = workshop(Optional.of(temporary.resolve("own")));
        assertThatThrownBy(() -> suites(mistaken, extensions))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("The user test 'display' needs the module '_tkintr'")
                .hasMessageContaining("cpython/usertest/display/suite.yaml");
    }

    private static List<?> suites(Workshop workshop, ExtensionCatalog extensions) {
        return new UserTests(workshop, lock -> {
                    throw new AssertionError("no root is needed");
                })
                .suites(extensions);
    }
}
