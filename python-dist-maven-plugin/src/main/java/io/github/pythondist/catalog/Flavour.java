package io.github.pythondist.catalog;

import io.github.pythondist.report.BuildFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A way to build an interpreter that differs from the default: an entry of {@code flavours.yaml}.
 *
 * @param summary what it is for
 * @param abiFlags what {@code sys.abiflags} gains (PEP 3149)
 * @param configure options added to CPython's {@code configure}
 * @param optimize the compiler's {@code -O} option, or null for the default's
 * @param depends components that it is linked with in addition
 * @param modules extension modules that are treated otherwise than in the default
 */
public record Flavour(
        String summary,
        String abiFlags,
        List<String> configure,
        @Nullable String optimize,
        List<String> depends,
        SortedMap<String, ExtensionCatalog.Extension> modules) {

    /** The default: nothing differs. */
    public static final Flavour DEFAULT = new Flavour("the default", "", List.of(), null, List.of(), new TreeMap<>());

    private static final String DEFAULT_OPTIMIZE = "-O3";

    public Flavour {
        abiFlags = abiFlags == null ? "" : abiFlags;
        configure = Defaults.list(configure);
        depends = Defaults.list(depends);
        modules = Defaults.map(modules);
    }

    /**
     * Finds a flavour, or several joined with {@code -}, among those a series has.
     *
     * @param name such as {@code debug} or {@code freethreaded-debug}; empty for the default
     * @param known all flavours of the catalog, in their order there
     * @param series the series, with the flavours it has
     * @throws BuildFailure if the series does not have one of them
     */
    public static Flavour of(String name, Map<String, Flavour> known, Series series) {
        if (name.isEmpty()) {
            return DEFAULT;
        }
        Flavour merged = DEFAULT;
        List<String> wanted = List.of(name.split("-", -1));
        List<String> ordered = new ArrayList<>();
        for (Map.Entry<String, Flavour> candidate : known.entrySet()) {
            if (wanted.contains(candidate.getKey()) && series.flavours().contains(candidate.getKey())) {
                merged = merged.and(candidate.getValue());
                ordered.add(candidate.getKey());
            }
        }
        if (!String.join("-", ordered).equals(name)) {
            Set<String> usable = new TreeSet<>(series.flavours());
            throw new BuildFailure("CPython " + series.series() + " has no flavour '" + name + "'")
                    .detail("flavours of this series for this target: "
                            + (usable.isEmpty() ? "none" : String.join(", ", usable)))
                    .remedy("Use one of these, several joined with '-' in the order of the catalog's flavours.yaml,"
                            + " or none");
        }
        return merged;
    }

    /** The compiler's {@code -O} option. */
    public String effectiveOptimize() {
        return optimize == null ? DEFAULT_OPTIMIZE : optimize;
    }

    private Flavour and(Flavour other) {
        List<String> options = new ArrayList<>(configure);
        options.addAll(other.configure);
        List<String> components = new ArrayList<>(depends);
        components.addAll(other.depends);
        SortedMap<String, ExtensionCatalog.Extension> extensions = new TreeMap<>(modules);
        extensions.putAll(other.modules);
        return new Flavour(
                equals(DEFAULT) ? other.summary : summary + "; " + other.summary,
                abiFlags + other.abiFlags,
                options,
                other.optimize == null ? optimize : other.optimize,
                components,
                extensions);
    }
}
