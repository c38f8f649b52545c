package io.github.pythondist.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What logs say of what the environment lacks")
final class LackingTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("the first entry that some line fits counts, with its group")
    void firstEntryCounts() {
        List<Lacking> entries = List.of(
                new Lacking(Pattern.compile("no (\\w+)\\.h"), "the header $1.h"),
                new Lacking(Pattern.compile("no"), "something"));
        assertThat(Lacking.of(entries, List.of("no", "no ffi.h"))).contains("the header ffi.h");
        assertThat(Lacking.of(entries, List.of("all is well"))).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @DisplayName("lines of real tools are known")
    @CsvSource(
            delimiter = '|',
            value = {
                "error: can't find Rust compiler | a Rust compiler",
                "💥 maturin failed: Cargo, the Rust package manager, is not installed or is not on PATH. | a Rust compiler",
                "src/x.c:3:10: fatal error: 'ffi.h' file not found | the header ffi.h",
                "urllib.error.URLError: <urlopen error [Errno -3] Temporary failure in name resolution> | the network",
                "OSError: [Errno 101] Network is unreachable | the network",
                "ld.lld: error: unable to find library -ljpeg | the library jpeg",
                "Cannot find a C++ compiler that supports both C++11 and the specified C++ flags."
                        + " | a C++ library (a recipe can name the component libcxx)",
            })
    void linesOfRealTools(String line, String what) {
        List<Lacking> entries =
                new CatalogStore(directory).open(Optional.empty()).lacking();
        assertThat(Lacking.of(entries, List.of("some line", line))).contains(what);
    }

    @ParameterizedTest
    @DisplayName("what only looks like it is not taken for it")
    @CsvSource(
            delimiter = '|',
            value = {
                "-- Could NOT find Doxygen (missing: DOXYGEN_EXECUTABLE)",
                "warning: no previously-included files found matching 'Cargo.lock'",
                "error: subprocess-exited-with-error",
            })
    void innocentLines(String line) {
        List<Lacking> entries =
                new CatalogStore(directory).open(Optional.empty()).lacking();
        assertThat(Lacking.of(entries, List.of(line))).isEmpty();
    }
}
