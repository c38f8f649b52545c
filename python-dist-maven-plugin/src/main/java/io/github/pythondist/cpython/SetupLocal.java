package io.github.pythondist.cpython;

import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import java.util.List;

/**
 * {@code Modules/Setup.local}, generated from the extension catalogue. It names what must not be built; the recipe adds
 * CPython's own rules of what must be shared; everything else becomes static by {@code MODULE_BUILDTYPE=static} (see
 * {@code Modules/Setup.stdlib.in}).
 */
public final class SetupLocal {

    private SetupLocal() {}

    /** The file's text; sections as {@code Modules/Setup} documents them. */
    public static String text(ExtensionCatalog extensions) {
        StringBuilder text = new StringBuilder("# Generated from the extension catalogue.\n");
        section(text, "*disabled*", extensions.named(Mode.DISABLED));
        return text.toString();
    }

    private static void section(StringBuilder text, String marker, List<String> names) {
        if (!names.isEmpty()) {
            text.append(marker).append('\n');
            names.forEach(name -> text.append(name).append('\n'));
        }
    }
}
