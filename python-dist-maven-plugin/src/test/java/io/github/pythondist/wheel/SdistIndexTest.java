package io.github.pythondist.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.wheel.SdistIndex.Found;
import io.github.pythondist.wheel.SdistIndex.Missing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What an index answers about sdists")
final class SdistIndexTest {

    private static final String DIGEST = "0".repeat(64);

    @TempDir
    Path directory;

    private static Found found(String name, String file, String digest) throws IOException {
        return SdistIndex.found(new ObjectMapper()
                .createObjectNode()
                .put("name", name)
                .put("version", "1.0")
                .put("file", file)
                .put("sha256", digest));
    }

    @Test
    @DisplayName("with a digest that is none, or another place, is the matter of that package alone")
    void nonsenseIsMissing() throws IOException {
        assertThat(found("a", "a-1.0.tar.gz", DIGEST)).isInstanceOf(SdistIndex.Sdist.class);
        assertThat(found("a", "a-1.0.tar.gz", "zz")).isInstanceOf(Missing.class);
        assertThat(found("a", "../a-1.0.tar.gz", DIGEST)).isInstanceOf(Missing.class);
        assertThat(found("a/../b", "a-1.0.tar.gz", DIGEST)).isInstanceOf(Missing.class);
    }

    @Test
    @DisplayName("a page that is not given is the reason, unless there is none")
    void pageIsTheReason() {
        Found none = new Missing("there is no package of that name");
        List<String> log = List.of(
                "WARNING: Could not fetch URL http://x/simple/a-b/: 403 Client Error: Forbidden for url - skipping",
                "WARNING: Could not fetch URL http://x/simple/c/: 404 Client Error: Not Found for url - skipping");
        assertThat(SdistIndex.withReasons(List.of(none, none, none), List.of("A_b>=1", "c", "b"), log))
                .containsExactly(
                        new Missing("the index does not give its page: 403 Client Error: Forbidden"), none, none);
    }

    @ParameterizedTest
    @DisplayName("a server that refuses something is there")
    @CsvSource({
        "all is well, true",
        "Could not fetch URL: 403 Client Error: Forbidden, true",
        "Max retries exceeded with url: /a/ (Caused by ResponseError('too many 500 error responses')), true",
        "502 Server Error: Bad Gateway, true",
        "401 Client Error: Unauthorized, false",
        "407 Proxy Authentication Required, false",
        "Max retries exceeded with url: /a/ (Caused by NewConnectionError), false",
        "CERTIFICATE_VERIFY_FAILED, false",
    })
    void refusingIsAnswering(String line, boolean answered) throws IOException {
        assertThat(PipTool.isAnswered(Files.writeString(directory.resolve("log"), line)))
                .isEqualTo(answered);
    }
}
