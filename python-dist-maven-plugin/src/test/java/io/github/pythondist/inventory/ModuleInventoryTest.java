package io.github.pythondist.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The modules of a source")
final class ModuleInventoryTest {

    private static final ModuleInventory INVENTORY = ModuleInventory.of(Excerpts.source(
            "3.13.5",
            Map.of(
                    "Modules/Setup.stdlib.in",
                    Excerpts.text("Setup.stdlib-3.13.5.in"),
                    "configure.ac",
                    Excerpts.text("configure-3.13.5.ac"),
                    "Modules/Setup.bootstrap.in",
                    """
                    *static*
                    atexit atexitmodule.c
                    # for systems without $HOME env, used by site._getuserbase()
                    @MODULE_PWD_TRUE@pwd pwdmodule.c
                    """,
                    "Modules/config.c.in",
                    """
                    struct _inittab _PyImport_Inittab[] = {

                    /* -- ADDMODULE MARKER 2 -- */

                        /* This module lives in marshal.c */
                        {"marshal", PyMarshal_Init},
                        {"builtins", NULL},

                        /* Sentinel */
                        {0, 0}
                    };
                    """)));

    private static ExtensionModule module(String name) {
        return INVENTORY.modules().get(name);
    }

    @Test
    @DisplayName("have the origin that says whether there is a choice")
    void origins() {
        assertThat(module("marshal").origin()).isEqualTo(Origin.CORE);
        assertThat(module("builtins").origin()).isEqualTo(Origin.CORE);
        assertThat(module("atexit").origin()).isEqualTo(Origin.BOOTSTRAP);
        assertThat(module("array").origin()).isEqualTo(Origin.STDLIB);
        assertThat(module("xxlimited").origin()).isEqualTo(Origin.SHARED_ONLY);
    }

    @Test
    @DisplayName("get their libraries from configure, by name and by the values of its variables")
    void librariesFromConfigure() {
        assertThat(module("_ssl").libraries())
                .containsExactly("$OPENSSL_LDFLAGS", "$OPENSSL_LDFLAGS_RPATH", "$OPENSSL_LIBS");
        assertThat(module("_sqlite3").possibleLibraries()).containsExactly("-lsqlite3", "pkg-config sqlite3 >= 3.15.2");
        assertThat(module("_sqlite3").variables().get("$LIBSQLITE3_CFLAGS"))
                .contains("-IModules/_sqlite", "pkg-config sqlite3 >= 3.15.2");
        assertThat(module("zlib").possibleLibraries()).containsExactly("-lz", "pkg-config zlib >= 1.2.0");
        assertThat(module("_scproxy").libraries())
                .containsExactly("-framework CoreFoundation", "-framework SystemConfiguration");
    }

    @Test
    @DisplayName("ask pkg-config for what a macro of CPython's own is called with")
    void macroFamilies() {
        assertThat(module("_curses").possibleLibraries()).containsExactly("pkg-config ncurses", "pkg-config ncursesw");
    }

    @Test
    @DisplayName("say on which condition they are wanted and supported")
    void conditions() {
        assertThat(module("_sqlite3").enabled()).isEqualTo("test \"$have_sqlite3\" = \"yes\"");
        assertThat(module("_sqlite3").supported()).isEqualTo("test \"$have_supported_sqlite3\" = \"yes\"");
        assertThat(module("_socket").supported())
                .isEqualTo("test \"$ac_cv_header_sys_socket_h\" = \"yes\""
                        + " -a \"$ac_cv_header_sys_types_h\" = \"yes\" -a \"$ac_cv_header_netinet_in_h\" = \"yes\"");
        assertThat(module("array").enabled()).isEmpty();
        assertThat(module("_testcapi").isForTests()).isTrue();
    }

    @Test
    @DisplayName("with flags of their own do without those of configure, as makesetup has it")
    void flagsOfTheirOwn() {
        ExtensionModule sha2 = module("_sha2");

        assertThat(sha2.sources()).containsExactly("Modules/sha2module.c");
        assertThat(sha2.includes()).containsExactly("Modules/_hacl/include");
        assertThat(sha2.defines()).isEmpty();
        assertThat(sha2.libraries()).containsExactly("Modules/_hacl/libHacl_Hash_SHA2.a");
        assertThat(module("_md5").defines()).containsExactly("_BSD_SOURCE", "_DEFAULT_SOURCE");
    }

    @Test
    @DisplayName("come with configure's options, written with dashes, and their help")
    void options() {
        assertThat(INVENTORY.options().get("--with-strict-overflow").help())
                .isEqualTo("if 'yes', add -fstrict-overflow to CFLAGS, else add -fno-strict-overflow (default is no)");
        assertThat(INVENTORY.options()).containsKey("--with-system-libmpdec");
    }

    @Test
    @DisplayName("that only one of the two sides knows are for a person to read")
    void oneSided() {
        // The excerpts leave out other parts of the two files.
        assertThat(INVENTORY.notUnderstood())
                .anySatisfy(found -> {
                    assertThat(found.where().file()).isEqualTo("Modules/Setup.stdlib.in");
                    assertThat(found.text()).contains("_gdbm under @MODULE__GDBM_TRUE@");
                })
                .anySatisfy(found -> {
                    assertThat(found.where().file()).isEqualTo("configure.ac");
                    assertThat(found.reason()).isEqualTo("configure knows a module that no file builds");
                });
    }

    @Test
    @DisplayName("are declared by macros that stand for PY_STDLIB_MOD, too")
    void expandedMacros() {
        ModuleInventory inventory = ModuleInventory.of(Excerpts.source(
                "3.99.0",
                Map.of("Modules/Setup.stdlib.in", "@MODULE__HASH_TRUE@_hash hashmodule.c\n", "configure.ac", """
                        AC_DEFUN([PY_HASH_MODULE], [
                          PY_STDLIB_MOD([$1], [test "$with_$1" = yes], [], [-DHASH=$2], [$LIBHASH_LIBS])
                        ])
                        LIBHASH_LIBS="-lhash"
                        PY_HASH_MODULE([_hash], [2])
                        """)));

        assertThat(inventory.notUnderstood()).isEmpty();
        assertThat(inventory.modules().get("_hash").defines()).containsExactly("HASH=2");
        assertThat(inventory.modules().get("_hash").possibleLibraries()).containsExactly("-lhash");
    }

    @Test
    @DisplayName("are never guessed: what cannot be read is named with its line")
    void notUnderstood() {
        ModuleInventory inventory = ModuleInventory.of(Excerpts.source(
                "3.99.0", Map.of("Modules/Setup.stdlib.in", """
                        *optional*
                        array arraymodule.c something.else
                        """, "Modules/config.c.in", """
                        struct _inittab _PyImport_Inittab[] = {
                            {.name = "sys", .initfunc = NULL},
                            {0, 0}
                        };
                        """, "configure.ac", """
                        PY_STDLIB_MOD([$name])
                        PY_STDLIB_MOD_LATER([array])
                        AC_ARG_WITH([open""")));

        assertThat(inventory.notUnderstood())
                .extracting(found -> found.where() + " " + found.reason())
                .containsExactly(
                        "Modules/Setup.stdlib.in:1 an unknown section",
                        "Modules/Setup.stdlib.in:2 unknown words: something.else",
                        "Modules/config.c.in:2 not an entry {\"name\", function}",
                        "configure.ac:1 the module's name is not a word",
                        "configure.ac:2 an unknown macro about modules",
                        "configure.ac:3 the call does not end");
    }
}
