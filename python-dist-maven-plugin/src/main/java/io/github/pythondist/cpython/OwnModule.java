package io.github.pythondist.cpython;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * An extension module of a project's own, linked into the interpreter as those of the standard library are.
 *
 * @param name what is imported
 * @param sources what is compiled, paths below CPython's {@code Modules/}
 * @param files what it is compiled of, headers among it: path below {@code Modules/} → path in the catalog
 * @param options of the compiler: macros, and folders of headers
 * @param libraries of the linker, such as {@code -lzstd}
 */
public record OwnModule(
        String name,
        List<String> sources,
        SortedMap<String, String> files,
        List<String> options,
        List<String> libraries) {

    /**
     * Its lines of {@code Modules/Setup}. To {@code makesetup} every line with a {@code =} is a variable's, so what may
     * hold one is a variable.
     */
    List<String> setup() {
        List<String> lines = new ArrayList<>();
        List<String> rule = new ArrayList<>(List.of(name));
        rule.addAll(sources);
        if (!options.isEmpty()) {
            String variable = "PROJECT_" + name + "_CFLAGS";
            lines.add(variable + "=" + String.join(" ", options));
            rule.add("$(" + variable + ")");
        }
        rule.addAll(libraries);
        lines.add(String.join(" ", rule));
        return lines;
    }
}
