package io.github.pythondist.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.ExtensionCatalog.Extension;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Generated Setup.local")
final class SetupLocalTest {

    @Test
    @DisplayName("names disabled modules under their marker, and no other")
    void namesDisabled() {
        ExtensionCatalog extensions = new ExtensionCatalog(new TreeMap<>(Map.of(
                "zlib", new Extension(Mode.STATIC, List.of("zlib"), false, null),
                "sys", new Extension(Mode.CORE, List.of(), false, null),
                "_gdbm", new Extension(Mode.DISABLED, List.of(), false, "GPL"),
                "nis", new Extension(Mode.DISABLED, List.of(), false, "removed"),
                "_testcapi", new Extension(Mode.SHARED, List.of(), true, "tests"))));

        assertThat(SetupLocal.text(extensions)).isEqualTo("""
                        # Generated from the extension catalogue.
                        *disabled*
                        _gdbm
                        nis
                        """);
    }
}
