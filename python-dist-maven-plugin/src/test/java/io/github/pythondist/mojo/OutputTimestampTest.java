package io.github.pythondist.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The build's timestamp")
final class OutputTimestampTest {

    @ParameterizedTest
    @CsvSource({
        "1980-01-01T00:00:02Z, 315532802",
        "2026-01-01T00:00:00Z, 1767225600",
        "2099-12-31T23:59:59Z, 4102444799",
        "1767225600, 1767225600",
    })
    @DisplayName("is ISO 8601 or seconds since 1970")
    void isRead(String text, long seconds) {
        assertThat(OutputTimestamp.epochSecond(text)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "1979-12-31T23:59:59Z", "2100-01-01T00:00:00Z", "99999999999999", "+1000000-01-01T00:00:00Z"
            })
    @DisplayName("is refused where an archive could not have it, before anything is built")
    void isInLimits(String text) {
        assertThatThrownBy(() -> OutputTimestamp.epochSecond(text))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining(text + " is not a time from 1980 to 2099");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-01-01", "-1", "9999999999999999999999"})
    @DisplayName("is refused where it is none")
    void isOne(String text) {
        assertThatThrownBy(() -> OutputTimestamp.epochSecond(text))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("'" + text + "' is no timestamp");
    }
}
