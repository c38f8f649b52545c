package io.github.pythondist.catalog;

import java.util.SortedMap;

/**
 * One consistent choice of versions: {@code source-sets/<name>.yaml}.
 *
 * @param name what {@code -Dpython-dist.sourceSet=} takes
 * @param description where its sources live
 * @param cpython series → CPython version
 * @param components component → version
 */
public record SourceSet(
        String name, String description, SortedMap<String, String> cpython, SortedMap<String, String> components) {

    public SourceSet {
        cpython = Defaults.map(cpython);
        components = Defaults.map(components);
    }
}
