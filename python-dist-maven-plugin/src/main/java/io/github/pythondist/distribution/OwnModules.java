package io.github.pythondist.distribution;

import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.Component;
import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.ExtensionCatalog.Extension;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import io.github.pythondist.component.ComponentBuilder;
import io.github.pythondist.cpython.OwnModule;
import io.github.pythondist.report.BuildFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The extension modules of a project's own, with what they are linked with.
 *
 * @param modules sorted by name
 * @param uses module → components whose code it brings in
 * @param components components that modules name
 */
record OwnModules(List<OwnModule> modules, SortedMap<String, List<String>> uses, SortedSet<String> components) {

    private static final Pattern LIBRARY = Pattern.compile("lib/lib([^/]+)\\.a");

    /**
     * @param series the CPython series
     * @param without what the project names to be left out
     * @throws BuildFailure if a module names an unknown component, one without a library, or one that is left out; or has
     *     the name of a component
     */
    static OwnModules of(List<ChosenFiles.Code> chosen, Catalog catalog, String series, List<String> without) {
        List<OwnModule> modules = new ArrayList<>();
        SortedMap<String, List<String>> uses = new TreeMap<>();
        SortedSet<String> components = new TreeSet<>();
        for (ChosenFiles.Code code : chosen) {
            String name = code.choice().name();
            if (catalog.componentNames().contains(name)) {
                throw new BuildFailure("The extension module " + name + " has the name of a component")
                        .detail("licence texts and bills of materials could not tell them apart")
                        .remedy("Rename it, for example _" + name);
            }
            List<String> libraries = new ArrayList<>();
            List<String> linked = new ArrayList<>();
            for (Component component : closure(code, catalog, without)) {
                List<String> found = libraries(component);
                libraries.addAll(found);
                if (!found.isEmpty()) {
                    linked.add(component.name());
                }
            }
            code.choice().components().forEach(component -> components.add(component.strip()));
            uses.put(name, linked.stream().sorted().toList());
            modules.add(module(code, libraries, "cpython/" + series + "/"));
        }
        modules.sort(Comparator.comparing(OwnModule::name));
        return new OwnModules(List.copyOf(modules), uses, components);
    }

    private static List<Component> closure(ChosenFiles.Code code, Catalog catalog, List<String> without) {
        String name = code.choice().name();
        for (String given : code.choice().components()) {
            String component = given.strip();
            if (!catalog.componentNames().contains(component)) {
                throw new BuildFailure("The extension module " + name + " is linked with '" + component
                                + "', which is no component")
                        .detail("known: " + String.join(", ", catalog.componentNames()))
                        .remedy("Use one of these in <components>, or add its recipe to a catalog of your own"
                                + " (<catalogDirectory>)");
            }
            if (without.stream().anyMatch(one -> one.strip().equals(component))) {
                throw new BuildFailure("The extension module " + name + " is linked with " + component
                                + ", which <without> leaves out")
                        .remedy("Name in <without> the extension modules of the standard library that use it, such as"
                                + " _sqlite3 for sqlite: the component then stays for yours");
            }
            if (libraries(catalog.component(component)).isEmpty()) {
                throw new BuildFailure("The extension module " + name + " is linked with " + component
                                + ", which is no library")
                        .remedy("Remove it from its <components>");
            }
        }
        return ComponentBuilder.order(
                code.choice().components().stream().map(String::strip).toList(), catalog::component);
    }

    private static OwnModule module(ChosenFiles.Code code, List<String> libraries, String catalogFolder) {
        SortedMap<String, String> files = new TreeMap<>();
        code.compiled().keySet().forEach(path -> files.put(code.folder() + path, catalogFolder + code.folder() + path));
        List<String> options = new ArrayList<>();
        code.includeDirectories().forEach(folder -> options.add("-I$(srcdir)/Modules/" + code.folder() + folder));
        code.choice().defines().forEach(define -> options.add("'-D" + define + "'"));
        return new OwnModule(
                code.choice().name(),
                code.sources().stream().map(path -> code.folder() + path).toList(),
                files,
                options,
                List.copyOf(libraries));
    }

    /**
     * What becomes of the modules: all are linked in.
     *
     * @param known the modules of CPython itself
     * @throws BuildFailure if one has the name of another
     */
    SortedMap<String, Extension> extensions(ExtensionCatalog known) {
        SortedMap<String, Extension> extensions = new TreeMap<>();
        uses.forEach((name, linked) -> {
            if (known.modules().containsKey(name)) {
                throw taken(name, "an extension module of CPython");
            }
            extensions.put(name, new Extension(Mode.STATIC, linked, null, false, null));
        });
        return extensions;
    }

    /** The name of a module is that of something else. */
    static BuildFailure taken(String name, String what) {
        return new BuildFailure("The extension module " + name + " has the name of " + what)
                .detail("import " + name + " would no longer find that")
                .remedy("Rename yours in <extensionModules>, and its PyInit_" + name);
    }

    private static List<String> libraries(Component component) {
        return component.outputs().stream()
                .map(LIBRARY::matcher)
                .filter(Matcher::matches)
                .map(found -> "-l" + found.group(1))
                .toList();
    }
}
