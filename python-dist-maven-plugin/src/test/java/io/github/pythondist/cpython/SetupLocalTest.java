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
    @DisplayName("names disabled and shared modules under their markers, and no other")
    void namesDisabledAndShared() {
        ExtensionCatalog extensions = new ExtensionCatalog(new TreeMap<>(Map.of(
                "zlib", new Extension(Mode.STATIC, List.of("zlib"), null),
                "sys", new Extension(Mode.CORE, List.of(), null),
                "_gdbm", new Extension(Mode.DISABLED, List.of(), "GPL"),
                "nis", new Extension(Mode.DISABLED, List.of(), "removed"),
                "_testcapi", new Extension(Mode.SHARED, List.of(), "tests"))));

        assertThat(SetupLocal.text(extensions)).isEqualTo("""
                        # Generated from the extension catalogue.
                        *disabled*
                        _gdbm
                        nis
                        *shared*
                        _testcapi
                        """);
    }
}
