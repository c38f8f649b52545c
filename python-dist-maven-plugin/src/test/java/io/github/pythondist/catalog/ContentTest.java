package io.github.pythondist.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.archive.ArchiveFormat;
import io.github.pythondist.catalog.ExtensionCatalog.Extension;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import io.github.pythondist.report.BuildFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Contents and flavours of the plugin's catalog")
final class ContentTest {

    private static final ExtensionCatalog WITHOUT_TK = new ExtensionCatalog(new TreeMap<>(Map.of(
            "_tkinter", new Extension(Mode.DISABLED, List.of(), null, false, "no Tk"),
            "_testcapi", new Extension(Mode.SHARED, List.of(), null, true, null),
            "_ssl", new Extension(Mode.STATIC, List.of(), null, false, null))));

    private Catalog catalog;

    @BeforeEach
    void open(@TempDir Path temporary) {
        catalog = new CatalogStore(temporary).open(Optional.empty());
    }

    @Test
    @DisplayName("what users run is without tests, objects, debug information and what a missing module makes useless")
    void runtime() {
        Predicate<String> selection = catalog.content(Content.RUNTIME).selection(WITHOUT_TK);

        assertThat(List.of(
                        "bin/python3.13",
                        "lib/python3.13/os.py",
                        "lib/python3.13/unittest/case.py",
                        "lib/python3.13/lib-dynload/README.txt",
                        "include/python3.13/Python.h",
                        "licenses/cpython/LICENSE"))
                .allMatch(selection);
        assertThat(List.of(
                        "PYTHON.json",
                        "build/Modules/_ssl.o",
                        "bin/idle3.13",
                        "bin/.debug/python3.13.debug",
                        "lib/debug/.build-id/00/11.debug",
                        "lib/libpython3.13.a",
                        "lib/python3.13/test/__init__.py",
                        "lib/python3.11/ctypes/test/test_bytes.py",
                        "lib/python3.13/lib-dynload/_testcapi.cpython-313-x86_64-linux-gnu.so",
                        "lib/python3.13/tkinter/__init__.py"))
                .noneMatch(selection);
    }

    @Test
    @DisplayName("with Tk, what is built on it goes in")
    void withTk() {
        ExtensionCatalog tk = WITHOUT_TK.with(
                new TreeMap<>(Map.of("_tkinter", new Extension(Mode.STATIC, List.of("tk"), null, false, null))));

        assertThat(catalog.content(Content.RUNTIME).selection(tk)).accepts("lib/python3.13/tkinter/__init__.py");
    }

    @Test
    @DisplayName("full has tests and objects, debuginfo nothing but symbols and licences")
    void others() {
        assertThat(catalog.content("full").selection(WITHOUT_TK))
                .accepts("PYTHON.json", "build/Modules/_ssl.o", "lib/python3.13/test/__init__.py")
                .rejects(
                        "lib/debug/.build-id/00/11.debug",
                        "lib/.debug/libpython3.13.so.1.0.debug",
                        ".debug/python.exe.debug",
                        "DLLs/.debug/_ssl.pyd.debug");
        assertThat(catalog.content("debuginfo").on("linux").description()).isEqualTo("lib/debug/python-dist.json");
        // Where there is a directory Lib there can be no lib.
        assertThat(catalog.content("debuginfo").on("windows").description()).isEqualTo("Lib/debug/python-dist.json");
        assertThat(catalog.content("debuginfo").selection(WITHOUT_TK))
                .accepts(
                        "lib/debug/.build-id/00/11.debug",
                        "bin/.debug/python3.13.debug",
                        ".debug/python.exe.debug",
                        "licenses/cpython/LICENSE")
                .rejects("bin/python3.13", "lib/python3.13/os.py");
    }

    @Test
    @DisplayName("embed is a folder of the built tree, without the modules of tests, and in no other content")
    void embed() {
        Content embed = catalog.content("embed");

        assertThat(embed.archiveFormat()).isEqualTo(ArchiveFormat.ZIP);
        assertThat(embed.selection(WITHOUT_TK))
                .accepts("embed/python.exe", "embed/_ssl.pyd", "embed/licenses/cpython/LICENSE")
                .rejects("python.exe", "embed/_testcapi.pyd", "embedded/python.exe", "Lib/embed/python.exe");
        for (String other : List.of("runtime", "full", "debuginfo")) {
            assertThat(catalog.content(other).selection(WITHOUT_TK)).rejects("embed/python.exe", "embed/python313.zip");
        }
    }

    @Test
    @DisplayName("what a target does not have is refused, with what it has")
    void contentsOfTargets() {
        assertThat(catalog.contents(List.of("runtime", "embed"), catalog.target("windows-x86_64")))
                .hasSize(2);
        assertThatThrownBy(() -> catalog.contents(List.of("runtime", "embed"), catalog.target("linux-x86_64")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("There is no content 'embed' for linux-x86_64")
                .hasMessageContaining("it is for: windows")
                .hasMessageContaining("linux-x86_64 has: runtime, full, debuginfo\n");
    }

    @Test
    @DisplayName("an unknown content is refused with those there are")
    void unknownContent() {
        assertThatThrownBy(() -> catalog.content("everything"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("'everything'")
                .hasMessageContaining("runtime, full, debuginfo, embed");
    }

    @Test
    @DisplayName("flavours are joined in their order, and only those that the series has")
    void flavours() {
        Series series = catalog.series("3.13");

        assertThat(Flavour.of("", catalog.flavours(), series).configure()).isEmpty();
        Flavour both = Flavour.of("freethreaded-debug", catalog.flavours(), series);
        assertThat(both.abiFlags()).isEqualTo("td");
        assertThat(both.configure()).containsExactly("--disable-gil", "--with-pydebug");
        assertThat(both.effectiveOptimize()).isEqualTo("-Og");
        for (String wrong : List.of("debug-freethreaded", "slow", "debug-debug", "-", "../debug")) {
            assertThatThrownBy(() -> Flavour.of(wrong, catalog.flavours(), series))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("'" + wrong + "'")
                    .hasMessageContaining("debug, freethreaded");
        }
    }
}
