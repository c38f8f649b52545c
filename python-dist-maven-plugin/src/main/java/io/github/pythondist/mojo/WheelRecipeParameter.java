package io.github.pythondist.mojo;

import io.github.pythondist.catalog.WheelRecipe;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.PackageNames;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@code <recipe>} of the goal {@code wheels}; {@link WheelRecipe} says what its elements mean. */
public final class WheelRecipeParameter {

    private @Nullable String name;
    private @Nullable String reason;
    private @Nullable Map<String, String> variables;
    private @Nullable Map<String, String> settings;
    private @Nullable List<String> constraints;
    private @Nullable List<String> requires;
    private @Nullable List<String> components;
    private @Nullable List<String> patches;
    private int timeout;

    /** The package that it is for, normalised. */
    String packageName() {
        if (name == null || name.isBlank()) {
            throw new BuildFailure("A <recipe> has no <name>").remedy("Name the package that it is for");
        }
        return PackageNames.normalized(name.strip());
    }

    WheelRecipe recipe() {
        if (reason == null || reason.isBlank()) {
            throw new BuildFailure("The <recipe> of " + packageName() + " has no <reason>")
                    .remedy("Say in a sentence why it is needed: it is shown with the results");
        }
        try {
            return new WheelRecipe(
                    reason.strip(),
                    AbstractWheelBuildMojo.texts(variables),
                    AbstractWheelBuildMojo.texts(settings),
                    given("constraints", constraints),
                    given("requires", requires),
                    given("components", components),
                    given("patches", patches),
                    timeout);
        } catch (IllegalArgumentException e) {
            throw new BuildFailure("The <recipe> of " + packageName() + " in the POM is not one")
                    .detail(String.valueOf(e.getMessage()))
                    .remedy("Correct it");
        }
    }

    private List<String> given(String element, @Nullable List<String> values) {
        return ExtensionModuleParameter.words("<" + element + "> of the recipe of " + packageName(), values);
    }
}
