package io.github.pythondist.inventory;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One place that declares a module.
 *
 * @param name of the module
 * @param origin which kind of file it is
 * @param where the line
 * @param flags sources and compiler words given there
 * @param substitutions names of configure's substitutions ({@code @NAME@}) among the words
 * @param condition configure's condition for the line, such as {@code MODULE__SSL}, or empty
 * @param dynamic lines whose effect on the declaration only running them would tell
 */
record ModuleDeclaration(
        String name,
        Origin origin,
        SourceLine where,
        BuildFlags flags,
        List<String> substitutions,
        String condition,
        SortedSet<SourceLine> dynamic) {

    ModuleDeclaration {
        substitutions = List.copyOf(substitutions);
        dynamic = new TreeSet<>(dynamic);
    }

    /** Whether the flags of {@code PY_STDLIB_MOD} are used with it: always in setup.py, else unless it has its own. */
    boolean takesConfigureFlags(String setupPy) {
        return where.file().equals(setupPy)
                || (flags.includes().isEmpty()
                        && flags.defines().isEmpty()
                        && flags.libraries().isEmpty()
                        && flags.variables().isEmpty());
    }
}
