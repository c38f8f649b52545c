package io.github.pythondist.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a second build has otherwise")
final class AxisTest {

    @Test
    @DisplayName("all axes, some of them, or all but some")
    void parse() {
        assertThat(Axis.parse(List.of())).containsExactly(Axis.values());
        assertThat(Axis.parse(List.of("all"))).containsExactly(Axis.values());
        assertThat(Axis.parse(List.of("clock", " directory-order "))).containsExactly(Axis.CLOCK, Axis.DIRECTORY_ORDER);
        assertThat(Axis.parse(List.of("!cores", "!file-system")))
                .hasSize(Axis.values().length - 2)
                .doesNotContain(Axis.CORES, Axis.FILE_SYSTEM);
        assertThat(Axis.parse(List.of("clock", "path", "!path"))).containsExactly(Axis.CLOCK);
    }

    @Test
    @DisplayName("what a goal varies by itself, where none is named")
    void parseNothing() {
        assertThat(Axis.parse(List.of(), Set.of())).isEmpty();
        assertThat(Axis.parse(List.of("clock"), Set.of())).containsExactly(Axis.CLOCK);
        assertThat(Axis.parse(List.of("all"), Set.of())).containsExactly(Axis.values());
    }

    @Test
    @DisplayName("an axis that does not exist is refused, with those there are")
    void unknown() {
        assertThatThrownBy(() -> Axis.parse(List.of("moon")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("no axis 'moon'")
                .hasMessageContaining("directory-order");
    }

    @Test
    @DisplayName("a choice that leaves none is refused: a second build of the same kind would show nothing")
    void none() {
        assertThatThrownBy(() -> Axis.parse(List.of("clock", "!clock")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("No axis is left to vary: clock,!clock");
    }

    @Test
    @DisplayName("an axis has varied when the two builds saw something else, the clock when it is years later")
    void varied() {
        assertThat(Axis.UMASK.varied("0022", "0077")).isTrue();
        assertThat(Axis.UMASK.varied("0022", "0022")).isFalse();
        assertThat(Axis.CLOCK.varied("2026-11-21T10:00:00Z", "2026-11-21T10:20:00Z"))
                .isFalse();
        assertThat(Axis.CLOCK.varied("2026-11-21T10:00:00Z", "2031-07-18T17:33:00Z"))
                .isTrue();
        assertThat(Axis.CLOCK.varied("2026-11-21T10:00:00Z", "")).isFalse();
    }
}
