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

@DisplayName("The table of archives")
final class DistributionTableTest {

    @TempDir
    Path root;

    @Test
    @DisplayName("has a row for each audited archive, series by number, with the counts of its flavour's tests")
    void rows() throws IOException {
        audit("cpython-3.13", "3.13", "cpython-3.13-3.13.5-1-linux-x86_64-debug-full.tar.zst", "2.17", "passed");
        audit("cpython-3.13", "3.13", "cpython-3.13-3.13.5-1-linux-x86_64.tar.zst", "2.17", "passed");
        audit("cpython-3.9", "3.9", "cpython-3.9-3.9.2-1-linux-x86_64.tar.zst", "2.30", "findings");
        tests("cpython-3.13/target/python-dist", "<testcase/><testcase><skipped/></testcase>");
        tests("cpython-3.13/target/python-dist-debug", "<testcase/><testcase><failure/></testcase><testcase/>");

        Path file = root.resolve("out/table.md");
        assertThat(new DistributionTable().write(root, file)).isEqualTo(3);

        assertThat(Files.readString(file).lines().filter(line -> line.startsWith("| 3")))
                .startsWith(
                        "| 3.9 | linux-x86_64 | – | runtime | 16.3 | 74.5 | 2261 | 94 / 0 / 18 | GLIBC_2.30 | 1 rules with findings | 0 / 0 / 0 |",
                        "| 3.13 | linux-x86_64 | – | runtime | 16.3 | 74.5 | 2261 | 94 / 0 / 18 | GLIBC_2.17 | 1 rules passed | 1 / 0 / 1 |",
                        "| 3.13 | linux-x86_64 | debug | full | 16.3 | 74.5 | 2261 | 94 / 0 / 18 | GLIBC_2.17 | 1 rules passed | 2 / 1 / 0 |");
        assertThat(Files.readString(file))
                .contains(
                        "| 3.9 linux-x86_64 runtime, 3.13 linux-x86_64 runtime, 3.13 linux-x86_64 debug full | `libc.so.6` |")
                .contains(
                        "| 3.9 linux-x86_64 runtime, 3.13 linux-x86_64 runtime, 3.13 linux-x86_64 debug full | relro 3/3 |");
    }

    @Test
    @DisplayName("tells platforms and contents apart, of archives of any form")
    void platforms() throws IOException {
        audit("a", "3.13", "cpython-3.13-3.13.5-1-linux-x86_64.tar.zst", "2.17", "passed");
        audit("b", "3.13", "cpython-3.13-3.13.5-1-windows-x86_64-embed.zip", "windows-x86_64", "2.17", "passed");

        Path file = root.resolve("table.md");
        new DistributionTable().write(root, file);

        assertThat(Files.readString(file))
                .contains("| 3.13 | linux-x86_64 | – | runtime |", "| 3.13 | windows-x86_64 | – | embed |");
    }

    @Test
    @DisplayName("without an audited archive there is none")
    void nothing() {
        assertThatThrownBy(() -> new DistributionTable().write(root, root.resolve("table.md")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("no audited archive");
        assertThat(root.resolve("table.md")).doesNotExist();
    }

    @Test
    @DisplayName("a report that is no XML is named")
    void brokenReport() throws IOException {
        audit("a", "3.13", "cpython-3.13-3.13.5-1-linux-x86_64.tar.zst", "2.17", "passed");
        tests("a/target/python-dist", "<testcase>");

        assertThatThrownBy(() -> new DistributionTable().write(root, root.resolve("table.md")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("TEST-a.xml is no JUnit report")
                .hasMessageContaining("Delete the file");
    }

    @Test
    @DisplayName("an audit's report that is no JSON is named; a directory of such a name is none")
    void brokenAudit() throws IOException {
        audit("a", "3.13", "cpython-3.13-3.13.5-1-linux-x86_64.tar.zst", "2.17", "passed");
        Path reports = root.resolve("a/target/python-dist/audit");
        Files.createDirectories(reports.resolve("directory.json"));
        assertThat(new DistributionTable().write(root, root.resolve("table.md")))
                .isEqualTo(1);

        Files.writeString(reports.resolve("cut.json"), "{\"archive\": ");
        assertThatThrownBy(() -> new DistributionTable().write(root, root.resolve("table.md")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("cut.json is no JSON")
                .hasMessageContaining("Delete the file");
    }

    private void audit(String module, String series, String archive, String glibc, String outcome) throws IOException {
        audit(module, series, archive, "linux-x86_64", glibc, outcome);
    }

    private void audit(String module, String series, String archive, String target, String glibc, String outcome)
            throws IOException {
        Path file = root.resolve(module + "/target/python-dist/audit/" + archive + ".json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                {"archive": {"name": "%s", "size": 16297060}, "target": "%s",
                 "results": [{"rule": "relro", "outcome": "%s"}],
                 "facts": {"series": "%s", "unpackedBytes": 74519075, "files": 2261, "programs": 1,
                           "systemLibraries": ["libc.so.6"], "highestVersions": {"GLIBC": "%s"},
                           "hardening": {"relro": "3/3"}, "builtInModules": 94, "sharedModules": 0, "absentModules": 18}}
                """.formatted(archive, target, outcome, series, glibc));
    }

    private void tests(String directory, String cases) throws IOException {
        Path file = root.resolve(directory + "/test-reports/TEST-a.xml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "<testsuites><testsuite>" + cases + "</testsuite></testsuites>");
    }
}
