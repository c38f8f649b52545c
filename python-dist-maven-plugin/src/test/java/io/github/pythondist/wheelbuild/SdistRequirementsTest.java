package io.github.pythondist.wheelbuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What an sdist says that its build requires")
final class SdistRequirementsTest {

    private static final String PROJECT = "[build-system]\nrequires = ['flit_core>=3']\n";

    @TempDir
    Path directory;

    private Path tar(Map<String, String> files) throws IOException {
        Path file = directory.resolve("a-1.0.tar.gz");
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(out))) {
            for (var entry : new TreeMap<>(files).entrySet()) {
                byte[] bytes = entry.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry header = new TarArchiveEntry(entry.getKey());
                header.setSize(bytes.length);
                tar.putArchiveEntry(header);
                tar.write(bytes);
                tar.closeArchiveEntry();
            }
        }
        return file;
    }

    @Test
    @DisplayName("is in the pyproject.toml of its top directory, and in no other")
    void topDirectoryCounts() throws IOException {
        Path sdist = tar(Map.of(
                "a-1.0/pyproject.toml",
                PROJECT,
                "a-1.0/tests/x/pyproject.toml",
                "[build-system]\nrequires = ['evil']\n"));
        assertThat(SdistRequirements.of(sdist, directory)).containsExactly("flit_core>=3");
    }

    @Test
    @DisplayName("a zip is read, too")
    void zipIsRead() throws IOException {
        Path sdist = directory.resolve("a-1.0.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(sdist))) {
            zip.putNextEntry(new ZipEntry("a-1.0/pyproject.toml"));
            zip.write(PROJECT.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(SdistRequirements.of(sdist, directory)).containsExactly("flit_core>=3");
    }

    @Test
    @DisplayName("without the file, or without that table, it is setuptools (PEP 517)")
    void setuptoolsIsTheDefault() throws IOException {
        assertThat(SdistRequirements.of(tar(Map.of("a-1.0/setup.py", "")), directory))
                .containsExactly("setuptools>=40.8.0");
        assertThat(SdistRequirements.of(tar(Map.of("a-1.0/pyproject.toml", "[tool.x]\n")), directory))
                .containsExactly("setuptools>=40.8.0");
    }

    @Test
    @DisplayName("what is no archive, or has no TOML there, is refused")
    void damagedIsRefused() throws IOException {
        Path sdist = directory.resolve("a-1.0.tar.gz");
        Files.writeString(sdist, "<html>");
        assertThatThrownBy(() -> SdistRequirements.of(sdist, directory)).isInstanceOf(BuildFailure.class);
        assertThatThrownBy(() -> SdistRequirements.of(tar(Map.of("a-1.0/pyproject.toml", "][")), directory))
                .isInstanceOf(BuildFailure.class);
    }

    @Test
    @DisplayName("what is cut off, or nested without end, is refused like it")
    void endOfReaderIsRefusal() throws IOException {
        Path whole = tar(Map.of("a-1.0/pyproject.toml", PROJECT, "a-1.0/z", "x".repeat(10_000)));
        byte[] bytes = Files.readAllBytes(whole);
        for (byte[] damaged :
                List.of(new byte[0], "<!DOCTYPE html>".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(bytes, 60))) {
            Path sdist = Files.write(directory.resolve("b-1.0.tar.gz"), damaged);
            assertThatThrownBy(() -> SdistRequirements.of(sdist, directory)).isInstanceOf(BuildFailure.class);
        }
        for (String toml : List.of("x = " + "[".repeat(100_000), "x = " + "{a=".repeat(20_000), "x = \"\0\"")) {
            Path sdist = tar(Map.of("a-1.0/pyproject.toml", toml));
            assertThatThrownBy(() -> SdistRequirements.of(sdist, directory)).isInstanceOf(BuildFailure.class);
        }
    }

    @Test
    @DisplayName("a place of ours that cannot be written to is no fault of the sdist")
    void ownPlaceIsNoFault() throws IOException {
        Path sdist = tar(Map.of("a-1.0/pyproject.toml", PROJECT));
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> SdistRequirements.of(sdist, file)).isInstanceOf(IOException.class);
    }
}
