package io.github.pythondist.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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
     * @param why the reason, for every module that is not simply static
     */
    public record Extension(
            Mode mode, List<String> uses, @Nullable String why) {
        public Extension {
            uses = Defaults.list(uses);
        }
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
