package io.github.pythondist.wheeltrack;

import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.Component;
import io.github.pythondist.catalog.WheelRecipe;
import io.github.pythondist.component.ComponentBuilder;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.PackageNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The recipes of a run's packages, with all that they name looked up. A mistake in one of them is the user's own, no
 * property of a package: it is told before anything is fetched or built.
 */
final class RecipeBook {

    private final SortedMap<String, Page> pages;

    private RecipeBook(SortedMap<String, Page> pages) {
        this.pages = pages;
    }

    /**
     * A recipe and the files of its patches, in their order.
     *
     * @param where how messages call it
     */
    private record Page(String where, WheelRecipe recipe, List<Path> patches) {}

    /**
     * Reads what is needed.
     *
     * @param own recipes of the project, by names of packages; they take the place of the catalog's
     * @param baseDirectory what patches of those are relative to
     * @param sourceSet versions of components
     * @param names of packages, normalised
     * @throws BuildFailure if a recipe is not well-formed, or names a patch or a component that there is not
     */
    static RecipeBook read(
            SortedMap<String, WheelRecipe> own,
            Path baseDirectory,
            String sourceSet,
            Catalog catalog,
            List<String> names) {
        for (String file : catalog.wheelRecipeNames()) {
            if (!PackageNames.isNormalized(file)) {
                throw new BuildFailure("The recipe wheels/recipes/" + file + ".yaml has a name that no package has")
                        .remedy("Name it " + PackageNames.normalized(file)
                                + ".yaml: small letters and digits, with single '-' between");
            }
        }
        SortedMap<String, Page> pages = new TreeMap<>();
        for (String name : names) {
            WheelRecipe recipe = own.get(name);
            Page page = recipe == null
                    ? page("wheels/recipes/" + name + ".yaml", catalog.wheelRecipe(name), catalog)
                    : page("of " + name + " in the POM", recipe, baseDirectory);
            requireComponents(page, catalog, sourceSet);
            requireRequirements(page, "constraints", page.recipe().constraints());
            requireRequirements(page, "requires", page.recipe().requires());
            pages.put(name, page);
        }
        return new RecipeBook(pages);
    }

    private static Page page(String where, WheelRecipe recipe, Path baseDirectory) {
        List<Path> patches = new ArrayList<>();
        for (String patch : recipe.patches()) {
            Path file = baseDirectory.resolve(patch).normalize();
            if (!Files.isRegularFile(file)) {
                throw noPatch(where, patch)
                        .detail("looked for: " + file)
                        .remedy("Correct the <patch>: it is a file, relative to the project's directory");
            }
            patches.add(file);
        }
        return new Page(where, recipe, patches);
    }

    private static Page page(String where, WheelRecipe recipe, Catalog catalog) {
        List<Path> patches = new ArrayList<>();
        for (String patch : recipe.patches()) {
            patches.add(catalog.wheelPatch(patch).orElseThrow(() -> noPatch(where, patch)
                    .detail("looked for: wheels/" + patch + ", in <catalogDirectory> and in the plugin's own catalog")
                    .remedy("Add the file, or correct 'patches': each is relative to wheels/, such as"
                            + " patches/example.patch")));
        }
        return new Page(where, recipe, patches);
    }

    private static BuildFailure noPatch(String where, String patch) {
        return new BuildFailure("The recipe " + where + " names a patch that there is not: " + patch);
    }

    private static void requireComponents(Page page, Catalog catalog, String sourceSet) {
        List<String> known = catalog.componentNames();
        for (String name : page.recipe().components()) {
            if (!known.contains(name)) {
                throw new BuildFailure(
                                "The recipe " + page.where() + " names a component that there is not: '" + name + "'")
                        .detail("known: " + String.join(", ", known))
                        .remedy("Use one of these, or add it to a catalog of your own, as components/<name>/:"
                                + " -Dpython-dist.catalog=");
            }
        }
        for (Component component : ComponentBuilder.order(page.recipe().components(), catalog::component)) {
            String version = catalog.sourceSet(sourceSet).components().get(component.name());
            if (version == null || !component.versions().containsKey(version)) {
                throw new BuildFailure("The source set '" + sourceSet + "' has no version of the component "
                                + component.name() + " that the catalog pins; the recipe " + page.where() + " needs it")
                        .detail("the catalog pins: "
                                + String.join(", ", component.versions().keySet()))
                        .remedy("Add one of these to source-sets/" + sourceSet
                                + ".yaml, or choose another set: -Dpython-dist.sourceSet=");
            }
        }
    }

    private static void requireRequirements(Page page, String key, List<String> lines) {
        for (String line : lines) {
            if (!RequirementLines.isRequirement(line)) {
                throw new BuildFailure("The recipe " + page.where() + " has an entry in '" + key
                                + "' that is no requirement: '" + line + "'")
                        .remedy("Write a name with versions, as PEP 508 does: setuptools<81");
            }
        }
    }

    /** What the build of a package needs that its sdist does not bring. */
    WheelRecipe of(String name) {
        Page page = pages.get(name);
        return page == null ? WheelRecipe.NONE : page.recipe();
    }

    /** The files of its patches, in their order. */
    List<Path> patches(String name) {
        Page page = pages.get(name);
        return page == null ? List.of() : page.patches();
    }

    /** The components that any of them names, each after what it depends on. */
    List<Component> components(Catalog catalog) {
        SortedSet<String> names = new TreeSet<>();
        pages.values().forEach(page -> names.addAll(page.recipe().components()));
        return ComponentBuilder.order(List.copyOf(names), catalog::component);
    }

    /** The packages whose recipes need a component, themselves or by another one. */
    List<String> needing(Component component, Catalog catalog) {
        return pages.entrySet().stream()
                .filter(page ->
                        ComponentBuilder.order(page.getValue().recipe().components(), catalog::component).stream()
                                .anyMatch(needed -> needed.name().equals(component.name())))
                .map(Map.Entry::getKey)
                .toList();
    }
}
