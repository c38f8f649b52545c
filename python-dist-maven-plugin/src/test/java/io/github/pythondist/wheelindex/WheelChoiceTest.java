package io.github.pythondist.wheelindex;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pythondist.report.RecordedProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Of reproducible wheels")
final class WheelChoiceTest {

    private final RecordedProgress progress = new RecordedProgress();

    @TempDir
    private Path directory;

    @Test
    @DisplayName("those that cannot be published are left out, one by one")
    void obstacles() throws IOException {
        ReproducedWheel good = new MadeWheel("spam-1.0-py3-none-any.whl").in(directory);
        ReproducedWheel bad =
                new MadeWheel("eggs-1.0-py3-none-any.whl").called("../eggs").in(directory);
        assertThat(new WheelChoice().publishable(List.of(bad, good), List.of(), progress))
                .contains(List.of(good));
        assertThat(progress.warnings()).singleElement().asString().contains("'../eggs 1.0' names no package");
    }

    @Test
    @DisplayName("nothing is published where the user left an axis out; one line says so")
    void leftOut() throws IOException {
        ReproducedWheel good = new MadeWheel("spam-1.0-py3-none-any.whl").in(directory);
        assertThat(new WheelChoice().publishable(List.of(good, good), List.of("path", "clock"), progress))
                .isEmpty();
        assertThat(progress.warnings())
                .containsExactly(
                        "Nothing is published, as second builds did not vary path, clock (python-dist.reproduce.axes)");
    }
}
