package io.github.pythondist.wheeltrack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a build requires")
final class RequirementLinesTest {

    @Test
    @DisplayName("begins with the name of a package, whatever follows")
    void beginsWithName() {
        assertThat(RequirementLines.name("Typing_Extensions[x]>=4")).isEqualTo("typing-extensions");
        assertThat(RequirementLines.name("zope.interface")).isEqualTo("zope-interface");
        assertThat(RequirementLines.name("!")).isEqualTo("!");
    }
}
