package io.github.pythondist.distribution;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a project wants otherwise than the catalog has it, as its POM says it: nothing of it is checked yet.
 *
 * @param directory the project's own; what lies in it is named by its path there
 * @param patches files of patches to CPython's source, applied in this order after the catalog's
 * @param modules extension modules to be linked into the interpreter
 * @param without components and extension modules to be left out
 */
public record Choices(Path directory, List<String> patches, List<Module> modules, List<String> without) {

    /** All as the catalog has it. */
    public static final Choices NONE = new Choices(Path.of(""), List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Choices {
        patches = List.copyOf(patches);
        modules = List.copyOf(modules);
        without = List.copyOf(without);
    }

    /** Whether all is as the catalog has it. */
    public boolean isNone() {
        return patches.isEmpty() && modules.isEmpty() && without.isEmpty();
    }

    /**
     * An extension module of the project's own.
     *
     * @param name what is imported
     * @param sources files in C
     * @param includeDirectories folders of headers
     * @param defines macros: {@code NAME} or {@code NAME=value}
     * @param components components that it is linked with
     * @param license SPDX expression
     * @param licenseFiles files with the licence's text
     */
    public record Module(
            String name,
            List<String> sources,
            List<String> includeDirectories,
            List<String> defines,
            List<String> components,
            String license,
            List<String> licenseFiles) {

        /** Copies the lists. */
        public Module {
            sources = List.copyOf(sources);
            includeDirectories = List.copyOf(includeDirectories);
            defines = List.copyOf(defines);
            components = List.copyOf(components);
            licenseFiles = List.copyOf(licenseFiles);
        }
    }

    /**
     * The parameters' names and values, as they are published; empty if nothing is chosen.
     *
     * @param files how the files are called that were found
     */
    SortedMap<String, String> options(ChosenFiles files) {
        SortedMap<String, String> options = new TreeMap<>();
        put(
                options,
                "patches",
                files.patches().stream().map(ChosenFiles.Patch::fileName).toList());
        put(options, "without", without);
        for (ChosenFiles.Code code : files.modules()) {
            String key = "extensionModules." + code.choice().name() + ".";
            put(options, key + "sources", code.sources());
            put(options, key + "includeDirectories", code.includeDirectories());
            put(options, key + "defines", code.choice().defines());
            put(options, key + "components", code.choice().components());
            put(options, key + "license", List.of(code.choice().license()));
        }
        return Collections.unmodifiableSortedMap(options);
    }

    private static void put(SortedMap<String, String> options, String name, List<String> values) {
        if (!values.isEmpty()) {
            options.put(name, String.join(",", values));
        }
    }
}
