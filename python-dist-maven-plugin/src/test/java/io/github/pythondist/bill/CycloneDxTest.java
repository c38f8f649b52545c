package io.github.pythondist.bill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pythondist.files.Digest;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CycloneDX documents")
final class CycloneDxTest {

    @Test
    @DisplayName("a number is a UUID of version 8, made of a digest")
    void uuid() {
        UUID uuid = CycloneDx.uuid(new Digest("0123456789abcdef".repeat(4)));
        assertThat(uuid).hasToString("01234567-89ab-8def-8123-456789abcdef");
        assertThat(uuid.version()).isEqualTo(8);
        assertThat(uuid.variant()).isEqualTo(2);
    }

    @Test
    @DisplayName("a CPE escapes what has a meaning in it")
    void cpe() {
        assertThat(CycloneDx.cpe("gnu:ncurses", "6.5-20250216"))
                .isEqualTo("cpe:2.3:a:gnu:ncurses:6.5-20250216:*:*:*:*:*:*:*");
        assertThat(CycloneDx.cpe("a:b", "1+2:3")).isEqualTo("cpe:2.3:a:a:b:1\\+2\\:3:*:*:*:*:*:*:*");
        assertThat(CycloneDx.cpe(null, "1")).isNull();
    }

    @Test
    @DisplayName("CycloneDX's schema is there, and refuses what does not follow it")
    void schema() {
        assertThat(BillSchema.violations("1.6", "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\"}"))
                .isEmpty();
        assertThat(BillSchema.violations("1.6", """
                        {"bomFormat": "CycloneDX", "specVersion": "1.6",
                         "components": [{"type": "librarian", "name": "x", "hashes": [{"alg": "SHA-256", "content": "short"}]}]}
                        """))
                .anyMatch(violation -> violation.contains("/components/0/type"))
                .anyMatch(violation -> violation.contains("/components/0/hashes/0/content"));
    }
}
