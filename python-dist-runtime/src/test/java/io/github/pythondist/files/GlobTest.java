package io.github.pythondist.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A glob")
final class GlobTest {

    private static final List<String> PATHS = List.of(
            "a",
            "b",
            "c",
            "-",
            "a-c",
            "ab",
            "abc",
            "a/b",
            "a/b/c",
            "a.b",
            "a+b",
            ".a",
            "a/.b/c",
            "lib/python3.13/os.py",
            "lib/python3.13/test/x.py",
            "lib/python3.13/json/tests/x.py",
            "a,b",
            "a}b",
            "a[b",
            "a*b",
            "a^b",
            "^",
            "a&b");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "**",
                "?",
                "a*",
                "a/**",
                "**/b",
                "**/.b/**",
                "a?b",
                "a.b",
                "a+b",
                "[ab]",
                "[a-c]",
                "[!a]",
                "[!a-c]",
                "[-a]",
                "[a-]",
                "{a,b}",
                "a{b,/b}",
                "lib/python3.*/*/{test,tests}/**",
                "lib/python3.*/test/**",
                "a,b",
                "a}b",
                "a\\[b",
                "a\\*b",
                "a[*]b",
                "a[&^]b",
                "[^a]",
                "{a*,[bc]}",
                ""
            })
    @DisplayName("matches what the file system's own matches")
    void likeTheFileSystem(String glob) {
        var reference = FileSystems.getDefault().getPathMatcher("glob:" + glob);

        for (String path : PATHS) {
            assertThat(Glob.of(glob).matches(path)).as(path).isEqualTo(reference.matches(Path.of(path)));
        }
    }

    @Test
    @DisplayName("matches names that are no names of a file here")
    void anyText() {
        assertThat(Glob.of("lib/*.py").matches("lib/\0.py")).isTrue();
        assertThat(Glob.of("**").matches("lib/\n")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lib/[abc", "{a", "{a,{b}}", "a\\", "[]", "[a/b]", "[c-a]"})
    @DisplayName("that is not well-formed is refused and named")
    void malformed(String glob) {
        assertThatThrownBy(() -> Glob.of(glob))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + glob + "'");
    }
}
