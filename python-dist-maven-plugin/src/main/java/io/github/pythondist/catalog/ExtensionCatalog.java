package io.github.pythondist.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each extension module of the standard library: {@code cpython/<series>/extensions.yaml}.
 *
 * @param modules module name → decision
 */
public record ExtensionCatalog(SortedMap<String, Extension> modules) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ExtensionCatalog {
        modules = Defaults.map(modules);
    }

    /** How a module is linked. */
    public enum Mode {
        /** Always part of the interpreter: CPython's own {@code config.c} and {@code Setup.bootstrap}. */
        @JsonProperty("core")
        CORE,
        /** Linked into the interpreter. */
        @JsonProperty("static")
        STATIC,
        /** A file in {@code lib-dynload}. */
        @JsonProperty("shared")
        SHARED,
        /** Not built. */
        @JsonProperty("disabled")
        DISABLED
    }

    /**
     * @param mode how the module is linked
     * @param uses components whose code it brings in
     * @param rule what {@code Modules/makesetup} is told of it, after its name: sources, macros, libraries; null where
     *     CPython's own files have a rule for it
     * @param test whether only CPython's own test suite uses it; such modules go into the full content alone
     * @param why the reason, for every module that is not simply static
     */
    public record Extension(
            Mode mode,
            List<String> uses,
            @Nullable String rule,
            boolean test,
            @Nullable String why) {
        public Extension {
            if (mode == null) {
                throw new IllegalArgumentException("the key 'mode' is missing");
            }
            uses = Defaults.list(uses);
        }
    }

    /** The same decisions, but for those given. */
    public ExtensionCatalog with(SortedMap<String, Extension> others) {
        SortedMap<String, Extension> merged = new TreeMap<>(modules);
        merged.putAll(others);
        return new ExtensionCatalog(merged);
    }

    /** The same decisions, but for those of some modules. */
    public ExtensionCatalog without(Collection<String> others) {
        SortedMap<String, Extension> rest = new TreeMap<>(modules);
        rest.keySet().removeAll(others);
        return new ExtensionCatalog(rest);
    }

    /** Whether a module is built, linked in or as a file. */
    public boolean isBuilt(String module) {
        Extension extension = modules.get(module);
        return extension != null && extension.mode() != Mode.DISABLED;
    }

    /** Names of the modules that only the test suite uses, sorted. */
    public List<String> testModules() {
        return modules.entrySet().stream()
                .filter(entry -> entry.getValue().test())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Names with one of the modes, sorted. */
    public List<String> named(Mode... modes) {
        List<Mode> wanted = List.of(modes);
        return modules.entrySet().stream()
                .filter(entry -> wanted.contains(entry.getValue().mode()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
