package io.github.pythondist.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Trees")
final class TreesTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("are listed in the order of their names, without the root")
    void list() throws IOException {
        Files.createDirectories(directory.resolve("b/c"));
        Files.writeString(directory.resolve("a"), "");

        assertThat(Trees.list(directory))
                .containsExactly(directory.resolve("a"), directory.resolve("b"), directory.resolve("b/c"));
    }

    @Test
    @DisplayName("are left by absolute paths and by two dots as a name")
    void leadsOut() {
        assertThat(List.of("/", "/a", "..", "../a", "a/../b", "a/..", "a/../")).allMatch(Trees::leadsOut);
        assertThat(List.of("", "a", "./a", "a//b/", "...", "a..b/..c/d..")).noneMatch(Trees::leadsOut);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs PATH_MAX of Linux, which root is bound to as well")
    @DisplayName("that cannot be read are an IOException, not an unchecked one")
    void unreadable() throws IOException {
        // A path longer than the system takes can be made only by moving one deep tree into another.
        Path inner = directory.resolve("inner");
        Path outer = Files.createDirectories(directory.resolve("outer/" + ("d".repeat(200) + "/").repeat(12)));
        Files.createDirectories(inner.resolve(("d".repeat(200) + "/").repeat(12)));
        Path moved = Files.move(inner, outer.resolve("inner"));
        try {
            assertThatThrownBy(() -> Trees.list(directory)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> Trees.sync(directory)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> Trees.prune(directory, path -> true)).isInstanceOf(IOException.class);
        } finally {
            Files.move(moved, inner);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs modes of files")
    @DisplayName("are deleted with directories that nobody may read, and links are not followed")
    void deleteClosed() throws IOException {
        Path kept = Files.writeString(directory.resolve("kept"), "");
        Path root = Files.createDirectories(directory.resolve("root"));
        Path closed = Files.createDirectories(root.resolve("a/closed/inner")).getParent();
        Files.createSymbolicLink(root.resolve("link"), kept);
        Files.setPosixFilePermissions(closed, Set.of());
        Files.setPosixFilePermissions(root, Set.of());

        Trees.delete(root);

        assertThat(root).doesNotExist();
        assertThat(kept).exists();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs PATH_MAX of Linux")
    @DisplayName("are deleted though they are deeper than a path can be long")
    void deleteDeep() throws IOException {
        Path root = Files.createDirectories(directory.resolve("root"));
        String part = ("d".repeat(200) + "/").repeat(12);
        Path deep = Files.createDirectories(root.resolve("deep"));
        for (int i = 0; i < 5; i++) {
            Path outer = Files.createDirectories(root.resolve("outer" + i));
            Files.writeString(outer.resolve(".0"), "");
            Path end = Files.createDirectories(outer.resolve(part));
            Files.move(deep, end.resolve("deep"));
            deep = outer;
        }

        Trees.delete(root);

        assertThat(root).doesNotExist();
    }
}
