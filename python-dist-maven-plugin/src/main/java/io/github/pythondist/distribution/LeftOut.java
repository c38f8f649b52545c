package io.github.pythondist.distribution;

import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.ExtensionCatalog.Extension;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import io.github.pythondist.catalog.Series;
import io.github.pythondist.report.BuildFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a project does without: libraries, with the extension modules that are their fronts.
 *
 * @param modules extension modules that are not built
 * @param components components that nothing needs any more
 */
record LeftOut(SortedSet<String> modules, SortedSet<String> components) {

    private static final String WHY = "left out by the project (<without>)";

    LeftOut {
        modules = Collections.unmodifiableSortedSet(modules);
        components = Collections.unmodifiableSortedSet(components);
    }

    /**
     * A component goes with every module that uses it, and a module that goes takes along the components that no other
     * module uses.
     *
     * @param names components and extension modules
     * @param extensions the modules of what is built
     * @param depends the components it is linked with
     * @throws BuildFailure if a name is unknown, or what it names is needed
     */
    static LeftOut of(List<String> names, Series series, ExtensionCatalog extensions, Collection<String> depends) {
        SortedSet<String> modules = new TreeSet<>();
        for (String given : names) {
            String name = given.strip();
            SortedSet<String> users = users(name, extensions);
            if (series.needed().containsKey(name)) {
                throw new BuildFailure(name + " cannot be left out")
                        .detail(series.needed().get(name))
                        .remedy("Remove it from <without> (-Dpython-dist.without=)");
            }
            if (!users.isEmpty()) {
                modules.addAll(users);
                continue;
            }
            Extension extension = extensions.modules().get(name);
            if (extension == null) {
                throw new BuildFailure("There is no component and no extension module '" + name + "' to leave out")
                        .detail("what can be left out, and what goes with it: " + leavable(series, extensions, depends))
                        .remedy("Use one of these in <without> (-Dpython-dist.without=)");
            }
            if (extension.mode() == Mode.DISABLED) {
                throw new BuildFailure("The extension module " + name + " is not built anyway")
                        .detail(String.valueOf(extension.why()))
                        .remedy("Remove it from <without> (-Dpython-dist.without=)");
            }
            if (extension.uses().isEmpty()) {
                throw new BuildFailure("The extension module " + name + " cannot be left out")
                        .detail(
                                extension.mode() == Mode.CORE
                                        ? String.valueOf(extension.why())
                                        : "it is of CPython's own code, and what is in the standard library may rely on it")
                        .detail("what can be left out, and what goes with it: " + leavable(series, extensions, depends))
                        .remedy("Remove it from <without> (-Dpython-dist.without=); <modules> of the goal bundle leaves"
                                + " out what one application does not need");
            }
            modules.add(name);
        }
        modules.forEach(module -> refuseNeeded(module, extensions, series));
        series.follows().forEach((follower, module) -> {
            if (modules.contains(module) && extensions.isBuilt(follower)) {
                modules.add(follower);
            }
        });
        SortedSet<String> components = new TreeSet<>();
        for (String component : depends) {
            SortedSet<String> users = users(component, extensions);
            if (!users.isEmpty() && modules.containsAll(users)) {
                components.add(component);
            }
        }
        return new LeftOut(modules, components);
    }

    /** What is needed of a library is said of the library, and holds for its fronts. */
    private static void refuseNeeded(String module, ExtensionCatalog extensions, Series series) {
        Stream.concat(Stream.of(module), extensions.modules().get(module).uses().stream())
                .filter(name -> series.needed().containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new BuildFailure("The extension module " + module + " cannot be left out")
                            .detail((name.equals(module) ? "" : "it is the front of " + name + ": ")
                                    + series.needed().get(name))
                            .remedy("Remove what it uses from <without> (-Dpython-dist.without=)");
                });
    }

    /** The built modules that bring in the code of a component. */
    private static SortedSet<String> users(String component, ExtensionCatalog extensions) {
        SortedSet<String> users = new TreeSet<>();
        extensions.modules().forEach((name, extension) -> {
            if (extension.mode() != Mode.DISABLED && extension.uses().contains(component)) {
                users.add(name);
            }
        });
        return users;
    }

    private static String leavable(Series series, ExtensionCatalog extensions, Collection<String> depends) {
        List<String> words = new ArrayList<>();
        for (String component : new TreeSet<>(depends)) {
            SortedSet<String> users = users(component, extensions);
            boolean needed = series.needed().containsKey(component)
                    || users.stream().anyMatch(user -> series.needed().containsKey(user));
            if (!users.isEmpty() && !needed) {
                words.add(component + " (" + String.join(", ", users) + ")");
            }
        }
        return String.join(", ", words);
    }

    /** The modules with those that are left out not built. */
    ExtensionCatalog applyTo(ExtensionCatalog extensions) {
        SortedMap<String, Extension> changed = new TreeMap<>();
        for (String module : modules) {
            Extension extension = extensions.modules().get(module);
            changed.put(module, new Extension(Mode.DISABLED, List.of(), null, extension.test(), WHY));
        }
        return extensions.with(changed);
    }

    /** The components without those that nothing needs. */
    List<String> applyTo(Collection<String> depends) {
        return depends.stream()
                .filter(component -> !components.contains(component))
                .toList();
    }
}
