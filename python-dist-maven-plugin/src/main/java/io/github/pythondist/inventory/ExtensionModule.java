package io.github.pythondist.inventory;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An extension module as a CPython source declares it, all its declarations taken together.
 *
 * @param name of the module
 * @param origin which kind of file brings it in
 * @param declared every line that declares it or sets flags for it
 * @param sources C files, below the source's top directory
 * @param includes directories of {@code -I}, the top directory left out
 * @param defines macros given on the command line
 * @param libraries what is linked: {@code -lm}, static libraries, and configure's variables ({@code $ZLIB_LIBS})
 * @param compilerVariables configure's variables among the compiler's flags
 * @param variables each of those variables → the values that configure may give it
 * @param enabled configure's test of whether the module is wanted, empty for always
 * @param supported configure's test of whether what it needs is there, empty for always
 * @param dynamic lines of {@code setup.py} whose effect only running them would tell
 */
public record ExtensionModule(
        String name,
        Origin origin,
        SortedSet<SourceLine> declared,
        SortedSet<String> sources,
        SortedSet<String> includes,
        SortedSet<String> defines,
        SortedSet<String> libraries,
        SortedSet<String> compilerVariables,
        SortedMap<String, SortedSet<String>> variables,
        String enabled,
        String supported,
        SortedSet<SourceLine> dynamic) {

    /** What a value of a variable begins with that {@code pkg-config} answers. */
    public static final String PKG_CONFIG = "pkg-config ";

    public ExtensionModule {
        declared = Collections.unmodifiableSortedSet(new TreeSet<>(declared));
        sources = Collections.unmodifiableSortedSet(new TreeSet<>(sources));
        includes = Collections.unmodifiableSortedSet(new TreeSet<>(includes));
        defines = Collections.unmodifiableSortedSet(new TreeSet<>(defines));
        libraries = Collections.unmodifiableSortedSet(new TreeSet<>(libraries));
        compilerVariables = Collections.unmodifiableSortedSet(new TreeSet<>(compilerVariables));
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
        dynamic = Collections.unmodifiableSortedSet(new TreeSet<>(dynamic));
    }

    /** A module of which only the name is known. */
    public static ExtensionModule named(String name) {
        TreeSet<String> none = new TreeSet<>();
        return new ExtensionModule(
                name,
                Origin.STDLIB,
                new TreeSet<>(),
                none,
                none,
                none,
                none,
                none,
                new TreeMap<>(),
                "",
                "",
                new TreeSet<>());
    }

    /** Libraries, with what configure may put for its variables, through variables in those. */
    public SortedSet<String> possibleLibraries() {
        SortedSet<String> possible = new TreeSet<>();
        libraries.forEach(library -> addPossible(library, possible, new TreeSet<>()));
        return possible;
    }

    private void addPossible(String library, Set<String> possible, Set<String> seen) {
        SortedSet<String> values = variables.getOrDefault(library, Collections.emptySortedSet());
        if (values.isEmpty()) {
            possible.add(library);
        } else if (seen.add(library)) {
            for (String value : values) {
                if (value.startsWith(PKG_CONFIG)) {
                    possible.add(value);
                } else {
                    BuildFlags.of(CommandWords.of(value))
                            .libraries()
                            .forEach(inner -> addPossible(inner, possible, seen));
                }
            }
        }
    }

    /** Whether only CPython's tests, or authors who look for an example, have a use for it. */
    @JsonIgnore
    public boolean isForTests() {
        return enabled.contains("TEST_MODULES") || name.startsWith("_test") || name.startsWith("xx");
    }
}
