package io.github.pythondist.catalog;

import java.util.List;
import java.util.SortedMap;

/**
 * What the build of a package needs that its sdist does not bring: {@code wheels/recipes/<name>.yaml}, or a
 * {@code <recipe>} in a POM.
 *
 * @param reason why, in one sentence
 * @param variables of the build's environment
 * @param settings of the backend ({@code config_settings} of PEP 517)
 * @param constraints limits for the versions of what the build requires, as PEP 508 writes them
 * @param requires what the build requires and does not declare, likewise
 * @param components static libraries, by their names in the catalog
 * @param patches files, applied in this order: below {@code wheels/}, in a POM relative to the project
 * @param timeout seconds after which each of the two builds is ended; 0 leaves that to the goal
 */
public record WheelRecipe(
        String reason,
        SortedMap<String, String> variables,
        SortedMap<String, String> settings,
        List<String> constraints,
        List<String> requires,
        List<String> components,
        List<String> patches,
        int timeout) {

    /** That of a package that needs none. */
    public static final WheelRecipe NONE = new WheelRecipe("none is needed", null, null, null, null, null, null, 0);

    /**
     * @throws IllegalArgumentException if there is no reason, an entry is empty, or a value is none
     */
    public WheelRecipe {
        Defaults.required("reason", reason);
        variables = Defaults.map(variables);
        settings = Defaults.map(settings);
        constraints = Defaults.list(constraints);
        requires = Defaults.list(requires);
        components = Defaults.list(components);
        patches = Defaults.list(patches);
        variables.keySet().forEach(WheelRecipe::requireVariable);
        settings.keySet().forEach(key -> requireText("settings", key));
        constraints.forEach(line -> requireText("constraints", line));
        requires.forEach(line -> requireText("requires", line));
        components.forEach(name -> requireText("components", name));
        patches.forEach(file -> requireText("patches", file));
        if (timeout < 0) {
            throw new IllegalArgumentException("the key 'timeout' must be a number of seconds");
        }
    }

    private static void requireVariable(String name) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("the key 'variables' has a name that no variable has: '" + name + "'");
        }
    }

    private static void requireText(String key, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("the key '" + key + "' has an empty entry");
        }
    }

    /** Whether it gives nothing. */
    public boolean isEmpty() {
        return equals(NONE);
    }
}
