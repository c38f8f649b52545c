package io.github.pythondist.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The log of a native build")
final class BuildLogTest {

    @TempDir
    private Path temporary;

    @Test
    @DisplayName("of 3.13 says how files were compiled and linked, and what was missing")
    void since312() {
        BuildLog log = BuildLog.parse(Excerpts.text("make-3.13.5.log"));

        assertThat(log.compiled().get("Modules/_decimal/_decimal.c").defines())
                .contains("CONFIG_64=1", "ANSI=1", "HAVE_UINT128_T=1");
        assertThat(log.linked().get("_ssl").libraries()).containsExactly("-lcrypto", "-lssl");
        assertThat(log.linked().get("_sha2").libraries()).containsExactly("Modules/_hacl/libHacl_Hash_SHA2.a");
        assertThat(log.linked()).doesNotContainKey("atexit");
        assertThat(log.missing()).containsExactly("_dbm", "_gdbm");
        assertThat(log.failed()).isEmpty();
        assertThat(log.summary()).startsWith("Checked 112 modules (33 built-in, 76 shared");
    }

    @Test
    @DisplayName("of 3.11 is that of setup.py")
    void until311() {
        BuildLog log = BuildLog.parse(Excerpts.text("make-3.11.2.log"));

        assertThat(log.compiled()).containsKeys("Modules/_ssl.c", "Modules/nismodule.c", "Modules/atexitmodule.c");
        assertThat(log.compiled().get("Modules/nismodule.c").includes()).contains("/usr/include/tirpc");
        assertThat(log.linked().get("nis").libraries()).containsExactly("-lnsl", "-ltirpc");
        assertThat(log.linked().get("_decimal").libraries())
                .containsExactly("-lm", "Modules/_decimal/libmpdec/libmpdec.a");
        assertThat(log.missing()).containsExactly("_dbm", "_gdbm");
    }

    @Test
    @DisplayName("lists what could not be imported apart from what is disabled")
    void failedAndDisabled() {
        BuildLog log = BuildLog.parse("""
                The following modules are *disabled* in configure script:
                _sqlite3

                Following modules built successfully but were removed because they could not be imported:
                _tkinter   _uuid

                """);

        assertThat(log.disabled()).containsExactly("_sqlite3");
        assertThat(log.failed()).containsExactly("_tkinter", "_uuid");
        assertThat(log.missing()).isEmpty();
    }

    @Test
    @DisplayName("without commands is refused: make -s tells nothing")
    void silent() throws IOException {
        Path log = Files.writeString(temporary.resolve("build.log"), "make: Nothing to be done for 'all'.\n");

        assertThatThrownBy(() -> BuildLog.read(log))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("holds no compiler command")
                .hasMessageContaining("make -s");
    }
}
