package io.github.pythondist.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pythondist.report.BuildFailure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Expressions of code carried inside a source")
final class DeclarationVetterTest {

    private final DeclarationVetter vetter = new DeclarationVetter();

    @Test
    @DisplayName("an alternative under an allowed licence is taken, and its text comes from the SPDX list")
    void takesTheAllowedAlternative() {
        DeclarationVetter.Vetted vetted = vetter.vet(
                new TreeMap<>(Map.of("robotparser", "GPL-2.0-only OR Python-2.0.1")), LicensePolicy.defaults());

        assertThat(vetted.exceptions()).isEmpty();
        assertThat(vetted.texts()).containsOnlyKeys("Python-2.0.1");
        assertThat(vetted.texts().get("Python-2.0.1")).contains("PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2");
    }

    @Test
    @DisplayName("a denied licence is refused, and the message names who carries it")
    void refusesWhatIsDenied() {
        assertThatExceptionOfType(BuildFailure.class)
                .isThrownBy(() ->
                        vetter.vet(new TreeMap<>(Map.of("pip/chardet", "LGPL-2.1-or-later")), LicensePolicy.defaults()))
                .withMessageContaining("pip/chardet: the policy does not allow LGPL-2.1-or-later");
    }

    @Test
    @DisplayName("an exception of the policy lets the code it names use the licence, and no other code")
    void exceptionHoldsForItsCodeAlone() {
        PolicyException exception = new PolicyException("pip/chardet", "LGPL-2.1-or-later", "source, replaceable");
        LicensePolicy policy = LicensePolicy.defaults().plus(List.of(), List.of(), List.of(exception));

        DeclarationVetter.Vetted vetted = vetter.vet(new TreeMap<>(Map.of("pip/chardet", "LGPL-2.1-or-later")), policy);
        assertThat(vetted.texts()).containsOnlyKeys("LGPL-2.1-or-later");
        assertThat(vetted.exceptions()).containsExactly(exception);
        assertThatExceptionOfType(BuildFailure.class)
                .isThrownBy(() -> vetter.vet(new TreeMap<>(Map.of("pip/other", "LGPL-2.1-or-later")), policy));
    }
}
