package io.github.pythondist.wheel;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.io.File;
import org.junit.jupiter.api.Test;

final class PythonEnvironmentTest {

    @Test
    void aPlaceThatPathCannotNameIsRefused() {
        String place = "a" + File.pathSeparator + "b/env";

        assertThatThrownBy(() -> PythonEnvironment.requirePlace(place, "Move the project"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining(place)
                .hasMessageContaining("Move the project");
        assertThatCode(() -> PythonEnvironment.requirePlace("a b/#env'", "Move the project"))
                .doesNotThrowAnyException();
    }
}
