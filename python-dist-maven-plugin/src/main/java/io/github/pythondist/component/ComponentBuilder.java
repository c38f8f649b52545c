package io.github.pythondist.component;

import io.github.pythondist.catalog.Component;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Builds components in the order of their graph, several at once, each only when its inputs changed. */
public final class ComponentBuilder {

    /** Where components are installed, and what they leave is found by recipes that depend on them. */
    public static final String PREFIX = "/deps";

    /**
     * The clock of every component, 1980-01-01T00:00:00Z: a component does not change with the release date of what it
     * ends in, so it is not built again for it.
     */
    public static final long EPOCH = 315_532_800L;

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
    public static List<Component> order(List<String> roots, Function<String, Component> components) {
        Map<String, Component> ordered = new LinkedHashMap<>();
        Deque<String> path = new ArrayDeque<>();
        for (String root : new TreeSet<>(roots)) {
            visit(root, components, path, ordered);
        }
        return List.copyOf(ordered.values());
    }

    private static void visit(
            String name, Function<String, Component> components, Deque<String> path, Map<String, Component> ordered) {
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
     * Builds what is not in the store yet. Of the steps that could begin, the one with the largest source goes first: it
     * is likely to take longest, and the small ones fill the other lane meanwhile.
     *
     * @param components in an order as {@link #order} makes it
     * @param versions component → version
     * @return component → its result
     * @throws BuildFailure of the first step that failed; steps already running are let finish, no other is begun
     */
    public SortedMap<String, RecipeStep.Built> build(List<Component> components, Map<String, String> versions) {
        ExecutorService lanes = Executors.newFixedThreadPool(workshop.lanes());
        try {
            CompletionService<RecipeStep.Built> running = new ExecutorCompletionService<>(lanes);
            TreeMap<String, RecipeStep.Built> built = new TreeMap<>();
            List<Component> waiting = new ArrayList<>(components);
            waiting.sort(Comparator.comparing((Component component) ->
                            -definition(component, versions).source().size())
                    .thenComparing(Component::name));
            Counter counter = new Counter(components.size());
            RuntimeException failure = null;
            int inFlight = 0;
            while (inFlight > 0 || (failure == null && !waiting.isEmpty())) {
                Optional<Component> next = failure != null || inFlight == workshop.lanes()
                        ? Optional.empty()
                        : waiting.stream()
                                .filter(component -> built.keySet().containsAll(component.depends()))
                                .findFirst();
                if (next.isPresent()) {
                    Component component = next.get();
                    waiting.remove(component);
                    List<RecipeStep.Built> dependencies = closure(component, components).stream()
                            .map(built::get)
                            .toList();
                    running.submit(() -> buildOne(component, versions, dependencies, counter));
                    inFlight++;
                    continue;
                }
                inFlight--;
                try {
                    RecipeStep.Built result = running.take().get();
                    built.put(result.name(), result);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof RuntimeException cause)) {
                        throw new IllegalStateException(e.getCause());
                    }
                    failure = failure == null ? cause : failure;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new BuildFailure("The build was interrupted; the next run goes on where it stopped", e);
                }
            }
            if (failure != null) {
                throw failure;
            }
            counter.report(workshop.progress());
            return built;
        } finally {
            lanes.shutdownNow();
        }
    }

    private static Component.Version definition(Component component, Map<String, String> versions) {
        Component.Version definition = component.versions().get(versions.getOrDefault(component.name(), ""));
        if (definition == null) {
            throw new BuildFailure("No version chosen for component " + component.name());
        }
        return definition;
    }

    /** How far all lanes together are. */
    private static final class Counter {

        private final int total;
        private int done;
        private int reused;
        private boolean anyBegun;

        Counter(int total) {
            this.total = total;
        }

        synchronized void reused() {
            done++;
            reused++;
        }

        synchronized void begun(String what, int lanes, Progress progress) {
            if (!anyBegun) {
                anyBegun = true;
                progress.info(
                        total == 1
                                ? "building the component " + what
                                : String.format(
                                        Locale.ROOT,
                                        "building components, up to %d at a time (a few minutes on two cores)",
                                        lanes));
            }
        }

        synchronized void built(String what, Duration elapsed, Progress progress) {
            done++;
            progress.info(
                    String.format(Locale.ROOT, "[%2d/%d] %s built in %d s", done, total, what, elapsed.toSeconds()));
        }

        synchronized void report(Progress progress) {
            if (reused > 0) {
                progress.debug(String.format(Locale.ROOT, "%d of %d components unchanged", reused, total));
            }
        }
    }

    private RecipeStep.Built buildOne(
            Component component, Map<String, String> versions, List<RecipeStep.Built> dependencies, Counter counter) {
        String name = component.name();
        String version = versions.get(name);
        Component.Version definition = definition(component, versions);
        String folder = workshop.catalog().componentFolder(component, workshop.target());
        RecipeStep step = new RecipeStep(
                name,
                version,
                definition.source(),
                folder,
                "driver.sh",
                List.of(
                        "driver.sh",
                        "lib.sh",
                        "toolchain",
                        folder + "/build.sh",
                        folder + "/files",
                        folder + "/patches"),
                definition.patches(),
                PREFIX,
                EPOCH,
                dependencies,
                component.tools(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                component.outputs());
        if (runner.isBuilt(step)) {
            counter.reused();
            return runner.run(step);
        }
        counter.begun(name + " " + version, workshop.lanes(), workshop.progress());
        long start = System.nanoTime();
        RecipeStep.Built built = runner.run(step);
        counter.built(name + " " + version, Duration.ofNanos(System.nanoTime() - start), workshop.progress());
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
}
