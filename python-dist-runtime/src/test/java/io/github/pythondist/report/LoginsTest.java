package io.github.pythondist.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Of a login in an address")
final class LoginsTest {

    @ParameterizedTest
    @DisplayName("no message has anything, rather than a part")
    @CsvSource({
        "https://me:secret@example.com:8443/a, https://example.com:8443/a",
        "https://secret@example.com, https://example.com",
        "https://me:secret@part@example.com/a, https://example.com/a",
        "https://me:secret/part@example.com/a, https://...",
        "https://me:secret@part/part@example.com/a, https://...",
        "https://me:secret//part@example.com/a, https://...",
        "https://me:secret@example.com/a@b, https://...",
    })
    void isHidden(String address, String shown) {
        assertThat(Logins.isIn(address)).isTrue();
        assertThat(Logins.without(address)).isEqualTo(shown);
    }

    @ParameterizedTest
    @DisplayName("nothing is seen where there is none")
    @CsvSource({"https://example.com:8443/a@b", "https://example.com/a", "file:///srv/a@b", "/srv/a@b", "a@b:c"})
    void isNotThere(String address) {
        assertThat(Logins.isIn(address)).isFalse();
        assertThat(Logins.without(address)).isEqualTo(address);
    }
}
