package io.github.pythondist.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebPackagesTest {

    @TempDir
    Path directory;

    private final DebPackages packages = new DebPackages();

    @ParameterizedTest
    @ValueSource(strings = {"gz", "xz", "zstd"})
    void unpacksIntoTheMergedLayout(String compressor) throws IOException {
        Path libc = deb(
                "libc6",
                compressor,
                new TarMaker()
                        .directory(".", 0755)
                        .directory("./lib", 0755)
                        .directory("./lib/x86_64-linux-gnu", 0755)
                        .file("./lib/x86_64-linux-gnu/libc.so.6", "libc", 0755)
                        .symlink("./lib64/ld-linux-x86-64.so.2", "/lib/x86_64-linux-gnu/ld.so")
                        .symlink("./usr/lib/x86_64-linux-gnu/libm.so", "/lib/x86_64-linux-gnu/libm.so.6"));
        Path make = deb(
                "make",
                compressor,
                new TarMaker()
                        .symlink("./bin", "usr/bin")
                        .directory("./usr/bin", 0755)
                        .file("./usr/bin/make", "make", 04755)
                        .symlink("./etc/alternatives/gmake", "/usr/bin/make")
                        .file("./usr/share/doc/make/copyright", "text"));
        Path root = directory.resolve("root");

        packages.unpack(List.of(libc, make), root, path -> !path.startsWith("usr/share/doc"));

        assertThat(root.resolve("usr/lib/x86_64-linux-gnu/libc.so.6")).hasContent("libc");
        assertThat(root.resolve("lib")).isSymbolicLink();
        assertThat(root.resolve("lib/x86_64-linux-gnu/libc.so.6")).hasContent("libc");
        assertThat(link(root, "usr/lib64/ld-linux-x86-64.so.2")).isEqualTo("../lib/x86_64-linux-gnu/ld.so");
        assertThat(link(root, "usr/lib/x86_64-linux-gnu/libm.so")).isEqualTo("libm.so.6");
        assertThat(link(root, "etc/alternatives/gmake")).isEqualTo("../../usr/bin/make");
        assertThat(link(root, "bin")).isEqualTo("usr/bin");
        assertThat(root.resolve("bin/make")).hasContent("make");
        assertThat(root.resolve("usr/share")).doesNotExist();
        assertThat(Files.exists(root.resolve("libx32"), LinkOption.NOFOLLOW_LINKS))
                .as("only links that lead somewhere")
                .isFalse();
    }

    @Test
    void isReadAsTheTreeThatItHolds() throws IOException {
        Path headers = deb(
                "headers",
                "xz",
                new TarMaker()
                        .directory(".", 0755)
                        .directory("./usr", 0755)
                        .file("./usr/include/X11/X.h", "header")
                        .file("./usr/share/doc/headers/copyright", "text"));
        Path source = directory.resolve("source");

        new TreeExtractor().extract(headers, source, ExtractOptions.defaults().withStripComponents(1));

        assertThat(source.resolve("include/X11/X.h")).hasContent("header");
        assertThat(source.resolve("share/doc/headers/copyright")).hasContent("text");
    }

    @Test
    void acceptsTheSameFileFromTwoPackagesButNotADifferentOne() throws IOException {
        Path one =
                deb("one", "gz", new TarMaker().file("./usr/include/a.h", "a").symlink("./usr/l", "include"));
        Path two =
                deb("two", "gz", new TarMaker().file("./usr/include/a.h", "a").symlink("./usr/l", "include"));
        Path three = deb("three", "gz", new TarMaker().file("./usr/include/a.h", "other"));
        Path four = deb("four", "gz", new TarMaker().file("./usr/l", "file"));

        packages.unpack(List.of(one, two), directory.resolve("same"), path -> true);
        assertThat(directory.resolve("same/usr/include/a.h")).hasContent("a");

        assertThatThrownBy(() -> packages.unpack(List.of(one, three), directory.resolve("other"), path -> true))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("different files as usr/include/a.h: one.deb and three.deb");
        assertThatThrownBy(() -> packages.unpack(List.of(one, four), directory.resolve("kind"), path -> true))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("different files as usr/l: one.deb and four.deb");
    }

    @Test
    void refusesWhatLeavesTheRoot() throws IOException {
        Path climbing = deb("climbing", "gz", new TarMaker().file("./../evil", "x"));
        Path link = deb("link", "gz", new TarMaker().symlink("./usr/lib/l", "../../../evil"));

        assertThatThrownBy(() -> packages.unpack(List.of(climbing), directory.resolve("r1"), path -> true))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("climbing.deb")
                .hasMessageContaining("..");
        assertThatThrownBy(() -> packages.unpack(List.of(link), directory.resolve("r2"), path -> true))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("usr/lib/l leads out of the tree");
        assertThat(directory.resolve("evil")).doesNotExist();
    }

    @Test
    void saysWhatIsWrongWithAFileThatIsNoPackage() throws IOException {
        Path text = Files.writeString(directory.resolve("text.deb"), "<html>not found</html>");
        Path whole = deb("whole", "xz", new TarMaker().file("./a", "a".repeat(1000)));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(directory.resolve("cut.deb"), Arrays.copyOf(bytes, bytes.length - 20));
        Path early = Files.write(directory.resolve("early.deb"), Arrays.copyOf(bytes, 80));

        for (Path file : List.of(text, cut, early)) {
            assertThatThrownBy(() -> packages.unpack(List.of(file), directory.resolve("out"), path -> true))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining(file.getFileName().toString())
                    .hasMessageContaining("etch it again");
        }
    }

    private static String link(Path root, String path) throws IOException {
        return Files.readSymbolicLink(root.resolve(path)).toString();
    }

    private Path deb(String name, String compressor, TarMaker data) throws IOException {
        Path member = data.write(directory.resolve(name + ".data"), compressor);
        Path deb = directory.resolve(name + ".deb");
        try (ArArchiveOutputStream ar = new ArArchiveOutputStream(Files.newOutputStream(deb))) {
            put(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
            put(ar, "control.tar.xz", "not even an archive".getBytes(StandardCharsets.US_ASCII));
            put(ar, "data.tar." + (compressor.equals("zstd") ? "zst" : compressor), Files.readAllBytes(member));
        }
        return deb;
    }

    private static void put(ArArchiveOutputStream ar, String name, byte[] content) throws IOException {
        ar.putArchiveEntry(new ArArchiveEntry(name, content.length));
        ar.write(content);
        ar.closeArchiveEntry();
    }
}
