package io.github.pythondist.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.archive.DistributionDescription.Choices;
import io.github.pythondist.archive.DistributionDescription.Component;
import io.github.pythondist.archive.DistributionDescription.ExtensionModule;
import io.github.pythondist.archive.DistributionDescription.FileEntry;
import io.github.pythondist.archive.DistributionDescription.Libc;
import io.github.pythondist.archive.DistributionDescription.Licenses;
import io.github.pythondist.archive.DistributionDescription.Source;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionDescriptionTest {

    private static final Digest DIGEST = Digest.ofText("x");

    @Test
    void readsWhatItWrites() {
        DistributionDescription description = description(null);

        byte[] json = description.toJson();

        assertThat(DistributionDescription.parse(json, "test")).isEqualTo(description);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .startsWith("{\n  \"schema\" : 1,\n  \"name\" : \"cpython-3.13\",\n")
                .endsWith("}\n")
                .doesNotContain("libpython")
                .contains("\"mode\" : \"0755\"")
                .contains("\"modules\" : [\n      \"_spam\"");
    }

    @Test
    void keepsTheRestWithOtherFiles() {
        DistributionDescription description = description("lib/libpython3.13.so.1.0");
        List<FileEntry> library = List.of(FileEntry.file("lib/libpython3.13.so.1.0", DIGEST, 1, true));

        assertThat(description.withFiles(description.files())).isEqualTo(description(null));
        assertThat(description.withFiles(library).libpython()).isEqualTo("lib/libpython3.13.so.1.0");
        assertThat(description.withFiles(library).withoutFiles()).isEqualTo(description.withoutFiles());
        assertThat(description.withoutFiles().libpython()).isEqualTo("lib/libpython3.13.so.1.0");
        assertThat(description.withoutFiles().files()).isEmpty();
    }

    private static DistributionDescription description(@Nullable String libpython) {
        return new DistributionDescription(
                DistributionDescription.SCHEMA,
                "cpython-3.13",
                "3.13.15-1",
                "3.13.15",
                "linux-x86_64",
                "runtime",
                "x86_64-linux-gnu",
                "bin/python3.13",
                libpython,
                "lib/python3.13",
                "cp313",
                List.of("cp313-cp313-manylinux_2_17_x86_64"),
                new Libc("glibc", "2.17"),
                List.of(new ExtensionModule("_ssl", "static", List.of("openssl"))),
                List.of(new Component("openssl", "3.5.7", "Apache-2.0", new Source("openssl.tar.gz", DIGEST))),
                new Choices(List.of(new Source("fix.patch", DIGEST)), List.of("_spam"), List.of("_dbm")),
                new Licenses("licenses"),
                List.of(
                        FileEntry.file("bin/python3.13", DIGEST, 1, true),
                        FileEntry.link("bin/python3", "python3.13")));
    }

    @Test
    void toleratesMoreKeysAndMissingOptionalOnes() {
        DistributionDescription description = parse("""
                {"name": "cpython-3.13", "version": "1", "pythonVersion": "3.13.1", "platform": "linux-x86_64",
                 "executable": "bin/python3.13", "new": {"a": 1}, "libc": {"family": "musl", "more": true}}
                """);

        assertThat(description.executable()).isEqualTo("bin/python3.13");
        assertThat(description.files()).isEmpty();
        assertThat(description.libc()).isEqualTo(new Libc("musl", null));
    }

    @Test
    void namesWhatIsMissing() {
        assertThatThrownBy(() -> parse("{\"name\": \"x\", \"version\": 1}"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("lacks version, pythonVersion, platform, executable");
        assertThatThrownBy(() -> parse("no json"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> parse("{\"schema\": 2}"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("Use a newer python-dist-maven-plugin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "../../bin/sh", "bin/../../sh", "bin\\sh"})
    void refusesAnInterpreterOutsideOfTheTree(String path) {
        assertThatThrownBy(() -> parse("""
                {"name": "cpython-3.13", "version": "1", "pythonVersion": "3.13.1", "platform": "linux-x86_64",
                 "executable": "%s"}
                """.formatted(path.replace("\\", "\\\\"))))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("names as its executable what is not in the tree: " + path);
    }

    @Test
    void refusesControlCharacters() {
        assertThatThrownBy(() -> parse("""
                {"name": "cpython-3.13", "version": "1", "pythonVersion": "3.13.1\\nlinux-x86_64\\n../../bin/sh",
                 "platform": "linux-x86_64", "executable": "bin/python3.13"}
                """))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("has a control character in its pythonVersion");
    }

    private static DistributionDescription parse(String json) {
        return DistributionDescription.parse(json.getBytes(StandardCharsets.UTF_8), "test");
    }
}
