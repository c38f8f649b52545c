package io.github.pythondist.wheeltrack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a build requires")
final class RequirementLinesTest {

    @Test
    @DisplayName("begins with the name of a package, whatever follows")
    void beginsWithName() {
        assertThat(RequirementLines.name("Typing_Extensions[x]>=4")).isEqualTo("typing-extensions");
        assertThat(RequirementLines.name("zope.interface")).isEqualTo("zope-interface");
        assertThat(RequirementLines.name("!")).isEqualTo("!");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setuptools",
                "setuptools<81",
                "cython == 3.0.12",
                "numpy>=2,<3",
                "numpy (>=2, !=2.1.*)",
                "a-b.c[x, y]~=1.4; python_version < '3.14'",
                "six @ https://files.example/six.whl"
            })
    @DisplayName("a name with versions is a requirement")
    void requirements(String line) {
        assertThat(RequirementLines.isRequirement(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "setuptools 81", "setuptools<", "<81", "-r other.txt", "setuptools=81", "a\nb", "# a"})
    @DisplayName("anything else is none")
    void noRequirements(String line) {
        assertThat(RequirementLines.isRequirement(line)).isFalse();
    }
}
