package io.github.pythondist.cpython;

import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code Modules/Setup.local}, generated from the extension catalog. It names what must not be built, and carries the
 * rules that CPython's own files lack; the recipe adds CPython's own rules of what must be shared; everything else
 * becomes static by {@code MODULE_BUILDTYPE=static} (see {@code Modules/Setup.stdlib.in}).
 */
public final class SetupLocal {

    private SetupLocal() {}

    /**
     * The file's text; sections as {@code Modules/Setup} documents them.
     *
     * @param own modules of the project's own
     */
    public static String text(ExtensionCatalog extensions, List<OwnModule> own) {
        StringBuilder text = new StringBuilder("# Generated from the extension catalog.\n");
        section(text, "*disabled*", extensions.named(Mode.DISABLED));
        List<String> linked = new ArrayList<>(rules(extensions, Mode.STATIC));
        own.forEach(module -> linked.addAll(module.setup()));
        section(text, "*static*", linked);
        section(text, "*shared*", rules(extensions, Mode.SHARED));
        return text.toString();
    }

    private static List<String> rules(ExtensionCatalog extensions, Mode mode) {
        return extensions.named(mode).stream()
                .filter(name -> extensions.modules().get(name).rule() != null)
                .map(name -> name + " " + extensions.modules().get(name).rule())
                .toList();
    }

    private static void section(StringBuilder text, String marker, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append(marker).append('\n');
            lines.forEach(line -> text.append(line).append('\n'));
        }
    }
}
