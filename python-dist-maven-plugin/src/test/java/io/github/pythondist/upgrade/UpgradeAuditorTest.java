package io.github.pythondist.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.source.FetchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On small sources of a series 3.99 whose catalog is laid over the plugin's own. */
@DisplayName("An upgrade")
final class UpgradeAuditorTest {

    private static final String CONFIGURE = """
            AC_ARG_ENABLE([ipv6], [AS_HELP_STRING([--enable-ipv6], [enable ipv6])])
            AC_ARG_WITH([computed-gotos], [AS_HELP_STRING([--with-computed-gotos], [use gotos])])
            ZLIB_LIBS="-lz"
            PY_STDLIB_MOD([zlib], [], [test "$have_zlib" = yes], [], [$ZLIB_LIBS])
            """;

    private static final String SETUP = "array arraymodule.c\n@MODULE_ZLIB_TRUE@zlib zlibmodule.c\n";

    @TempDir
    private Path temporary;

    @BeforeEach
    void catalog() throws IOException {
        Path series = temporary.resolve("catalog/cpython/3.99");
        write(series.resolve("series.yaml"), """
                series: "3.99"
                license: Python-2.0.1
                bundled: [{name: dtoa, license: dtoa, file: Python/dtoa.c, in: [interpreter]}]
                depends: [zlib, xz]
                script: ../build.sh
                systems: [linux]
                stdlib: lib/python3.99
                outputs: [bin/python3.99]
                versions:
                  3.99.0:
                    source: {file: Python-3.99.0.tar.xz, size: 1, sha256: %s, places: [{file: Python-3.99.0.tar.xz}]}
                    license-files: [{path: LICENSE, sha256: 6da43b9309fc2ca6e9c6ddd1a2a8ad7dce1f2d8d4a3cbb4f8d8a3f3a7a9f9e10}]
                    patches: [one.patch]
                """.formatted("0".repeat(64)));
        write(series.resolve("extensions.yaml"), "array: {mode: static}\nzlib: {mode: static, uses: [zlib]}\n");
        write(series.resolve("patches/one.patch"), """
                --- a/Python/dtoa.c
                +++ b/Python/dtoa.c
                @@ -1,1 +1,1 @@
                -dtoa
                +ours
                """);
        source("old", "3.99.0", SETUP, CONFIGURE);
    }

    @Test
    @DisplayName("that adds, removes and changes modules lists them, and what to decide")
    void changes() throws IOException {
        source(
                "new",
                "3.99.1",
                "@MODULE_ZLIB_TRUE@zlib zlibmodule.c crc.c\n@MODULE__LZMA_TRUE@_lzma _lzmamodule.c\n",
                CONFIGURE
                                .replace(
                                        "AC_ARG_WITH([computed-gotos], [AS_HELP_STRING([--with-computed-gotos], [use gotos])])\n",
                                        "")
                                .replace("\"-lz\"", "\"-lz -lspecial\"")
                        + "PY_STDLIB_MOD([_lzma], [], [], [], [-llzma])\n");
        write(temporary.resolve("new/Python/dtoa.c"), "another\n");

        UpgradeReport report = audit(Optional.of(temporary.resolve("old").toString()), Optional.empty());

        assertThat(report.added()).extracting(added -> added.module().name()).containsExactly("_lzma");
        assertThat(report.added().get(0).proposal()).isEqualTo("_lzma: {mode: static, uses: [xz]}");
        assertThat(report.removed()).extracting(UpgradeReport.Removed::name).containsExactly("array");
        assertThat(report.changed()).singleElement().satisfies(changed -> {
            assertThat(changed.name()).isEqualTo("zlib");
            assertThat(changed.differences().get("sources").added()).containsExactly("Modules/crc.c");
            assertThat(changed.differences()
                            .get("libraries, as configure may find them")
                            .added())
                    .containsExactly("-lspecial");
        });
        assertThat(report.options().removed()).containsKey("--with-computed-gotos");
        assertThat(report.decisions())
                .extracting(UpgradeReport.Decision::about)
                .contains("_lzma", "array", "zlib", "--with-computed-gotos", "one.patch", "LICENSE");
        assertThat(report.verdict()).isEqualTo(report.decisions().size() + " decisions needed");
    }

    @Test
    @DisplayName("report is Markdown for people and JSON for programs, the same each time")
    void reports() throws IOException {
        source("new", "3.99.1", SETUP + "_new newmodule.c\n", CONFIGURE);

        audit(Optional.of(temporary.resolve("old").toString()), Optional.empty());
        Path markdown = temporary.resolve("out/3.99.0-to-3.99.1.md");
        String first = Files.readString(markdown);
        audit(Optional.of(temporary.resolve("old").toString()), Optional.empty());

        assertThat(first)
                .startsWith("# From CPython 3.99.0 to CPython 3.99.1\n")
                .contains("| modules added | 1 |", "proposal: `_new: {mode: static}`", "- `one.patch` applies")
                .isEqualTo(Files.readString(markdown))
                .doesNotContain(temporary.toString());
        JsonNode json = new ObjectMapper()
                .readTree(temporary.resolve("out/3.99.0-to-3.99.1.json").toFile());
        assertThat(json.at("/added/0/module/sources/0").asText()).isEqualTo("Modules/newmodule.c");
        assertThat(json.at("/verdict").asText()).endsWith("needed");
    }

    @Test
    @DisplayName("can be held against the catalog alone")
    void catalogAlone() throws IOException {
        source("new", "3.99.1", "array arraymodule.c\n_new newmodule.c\n", "");

        UpgradeReport report = audit(Optional.empty(), Optional.empty());

        assertThat(report.from()).isEqualTo("the catalog alone");
        assertThat(report.added()).extracting(added -> added.module().name()).containsExactly("_new");
        assertThat(report.removed()).extracting(UpgradeReport.Removed::name).containsExactly("zlib");
        assertThat(report.changed()).isEmpty();
    }

    @Test
    @DisplayName("says what a native build did that no declaration says")
    void nativeBuild() throws IOException {
        source("new", "3.99.1", SETUP, CONFIGURE);
        Path log = temporary.resolve("build.log");
        write(log, """
                gcc -DNDEBUG -fPIC -c ./Modules/arraymodule.c -o Modules/arraymodule.o
                gcc -DNDEBUG -fPIC -c ./Modules/extra.c -o Modules/extra.o
                gcc -shared Modules/arraymodule.o Modules/extra.o -lm -o Modules/array.cpython-399-x86_64-linux-gnu.so
                The necessary bits to build these optional modules were not found:
                zlib
                To find the necessary bits, look in configure.ac and config.log.
                """);

        UpgradeReport report = audit(Optional.of(temporary.resolve("old").toString()), Optional.of(log));

        assertThat(report.nativeBuild()).isNotNull();
        assertThat(report.nativeBuild().undeclared()).containsOnlyKeys("array");
        assertThat(report.nativeBuild().libraries().get("array")).containsExactly("-lm");
        assertThat(report.nativeBuild().missing()).containsExactly("zlib");
        assertThat(report.decisions())
                .anySatisfy(decision -> assertThat(decision.text()).contains("Modules/extra.c"));
    }

    @Test
    @DisplayName("to something that is neither a pinned version nor a file is refused")
    void unknown() {
        assertThatThrownBy(() -> audit(Optional.of("3.99.7"), Optional.empty()))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("neither a pinned CPython version nor a file")
                .hasMessageContaining("3.99.0");
        assertThatThrownBy(() -> audit(Optional.of(temporary.toString()), Optional.empty()))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("is not a CPython source");
    }

    private UpgradeReport audit(Optional<String> from, Optional<Path> log) throws IOException {
        if (!Files.exists(temporary.resolve("new"))) {
            source("new", "3.99.1", SETUP, CONFIGURE);
        }
        return new UpgradeAuditor()
                .audit(new UpgradeRequest(
                        from,
                        temporary.resolve("new").toString(),
                        log,
                        Optional.of(temporary.resolve("catalog")),
                        FetchSettings.builder().offline(true).build(),
                        temporary.resolve("cache"),
                        temporary.resolve("out"),
                        Progress.NONE));
    }

    private void source(String name, String version, String setup, String configure) throws IOException {
        Path root = temporary.resolve(name);
        write(root.resolve("Include/patchlevel.h"), "#define PY_VERSION              \"" + version + "\"\n");
        write(root.resolve("Modules/Setup.stdlib.in"), setup);
        write(root.resolve("configure.ac"), configure);
        write(root.resolve("LICENSE"), "the licence\n");
        write(root.resolve("Python/dtoa.c"), "dtoa\n");
        for (String file : List.of("array", "zlib", "_new", "_lzma")) {
            write(root.resolve("Modules/" + file + "module.c"), "int module;\n");
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
