package io.github.pythondist.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.ExtensionCatalog.Extension;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Generated Setup.local")
final class SetupLocalTest {

    @Test
    @DisplayName("names disabled modules, and those that have a rule of their own, under their markers")
    void namesWhatCpythonDoesNotKnow() {
        ExtensionCatalog extensions = new ExtensionCatalog(new TreeMap<>(Map.of(
                "zlib", new Extension(Mode.STATIC, List.of("zlib"), null, false, null),
                "_dbm", new Extension(Mode.STATIC, List.of("bdb"), "_dbmmodule.c -DUSE_BERKDB -ldb", false, null),
                "sys", new Extension(Mode.CORE, List.of(), null, false, null),
                "_gdbm", new Extension(Mode.DISABLED, List.of(), null, false, "GPL"),
                "nis", new Extension(Mode.DISABLED, List.of(), null, false, "removed"),
                "_testcapi", new Extension(Mode.SHARED, List.of(), null, true, "tests"),
                "xxsubtype", new Extension(Mode.SHARED, List.of(), "xxsubtype.c", true, null))));

        assertThat(SetupLocal.text(extensions, List.of())).isEqualTo("""
                        # Generated from the extension catalog.
                        *disabled*
                        _gdbm
                        nis
                        *static*
                        _dbm _dbmmodule.c -DUSE_BERKDB -ldb
                        *shared*
                        xxsubtype xxsubtype.c
                        """);
    }

    @Test
    @DisplayName("links modules of the project's own by a rule and, as makesetup wants it, a variable")
    void linksOwnModules() {
        OwnModule spam = new OwnModule(
                "_spam",
                List.of("project/_spam/a.c", "project/_spam/b.c"),
                new TreeMap<>(),
                List.of("-I$(srcdir)/Modules/project/_spam/include", "'-DLEVEL=3'"),
                List.of("-lzstd"));
        OwnModule plain = new OwnModule("eggs", List.of("project/eggs/eggs.c"), new TreeMap<>(), List.of(), List.of());

        assertThat(SetupLocal.text(new ExtensionCatalog(new TreeMap<>()), List.of(spam, plain)))
                .isEqualTo("""
                        # Generated from the extension catalog.
                        *static*
                        PROJECT__spam_CFLAGS=-I$(srcdir)/Modules/project/_spam/include '-DLEVEL=3'
                        _spam project/_spam/a.c project/_spam/b.c $(PROJECT__spam_CFLAGS) -lzstd
                        eggs project/eggs/eggs.c
                        """);
    }
}
