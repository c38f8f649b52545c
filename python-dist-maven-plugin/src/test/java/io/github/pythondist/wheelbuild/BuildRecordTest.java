package io.github.pythondist.wheelbuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pythondist.files.Digest;
import io.github.pythondist.wheelbuild.BuildRecord.Made;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What is remembered of a built wheel")
final class BuildRecordTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("is read as it was written, and holds as long as the files are as they were")
    void roundTrip() throws IOException {
        Path wheel = Files.writeString(directory.resolve("a-1-py3-none-any.whl"), "wheel");
        Path sdist = Files.writeString(directory.resolve("a-1.tar.gz"), "sdist");
        BuildRecord record = new BuildRecord(
                Digest.ofText("all"), List.of(Made.of(wheel), Made.of(sdist)), List.of("x.so needs the library y"));
        Path file = directory.resolve("built.txt");

        record.write(file);

        assertThat(BuildRecord.read(file)).contains(record);
        assertThat(record.result(directory, true))
                .isEqualTo(new WheelBuildResult(wheel, Optional.of(sdist), true, List.of("x.so needs the library y")));
        assertThat(record.result(directory, true).tags()).isEqualTo("py3-none-any");
        assertThat(record.isWhole(directory)).isTrue();
        Files.writeString(sdist, "another");
        assertThat(record.isWhole(directory)).isFalse();
    }

    @Test
    @DisplayName("is nothing where the file is not understood")
    void damaged() throws IOException {
        Path file = directory.resolve("built.txt");
        assertThat(BuildRecord.read(file)).isEmpty();
        Files.writeString(file, "python-dist wheel 1\nno digest\nmade\n");
        assertThat(BuildRecord.read(file)).isEmpty();
        Files.writeString(file, "python-dist wheel 2\n" + Digest.ofText("x") + "\nmade x y\n");
        assertThat(BuildRecord.read(file)).isEmpty();
    }
}
