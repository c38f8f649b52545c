package io.github.pythondist.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Time that passed")
class ElapsedTest {

    @ParameterizedTest
    @DisplayName("is told in milliseconds below ten seconds, in seconds above")
    @CsvSource({"0, 0 ms", "350, 350 ms", "9999, 9999 ms", "10000, 10 s", "61400, 61 s", "1216988, 1217 s"})
    void text(long milliseconds, String text) {
        assertThat(Elapsed.text(Duration.ofMillis(milliseconds))).isEqualTo(text);
    }
}
