package io.github.pythondist.wheelbuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The answer that foreign code may have written")
final class ForeignAnswerTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("is a JSON object in a file of the directory")
    void good() throws IOException {
        Files.createDirectories(directory.resolve("work"));
        Files.writeString(directory.resolve("work/answer.json"), "{\"wheel\": \"a\"}");

        assertThat(ForeignAnswer.read(directory, "work/answer.json"))
                .hasValueSatisfying(
                        answer -> assertThat(answer.path("wheel").asText()).isEqualTo("a"));
    }

    @Test
    @DisplayName("is nothing if there is none, or garbage, or too much")
    void bad() throws IOException {
        assertThat(ForeignAnswer.read(directory, "none/answer.json")).isEmpty();
        Path file = directory.resolve("answer.json");
        for (String text :
                new String[] {"", "garbage", "[]", "null", "[".repeat(100_000), " ".repeat(2 << 20) + "{}"}) {
            Files.writeString(file, text);
            assertThat(ForeignAnswer.read(directory, "answer.json")).isEmpty();
        }
    }

    @Test
    @DisplayName("is nothing if it is reached by a link")
    void links() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Path secret = Files.writeString(outside.resolve("answer.json"), "{\"secret\": 1}");
        Path place = Files.createDirectories(directory.resolve("place"));
        Files.createSymbolicLink(place.resolve("answer.json"), secret);
        Files.createSymbolicLink(place.resolve("work"), outside);

        assertThat(ForeignAnswer.read(place, "answer.json")).isEmpty();
        assertThat(ForeignAnswer.read(place, "work/answer.json")).isEmpty();
    }
}
