package io.github.pythondist.environment;

import io.github.pythondist.files.Digest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tree that a script of the catalog makes from an assembled one, such as a sysroot for an older C library.
 *
 * @param name begins the tree's directory name
 * @param digest of everything that decides the tree: base, tools, script, variables. Names the tree
 * @param catalog the recipes' folder, which the script sees as {@code $CATALOG}
 * @param script run by bash, relative to the catalog. It finds the base at {@code $SYSROOT}, writes the tree to the
 *     empty directory {@code $OUT} and may use {@code $BUILD}
 * @param variables further environment variables for the script
 * @param remedy what to do when the script fails
 */
public record Derivation(
        String name, Digest digest, Path catalog, String script, SortedMap<String, String> variables, String remedy) {

    public Derivation {
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    }
}
