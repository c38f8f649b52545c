package io.github.pythondist.regrtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What the driver of CPython's tests leaves")
final class RegrtestTest {

    @TempDir
    private Path logs;

    private Regrtest.Results read(String json) throws IOException {
        Files.writeString(logs.resolve("runs.json"), json);
        return Regrtest.read("3.13", logs);
    }

    @Test
    @DisplayName("is the files that there are, and what those did that were run")
    void results() throws IOException {
        Regrtest.Results results = read("""
                {"bad-resources": null, "files": ["test_a", "test_b"], "unknown": [],
                 "runs": [{"file": "test_a", "exit": 4, "seconds": 1.5, "timeout": false}]}
                """);

        assertThat(results.files()).containsExactly("test_a", "test_b");
        assertThat(results.runs()).extracting(TestRun::file).containsExactly("test_a");
    }

    @Test
    @DisplayName("says which words it did not understand")
    void misspelt() {
        assertThatThrownBy(() -> read("""
                        {"bad-resources": "argument -u/--use: invalid resource: cpuu", "files": [], "unknown": [],
                         "runs": []}
                        """))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("invalid resource: cpuu")
                .hasMessageContaining("-Dpython-dist.regrtest.resources=");
        assertThatThrownBy(() -> read("""
                        {"bad-resources": null, "files": [], "unknown": ["test_jsn"], "runs": []}
                        """))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("no test file test_jsn");
    }
}
