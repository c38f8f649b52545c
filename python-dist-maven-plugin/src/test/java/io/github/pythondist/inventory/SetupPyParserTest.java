package io.github.pythondist.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("setup.py of CPython 3.11")
final class SetupPyParserTest {

    private static final ModuleInventory INVENTORY =
            ModuleInventory.of(Excerpts.source("3.11.2", Map.of("setup.py", Excerpts.text("setup-3.11.2.py"))));

    private static ExtensionModule module(String name) {
        return INVENTORY.modules().get(name);
    }

    @Test
    @DisplayName("names extensions in calls, whatever the quotes and line breaks")
    void simpleCalls() {
        assertThat(INVENTORY.notUnderstood()).isEmpty();
        assertThat(module("_random").sources()).containsExactly("Modules/_randommodule.c");
        assertThat(module("_blake2").sources())
                .containsExactly(
                        "Modules/_blake2/blake2b_impl.c",
                        "Modules/_blake2/blake2module.c",
                        "Modules/_blake2/blake2s_impl.c");
        assertThat(module("_lsprof").sources()).containsExactly("Modules/_lsprof.c", "Modules/rotatingtree.c");
    }

    @Test
    @DisplayName("has commented and placeholder extensions that are none")
    void noExtensions() {
        assertThat(INVENTORY.modules()).doesNotContainKeys("xx", "_dummy").containsKey("xxlimited");
    }

    @Test
    @DisplayName("makes one extension of each turn of a loop over literals")
    void loops() {
        assertThat(INVENTORY.modules())
                .containsKeys("_codecs_kr", "_codecs_jp", "_codecs_cn", "_codecs_tw", "_codecs_hk", "_codecs_iso2022");
        assertThat(module("_codecs_iso2022").sources()).containsExactly("Modules/cjkcodecs/_codecs_iso2022.c");
    }

    @Test
    @DisplayName("has alternatives, which are all taken")
    void alternatives() {
        ExtensionModule dbm = module("_dbm");

        assertThat(dbm.defines()).containsExactly("USE_BERKDB", "USE_GDBM_COMPAT", "USE_NDBM");
        assertThat(dbm.libraries()).containsExactly("-ldb", "-lgdbm_compat", "-lndbm");
        assertThat(dbm.declared()).hasSize(3);
    }

    @Test
    @DisplayName("fills lists step by step, on conditions")
    void appendedLists() {
        assertThat(module("_multiprocessing").sources())
                .containsExactly("Modules/_multiprocessing/multiprocessing.c", "Modules/_multiprocessing/semaphore.c");
        assertThat(module("_curses").defines()).contains("HAVE_NCURSESW=1", "_XOPEN_SOURCE_EXTENDED=1");
        assertThat(module("_curses_panel").libraries()).contains("-lpanel", "-lpanelw", "-lncursesw");
    }

    @Test
    @DisplayName("computes some things, which are named by line")
    void dynamic() {
        ExtensionModule readline = module("readline");
        int line = readline.dynamic().first().line();

        assertThat(readline.libraries()).contains("-ledit", "-lreadline");
        assertThat(Excerpts.text("setup-3.11.2.py").lines().toList().get(line - 1))
                .contains("readline_termcap_library = re.sub(");
        // ext.libraries.append('dl') and friends, after the call.
        assertThat(module("_ctypes").libraries()).containsExactly("-ldl", "-lffi");
        assertThat(module("_ctypes").dynamic()).isNotEmpty();
    }

    @Test
    @DisplayName("with a computed name, an unknown argument or an open string is not understood")
    void notUnderstood() {
        List<NotUnderstood> notUnderstood = new ArrayList<>();
        SetupPyParser.parse("setup.py", """
                def detect(self):
                    self.add(Extension(name_of(self), ['x.c']))
                    self.add(Extension('y', ['y.c'], swig_opts=['-c++']))
                    text = 'open
                """, notUnderstood);

        assertThat(notUnderstood)
                .extracting(found -> found.where() + " " + found.reason())
                .containsExactlyInAnyOrder(
                        "setup.py:2 the extension's name is computed",
                        "setup.py:3 an unknown argument of Extension",
                        "setup.py:4 the string does not end");
    }
}
