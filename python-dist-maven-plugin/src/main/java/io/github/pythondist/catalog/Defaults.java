package io.github.pythondist.catalog;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keys left out of a YAML file arrive as null; records hold empty collections instead, or refuse it. */
final class Defaults {

    /** Vendor and product in the characters that a CPE 2.3 formatted string (NISTIR 7695) takes without escapes. */
    private static final Pattern CPE = Pattern.compile("[a-z0-9._-]+:[a-z0-9._-]+");

    private Defaults() {}

    /**
     * @throws IllegalArgumentException if it is given and not {@code vendor:product}
     */
    static void requireCpe(@Nullable String cpe) {
        if (cpe != null && !CPE.matcher(cpe).matches()) {
            throw new IllegalArgumentException("cpe is '" + cpe
                    + "', and must be vendor:product as in the CPE dictionary, such as openssl:openssl");
        }
    }

    static <T> List<T> list(@Nullable List<T> given) {
        return given == null ? List.of() : List.copyOf(given);
    }

    static <V> SortedMap<String, V> map(@Nullable SortedMap<String, V> given) {
        return given == null ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(new TreeMap<>(given));
    }

    static void required(String key, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the key '" + key + "' is missing or empty");
        }
    }
}
