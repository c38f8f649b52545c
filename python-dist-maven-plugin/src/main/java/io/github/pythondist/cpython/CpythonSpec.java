package io.github.pythondist.cpython;

import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.Flavour;
import io.github.pythondist.catalog.Optimization;
import io.github.pythondist.catalog.Series;
import io.github.pythondist.component.RecipeStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which interpreter to build.
 *
 * @param series the series
 * @param version one of its versions
 * @param flavour how it differs from the default
 * @param flavourName the flavour's name, empty for the default
 * @param extensions what becomes of each extension module
 * @param modules those of them that are the project's own
 * @param optimization how its own code is compiled
 * @param profile where that needs one
 * @param sourceDateEpoch the build date that the interpreter reports, seconds since 1970
 * @param components results of all components the series depends on, directly or not
 */
public record CpythonSpec(
        Series series,
        String version,
        Flavour flavour,
        String flavourName,
        ExtensionCatalog extensions,
        List<OwnModule> modules,
        Optimization optimization,
        Optional<TrainedProfile> profile,
        long sourceDateEpoch,
        List<RecipeStep.Built> components) {

    /** The same, with one more result for the recipe to see. */
    public CpythonSpec with(RecipeStep.Built further) {
        List<RecipeStep.Built> all = new ArrayList<>(components);
        all.add(further);
        return new CpythonSpec(
                series,
                version,
                flavour,
                flavourName,
                extensions,
                modules,
                optimization,
                profile,
                sourceDateEpoch,
                all);
    }
}
