package io.github.pythondist.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    Path directory;

    private List<String> tailOf(String text) throws IOException {
        return LogTail.of(Files.writeString(directory.resolve("log"), text));
    }

    private static String lines(int count, String suffix) {
        return IntStream.rangeClosed(1, count).mapToObj(n -> n + suffix).collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void givesTheLastLines() throws IOException {
        assertThat(tailOf(lines(1000, ""))).hasSize(30).startsWith("971").endsWith("1000");
        assertThat(tailOf("one\ntwo")).containsExactly("one", "two");
        assertThat(tailOf("")).isEmpty();
        assertThat(LogTail.of(directory.resolve("none"))).isEmpty();
    }

    @Test
    void neverBeginsInTheMiddleOfALine() throws IOException {
        List<String> tail = tailOf(lines(100, "x".repeat(1000)));
        assertThat(tail).hasSizeBetween(10, 16).allMatch(line -> line.matches("\\d+x{1000}"));
        assertThat(tailOf("y".repeat(100_000))).singleElement().asString().hasSize(16 * 1024);
    }

    @Test
    void tellsWhatWentWrong() throws IOException {
        Path log = Files.writeString(directory.resolve("log"), "one\ntwo\n");
        assertThat(LogTail.addTo(new BuildFailure("No."), log))
                .hasMessage("No.\n    the last lines of its log:\n    | one\n    | two\n    the full log: " + log);
        Files.writeString(log, "");
        assertThat(LogTail.addTo(new BuildFailure("No."), log)).hasMessage("No.\n    the full log: " + log);
    }

    @Test
    void showsOnlyText() throws IOException {
        assertThat(tailOf("\u001b[31merror:\u001b[0m\ta\u0007b\n")).containsExactly("error:\tab");
        Path log = directory.resolve("bytes");
        Files.write(log, "a\u00e9b\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(LogTail.of(log)).containsExactly("a\ufffdb");
    }
}
