package io.github.pythondist.cpython;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.pythondist.catalog.Content;
import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import io.github.pythondist.component.RecipeStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A built interpreter, and what tests must find true of it.
 *
 * @param series CPython's series
 * @param version CPython's version
 * @param flavour the flavour's name, empty for the default
 * @param extensions the extension modules that it was built with
 * @param components component → version that the interpreter must report
 * @param built the install tree
 */
public record TestSubject(
        String series,
        String version,
        String flavour,
        ExtensionCatalog extensions,
        Map<String, String> components,
        RecipeStep.Built built) {

    /** No file may mention them: where a step finds its things inside the sandbox. */
    private static final List<String> FORBIDDEN = List.of("/build", "/catalog", "/deps", "/out", "/sysroot");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** Begins the names of reports. */
    public String label() {
        return "cpython-" + series + (flavour.isEmpty() ? "" : "-" + flavour);
    }

    /**
     * What the self-test's {@code --expect} takes.
     *
     * @param content what the tested tree has of the built one
     */
    String expectations(Content content) {
        List<String> shared = new ArrayList<>(extensions.named(Mode.SHARED));
        List<String> absent = new ArrayList<>(extensions.named(Mode.DISABLED));
        if (!content.testModules()) {
            shared.removeAll(extensions.testModules());
            absent.addAll(extensions.testModules());
        }
        SortedMap<String, Object> expectations = new TreeMap<>();
        expectations.put("version", version);
        expectations.put("builtin", extensions.named(Mode.CORE, Mode.STATIC));
        expectations.put("shared", shared);
        expectations.put("disabled", absent);
        expectations.put("libraries", new TreeMap<>(components));
        expectations.put("forbidden", FORBIDDEN);
        try {
            return JSON.writeValueAsString(expectations);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings are always JSON", e);
        }
    }
}
