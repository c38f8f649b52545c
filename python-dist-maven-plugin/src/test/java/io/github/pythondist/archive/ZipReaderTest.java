package io.github.pythondist.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.archive.ArchiveReader.Entry;
import io.github.pythondist.archive.ArchiveReader.Kind;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Reading zip archives")
final class ZipReaderTest {

    private static final int UNIX_FILE = 0100000;
    private static final int UNIX_LINK = 0120000;

    @TempDir
    Path directory;

    private Path zip;

    @BeforeEach
    void makeZip() throws IOException {
        zip = directory.resolve("some.zip");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
            put(out, "bin/", 0, "");
            put(out, "bin/tool", UNIX_FILE | 0755, "#!/bin/sh\n");
            put(out, "bin/link", UNIX_LINK | 0777, "tool");
            put(out, "plain", 0, "no mode");
        }
    }

    private static void put(ZipArchiveOutputStream out, String name, int mode, String content) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        if (mode != 0) {
            entry.setUnixMode(mode);
        }
        out.putArchiveEntry(entry);
        out.write(content.getBytes(StandardCharsets.UTF_8));
        out.closeArchiveEntry();
    }

    @Test
    @DisplayName("shows files, directories and links with their modes")
    void entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<String> contents = new ArrayList<>();
        ZipReader.read(zip, (entry, content) -> {
            entries.add(entry);
            contents.add(new String(content.readAllBytes(), StandardCharsets.UTF_8));
            return true;
        });
        assertThat(ZipReader.isZip(zip)).isTrue();
        assertThat(entries).extracting(Entry::path).containsExactly("bin/", "bin/tool", "bin/link", "plain");
        assertThat(entries).extracting(Entry::kind).containsExactly(Kind.DIRECTORY, Kind.FILE, Kind.SYMLINK, Kind.FILE);
        assertThat(entries).extracting(Entry::mode).containsExactly(0755, 0755, 0777, 0644);
        assertThat(entries.get(2).linkTarget()).isEqualTo("tool");
        assertThat(contents).containsExactly("", "#!/bin/sh\n", "", "no mode");
    }

    @Test
    @DisplayName("stops when the visitor has enough")
    void stops() throws IOException {
        int[] seen = new int[1];
        ZipReader.read(zip, (entry, content) -> ++seen[0] < 2);
        assertThat(seen[0]).isEqualTo(2);
    }

    @Test
    @DisplayName("names the entry whose content is damaged")
    void damaged() throws IOException {
        byte[] bytes = Files.readAllBytes(zip);
        // The content follows the name and an extra field, whose length stands before the name.
        int name = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("bin/tool");
        int at = name + "bin/tool".length() + (bytes[name - 2] & 0xff);
        for (int i = 0; i < 6; i++) {
            bytes[at + i] ^= 0x55;
        }
        Files.write(zip, bytes);
        assertThatThrownBy(() -> ZipReader.read(zip, (entry, content) -> {
                    content.readAllBytes();
                    return true;
                }))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("is damaged or incomplete")
                .hasMessageContaining("at the entry bin/tool");
    }

    @Test
    @DisplayName("says that an entry is encrypted")
    void encrypted() throws IOException {
        byte[] bytes = Files.readAllBytes(zip);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        // Bit 0 of the flags, in the header before the content and in the directory at the end.
        bytes[text.indexOf("bin/tool") - 30 + 6] |= 1;
        bytes[text.lastIndexOf("bin/tool") - 46 + 8] |= 1;
        Files.write(zip, bytes);
        assertThatThrownBy(() -> ZipReader.read(zip, (entry, content) -> true))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("The entry bin/tool of " + zip + " cannot be read")
                .hasMessageContaining("It is encrypted.");
    }

    @Test
    @DisplayName("does not unpack a bomb that is said to be a symbolic link")
    void longLink() throws IOException {
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
            put(out, "link", UNIX_LINK | 0777, "x".repeat(5000));
        }
        assertThatThrownBy(() -> ZipReader.read(zip, (entry, content) -> true))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("at the entry link")
                .hasMessageContaining("a symbolic link of more than 4096 bytes");
    }
}
