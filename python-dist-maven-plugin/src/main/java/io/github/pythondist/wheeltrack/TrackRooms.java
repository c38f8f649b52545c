package io.github.pythondist.wheeltrack;

import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.catalog.WheelRecipe;
import io.github.pythondist.component.Workshop;
import io.github.pythondist.rust.RustRoom;
import io.github.pythondist.wheel.LockedWheel;
import io.github.pythondist.wheel.SdistIndex.PackageFile;
import io.github.pythondist.wheelbuild.HermeticRequest;
import io.github.pythondist.wheelbuild.HermeticRequest.Recipe;
import io.github.pythondist.wheelbuild.HermeticRequest.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What all builds of a run share.
 *
 * @param target of the interpreter
 * @param room of first builds
 * @param recipes of all packages
 * @param components that these name
 * @param rust for those packages that need it
 */
record TrackRooms(
        TrackRequest request,
        Catalog catalog,
        Target target,
        Workshop.Room room,
        RecipeBook recipes,
        ComponentPrefixes components,
        RustRooms rust) {

    /** What the build of a package needs that its sdist does not bring. */
    WheelRecipe recipe(String name) {
        return recipes.of(name);
    }

    /** A first build. */
    HermeticRequest request(
            PackageFile file,
            Path sdist,
            List<LockedWheel> wheels,
            List<String> required,
            WheelRecipe recipe,
            Optional<RustRoom> withRust,
            Path directory) {
        return request(file, sdist, wheels, required, recipe, withRust, Surroundings.usual(room), directory, directory);
    }

    HermeticRequest request(
            PackageFile file,
            Path sdist,
            List<LockedWheel> wheels,
            List<String> required,
            WheelRecipe recipe,
            Optional<RustRoom> withRust,
            Surroundings surroundings,
            Path directory,
            Path logs) {
        return new HermeticRequest(
                request.python(),
                file.name(),
                file.version(),
                sdist,
                wheels,
                required,
                new Recipe(
                        recipe.settings(),
                        recipe.variables(),
                        recipes.patches(file.name()),
                        components.prefix(recipe.components()),
                        withRust),
                request.epoch(),
                timeout(recipe),
                request.limits().maxBytes(),
                catalog,
                target,
                surroundings,
                directory.resolve("job"),
                logs);
    }

    Duration timeout(WheelRecipe recipe) {
        return recipe.timeout() > 0
                ? Duration.ofSeconds(recipe.timeout())
                : request.limits().timeout();
    }

    /** The surroundings of second builds. */
    record Second(Workshop.Room room, int jobs, Path work) {

        /** Another order of sets than {@link Surroundings#usual} gives. */
        static final String HASH_SEED = "20261122";

        Surroundings surroundings(boolean home) {
            return new Surroundings(room, HASH_SEED, jobs, home);
        }
    }
}
