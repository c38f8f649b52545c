package io.github.pythondist.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A finding")
final class FindingTest {

    @Test
    @DisplayName("is one line that steers no terminal, whatever the names are")
    void isPrintable() {
        assertThat(new Finding("a\nb", "needs \u001b[2Kx\u202egpj.dll").text())
                .isEqualTo("a\\u000ab needs \\u001b[2Kx\\u202egpj.dll");
        assertThat(new Finding(".", "größer als erlaubt").text()).isEqualTo("größer als erlaubt");
    }
}
