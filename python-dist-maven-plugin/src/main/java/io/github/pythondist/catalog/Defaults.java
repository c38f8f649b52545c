package io.github.pythondist.catalog;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keys left out of a YAML file arrive as null; records hold empty collections instead. */
final class Defaults {

    private Defaults() {}

    static <T> List<T> list(@Nullable List<T> given) {
        return given == null ? List.of() : List.copyOf(given);
    }

    static <V> SortedMap<String, V> map(@Nullable SortedMap<String, V> given) {
        return given == null ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(new TreeMap<>(given));
    }
}
