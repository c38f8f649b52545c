package io.github.pythondist.component;

import io.github.pythondist.catalog.Component;
import io.github.pythondist.report.BuildFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Builds components in the order of their graph, several at once, each only when its inputs changed. */
public final class ComponentBuilder {

    private static final String PREFIX = "/deps";

    private final Workshop workshop;
    private final RecipeRunner runner;

    public ComponentBuilder(Workshop workshop) {
        this.workshop = workshop;
        this.runner = new RecipeRunner(workshop);
    }

    /**
     * Puts components and everything they depend on in an order in which each comes after its dependencies; among
     * equals by name.
     *
     * @param roots names of the wanted components
     * @param components finds a component by name
     * @throws BuildFailure if the dependencies form a cycle, naming it
     */
    public static List<Component> order(
            List<String> roots, java.util.function.Function<String, Component> components) {
        Map<String, Component> ordered = new LinkedHashMap<>();
        Deque<String> path = new ArrayDeque<>();
        for (String root : new TreeSet<>(roots)) {
            visit(root, components, path, ordered);
        }
        return List.copyOf(ordered.values());
    }

    private static void visit(
            String name,
            java.util.function.Function<String, Component> components,
            Deque<String> path,
            Map<String, Component> ordered) {
        if (ordered.containsKey(name)) {
            return;
        }
        if (path.contains(name)) {
            List<String> cycle = new ArrayList<>(path);
            Collections.reverse(cycle);
            cycle = new ArrayList<>(cycle.subList(cycle.indexOf(name), cycle.size()));
            cycle.add(name);
            throw new BuildFailure("The recipes depend on each other in a circle: " + String.join(" -> ", cycle))
                    .remedy("Remove one of these 'depends' in the catalog's component.yaml files");
        }
        path.push(name);
        Component component = components.apply(name);
        for (String dependency : new TreeSet<>(component.depends())) {
            visit(dependency, components, path, ordered);
        }
        path.pop();
        ordered.put(name, component);
    }

    /**
     * Builds what is not in the store yet.
     *
     * @param components in an order as {@link #order} makes it
     * @param versions component → version
     * @return component → its result
     * @throws BuildFailure of the first step in that order which failed; steps already running are let finish
     */
    public SortedMap<String, RecipeStep.Built> build(List<Component> components, Map<String, String> versions) {
        ExecutorService lanes = Executors.newFixedThreadPool(workshop.lanes());
        try {
            Map<String, CompletableFuture<RecipeStep.Built>> results = new LinkedHashMap<>();
            AtomicBoolean failed = new AtomicBoolean();
            AtomicInteger done = new AtomicInteger();
            AtomicInteger reused = new AtomicInteger();
            for (Component component : components) {
                List<CompletableFuture<RecipeStep.Built>> dependencies =
                        closure(component, components).stream().map(results::get).toList();
                results.put(
                        component.name(),
                        CompletableFuture.allOf(dependencies.toArray(CompletableFuture[]::new))
                                .thenApplyAsync(
                                        nothing -> {
                                            if (failed.get()) {
                                                throw new Abandoned();
                                            }
                                            try {
                                                return buildOne(
                                                        component,
                                                        versions,
                                                        dependencies.stream()
                                                                .map(CompletableFuture::join)
                                                                .toList(),
                                                        done,
                                                        reused,
                                                        components.size());
                                            } catch (RuntimeException | Error e) {
                                                failed.set(true);
                                                throw e;
                                            }
                                        },
                                        lanes));
            }
            SortedMap<String, RecipeStep.Built> built = collect(results);
            if (reused.get() > 0) {
                workshop.progress()
                        .info(String.format(
                                Locale.ROOT, "%d of %d components unchanged", reused.get(), components.size()));
            }
            return built;
        } finally {
            lanes.shutdownNow();
        }
    }

    private RecipeStep.Built buildOne(
            Component component,
            Map<String, String> versions,
            List<RecipeStep.Built> dependencies,
            AtomicInteger done,
            AtomicInteger reused,
            int total) {
        String name = component.name();
        String version = versions.getOrDefault(name, "");
        Component.Version definition = component.versions().get(version);
        if (definition == null) {
            throw new BuildFailure("No version chosen for component " + name);
        }
        RecipeStep step = new RecipeStep(
                name,
                version,
                definition.source(),
                "components/" + name,
                "driver.sh",
                List.of(
                        "driver.sh",
                        "lib.sh",
                        "toolchain",
                        "components/" + name + "/build.sh",
                        "components/" + name + "/files",
                        "components/" + name + "/patches"),
                definition.patches(),
                PREFIX,
                dependencies,
                new TreeMap<>(),
                new TreeMap<>(),
                component.outputs());
        if (runner.isBuilt(step)) {
            done.incrementAndGet();
            reused.incrementAndGet();
            return runner.run(step);
        }
        long start = System.nanoTime();
        RecipeStep.Built built = runner.run(step);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        workshop.progress()
                .info(String.format(
                        Locale.ROOT,
                        "[%2d/%d] %s %s built in %d s",
                        done.incrementAndGet(),
                        total,
                        name,
                        version,
                        elapsed.toSeconds()));
        return built;
    }

    private static SortedMap<String, RecipeStep.Built> collect(
            Map<String, CompletableFuture<RecipeStep.Built>> results) {
        SortedMap<String, RecipeStep.Built> built = new TreeMap<>();
        RuntimeException failure = null;
        for (Map.Entry<String, CompletableFuture<RecipeStep.Built>> result : results.entrySet()) {
            try {
                built.put(result.getKey(), result.getValue().join());
            } catch (CompletionException e) {
                if (failure == null && e.getCause() instanceof RuntimeException cause && !(cause instanceof Abandoned)) {
                    failure = cause;
                } else if (e.getCause() instanceof Error error) {
                    throw error;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return built;
    }

    /** Names of everything a component depends on, directly or not, in the order given. */
    private static List<String> closure(Component component, List<Component> ordered) {
        Map<String, Component> byName = new HashMap<>();
        ordered.forEach(candidate -> byName.put(candidate.name(), candidate));
        TreeSet<String> names = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(component.depends());
        while (!open.isEmpty()) {
            String name = open.pop();
            if (names.add(name)) {
                open.addAll(byName.get(name).depends());
            }
        }
        return ordered.stream().map(Component::name).filter(names::contains).toList();
    }

    /** A step that was not begun because another had failed. */
    private static final class Abandoned extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
