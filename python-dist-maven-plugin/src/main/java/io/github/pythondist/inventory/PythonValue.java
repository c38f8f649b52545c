package io.github.pythondist.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an expression of {@code setup.py} may be, as far as reading it tells.
 *
 * @param texts its strings, those of a list in their order; of a pair (name, value), {@code name=value}
 * @param unknown lines on which something is computed
 */
record PythonValue(List<String> texts, Set<Integer> unknown) {

    static PythonValue of(String text) {
        return new PythonValue(List.of(text), Set.of());
    }

    static PythonValue nothing() {
        return new PythonValue(List.of(), Set.of());
    }

    static PythonValue unknown(int line) {
        return new PythonValue(List.of(), Set.of(line));
    }

    /** Both: of a variable that is set twice either may be what it holds. */
    PythonValue and(PythonValue other) {
        List<String> all = new ArrayList<>(texts);
        other.texts.stream().filter(text -> !all.contains(text)).forEach(all::add);
        Set<Integer> lines = new TreeSet<>(unknown);
        lines.addAll(other.unknown);
        return new PythonValue(all, lines);
    }
}
