package io.github.pythondist.inventory;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.report.BuildFailure;
import java.util.Set;
import java.util.StringJoiner;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The catalog of extension modules")
final class CatalogCheckTest {

    @Test
    @DisplayName("fits a source that has the same modules")
    void fits() {
        assertThatCode(() -> check("array", "math").require("3.13", "3.13.5")).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("is refused for a module the source does not have, and for one it does not name")
    void doesNotFit() {
        assertThatThrownBy(() -> check("array", "audioop").require("3.13", "3.13.5"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("cpython/3.13/extensions.yaml does not fit the source of CPython 3.13.5")
                .hasMessageContaining("audioop: a catalog entry for a module that does not exist")
                .hasMessageContaining("math: a module of the source without a catalog entry")
                .hasMessageContaining("audit-upgrade");
    }

    private static CatalogCheck check(String... names) {
        StringJoiner catalog = new StringJoiner(", ", "{", "}");
        for (String name : names) {
            catalog.add("\"" + name + "\": {\"mode\": \"static\"}");
        }
        try {
            return new CatalogCheck(
                    new ObjectMapper().readValue(catalog.toString(), ExtensionCatalog.class), Set.of("array", "math"));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
