package io.github.pythondist.wheeltrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Lists of packages")
final class RequirementLinesTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("comments and blank lines do not count")
    void commentsDoNotCount() throws IOException {
        Path file = directory.resolve("wheels.txt");
        Files.writeString(file, "# all\n\n  numpy >= 2  # why\nsix==1.17.0\r\n");
        assertThat(RequirementLines.read(file)).containsExactly("numpy >= 2", "six==1.17.0");
    }

    @Test
    @DisplayName("options of pip are refused, and a missing file is named")
    void optionsAreRefused() throws IOException {
        Path file = directory.resolve("wheels.txt");
        Files.writeString(file, "-r other.txt\n");
        assertThatThrownBy(() -> RequirementLines.read(file))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("-r other.txt");
        assertThatThrownBy(() -> RequirementLines.read(directory.resolve("none.txt")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("none.txt");
    }

    @Test
    @DisplayName("the name is what PEP 508 begins with, normalised by PEP 503")
    void namesAreNormalised() {
        assertThat(RequirementLines.name("Typing_Extensions[x]>=4")).isEqualTo("typing-extensions");
        assertThat(RequirementLines.name("zope.interface")).isEqualTo("zope-interface");
        assertThat(RequirementLines.name("!")).isEqualTo("!");
    }
}
