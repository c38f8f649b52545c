package io.github.pythondist.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The page of second builds")
final class ReproductionTableTest {

    private static final String REPORT = """
            {"schema": 1, "subject": "cpython-3.13 3.13.5-1", "environment": "namespaces", "reproduced": false,
             "axes": [
              {"axis": "umask", "outcome": "varied", "first": "0022", "second": "0077", "why": ""},
              {"axis": "cores", "outcome": "not varied", "first": "1", "second": "1", "why": "one processor only"}],
             "results": [
              {"name": "a.tar.zst", "identical": true, "first": {"size": 12, "sha256": "aa"}},
              {"name": "b.tar.zst", "identical": false, "first": {"size": 34, "sha256": "bb"}}]}
            """;

    @TempDir
    private Path directory;

    @Test
    @DisplayName("has an axis in each row and a file in each column; what was not varied shows nothing")
    void table() throws IOException {
        write("module/target/python-dist-debug", REPORT);
        Path page = directory.resolve("page.md");
        assertThat(new ReproductionTable().write(directory, page)).isEqualTo(1);
        assertThat(page)
                .content()
                .contains("## cpython-3.13 3.13.5-1")
                .contains("**not every file is the same.**")
                .contains("| umask | `0022` | `0077` | same | other |")
                .contains("| cores | `1` | not varied: one processor only | – | – |")
                .contains("| 2 | b.tar.zst | 34 | `bb` |");
    }

    @Test
    @DisplayName("is not touched when there was no second build")
    void nothing() {
        Path page = directory.resolve("page.md");
        assertThat(new ReproductionTable().write(directory, page)).isZero();
        assertThat(page).doesNotExist();
    }

    @Test
    @DisplayName("a report that is none is named")
    void damaged() throws IOException {
        write("target/python-dist", "{");
        assertThatThrownBy(() -> new ReproductionTable().write(directory, directory.resolve("page.md")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("report.json")
                .hasMessageContaining("reproduce again");
        write("target/python-dist", "{}");
        assertThatThrownBy(() -> new ReproductionTable().write(directory, directory.resolve("page.md")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("is no report of a second build");
    }

    private void write(String folder, String report) throws IOException {
        Path file = directory.resolve(folder).resolve("reproduce/report.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, report);
    }
}
