package io.github.pythondist.upgrade;

import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.Series;
import io.github.pythondist.inventory.ExtensionModule;
import io.github.pythondist.inventory.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Proposes lines of {@code extensions.yaml} for modules the catalog does not know. */
final class ModuleProposals {

    /** Libraries of the C library. */
    private static final Set<String> SYSTEM = Set.of("-lm", "-ldl", "-lrt", "-lpthread", "-lutil");

    /** What names a library ({@code -lz}, {@code pkg-config zlib}) → the component that has it. */
    private final SortedMap<String, String> components = new TreeMap<>();

    /** Takes the libraries of everything the series is linked with from the components' outputs. */
    ModuleProposals(Catalog catalog, Series series) {
        for (String name : series.depends()) {
            for (String output : catalog.component(name).outputs()) {
                if (output.matches("lib/lib[^/]+\\.a")) {
                    components.put("-l" + output.substring("lib/lib".length(), output.length() - 2), name);
                } else if (output.matches("lib/pkgconfig/[^/]+\\.pc")) {
                    components.put(
                            ExtensionModule.PKG_CONFIG
                                    + output.substring("lib/pkgconfig/".length(), output.length() - 3),
                            name);
                }
            }
        }
    }

    /** A line for {@code extensions.yaml}; a person still has to look at it. */
    String line(ExtensionModule module) {
        return module.name() + ": {" + decision(module) + "}";
    }

    private String decision(ExtensionModule module) {
        if (module.origin() == Origin.CORE) {
            return "mode: core, why: part of the interpreter";
        }
        if (module.origin() == Origin.BOOTSTRAP) {
            return "mode: core, why: needed before anything can be loaded";
        }
        if (module.isForTests()) {
            return "mode: shared, test: true";
        }
        if (module.enabled().contains("Darwin")) {
            return "mode: disabled, why: for macOS alone";
        }
        TreeSet<String> uses = new TreeSet<>();
        List<String> unknown = new ArrayList<>();
        for (String library : module.possibleLibraries()) {
            String plain = library.replaceFirst("\\s*[<>=]=?.*", "");
            String component = components.get(plain);
            if (component != null) {
                uses.add(component);
            } else if (!SYSTEM.contains(library) && !library.startsWith("$") && !library.endsWith(".a")) {
                unknown.add(library);
            }
        }
        if (uses.isEmpty() && !unknown.isEmpty()) {
            return "mode: disabled, why: \"needs " + String.join(" or ", unknown) + ", which is no component\"";
        }
        return uses.isEmpty() ? "mode: static" : "mode: static, uses: [" + String.join(", ", uses) + "]";
    }
}
