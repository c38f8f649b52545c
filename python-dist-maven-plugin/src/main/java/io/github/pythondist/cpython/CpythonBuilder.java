package io.github.pythondist.cpython;

import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import io.github.pythondist.catalog.Flavour;
import io.github.pythondist.catalog.Series;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.catalog.TrainingTask;
import io.github.pythondist.component.ComponentBuilder;
import io.github.pythondist.component.RecipeRunner;
import io.github.pythondist.component.RecipeStep;
import io.github.pythondist.component.Workshop;
import io.github.pythondist.files.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds CPython on the static components: configure, make, install, relocate, check; all in the series' recipe. */
public final class CpythonBuilder {

    /** In the tree: what it is, in the words of python-build-standalone's format 8. */
    public static final String PYTHON_JSON = "PYTHON.json";

    private static final String PREFIX = "/install";
    private static final String TRAINING = "cpython/training";

    private final Workshop workshop;
    private final RecipeRunner runner;

    public CpythonBuilder(Workshop workshop) {
        this.workshop = workshop;
        this.runner = new RecipeRunner(workshop);
    }

    /** Builds the complete install tree. */
    public RecipeStep.Built build(CpythonSpec spec) {
        RecipeStep step = step(
                spec,
                "",
                new TreeMap<>(),
                workshop.catalog().script(spec.series(), spec.series().script()),
                List.of(),
                new TreeMap<>(),
                spec.series().outputs());
        String duration = spec.profile().isPresent() ? "about five minutes" : "about two minutes";
        return run(
                step,
                "building CPython " + what(spec) + ", " + duration + " on two cores",
                "CPython " + what(spec) + " built");
    }

    /**
     * Builds an interpreter of the same source that runs on the machine that builds, for a recipe of a target whose
     * programs do not. What it leaves joins the components that the recipe sees.
     *
     * @param spec what shall be built for the target
     * @param target the target
     * @param components what it is linked with, built for the machine that builds
     */
    public RecipeStep.Built buildPython(CpythonSpec spec, Target target, List<RecipeStep.Built> components) {
        Catalog catalog = workshop.catalog();
        Series series = spec.series();
        Series.BuildPython python = Objects.requireNonNull(series.buildPython());
        Series.Version definition = series.versions().get(spec.version());
        String script = catalog.script(series, python.script());
        String folder = catalog.seriesFolder(series, target);
        RecipeStep step = new RecipeStep(
                "cpython-" + series.series() + "-for-the-build",
                spec.version(),
                definition.source(),
                folder,
                script,
                List.of(script, "toolchain", folder + "/patches"),
                definition.patches(),
                ComponentBuilder.PREFIX,
                ComponentBuilder.EPOCH,
                components,
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                python.outputs());
        return run(
                step,
                "building a CPython " + spec.version() + " for the build, about a minute on two cores",
                "CPython " + spec.version() + " for the build built");
    }

    /**
     * Builds an interpreter that counts what it executes, and has it do the work of a task.
     *
     * @param spec what to train, without an optimization
     * @return a tree that holds {@link TrainedProfile#PROFDATA}
     */
    public RecipeStep.Built train(CpythonSpec spec, TrainingTask task) {
        RecipeStep step = step(
                spec,
                "-profile",
                new TreeMap<>(Map.of("MAY_FAIL", task.mayFail() ? "1" : "")),
                TRAINING + "/train.sh",
                List.of(TRAINING),
                new TreeMap<>(Map.of("task", lines(task.runs()))),
                List.of(TrainedProfile.PROFDATA));
        return run(
                step,
                "training CPython " + what(spec) + ", about four minutes on two cores",
                "CPython " + what(spec) + " trained");
    }

    private RecipeStep.Built run(RecipeStep step, String before, String after) {
        if (runner.isBuilt(step)) {
            workshop.progress().debug(after + ": unchanged");
            return runner.run(step);
        }
        workshop.progress().info(before);
        long start = System.nanoTime();
        RecipeStep.Built built = runner.run(step);
        workshop.progress()
                .info(String.format(
                        Locale.ROOT,
                        "%s in %d s",
                        after,
                        Duration.ofNanos(System.nanoTime() - start).toSeconds()));
        return built;
    }

    private static String what(CpythonSpec spec) {
        return spec.version() + (spec.flavourName().isEmpty() ? "" : " (" + spec.flavourName() + ")");
    }

    private RecipeStep step(
            CpythonSpec spec,
            String suffix,
            SortedMap<String, String> variables,
            String script,
            List<String> furtherInputs,
            SortedMap<String, String> files,
            List<String> outputs) {
        Catalog catalog = workshop.catalog();
        Series series = spec.series();
        Flavour flavour = spec.flavour();
        String folder = catalog.seriesFolder(series, workshop.target());
        if (catalog.isPort(series, workshop.target())) {
            files.put("left-out.txt", lines(spec.extensions().named(Mode.DISABLED)));
            files.put("test-modules.txt", lines(spec.extensions().testModules()));
        } else {
            files.put("Setup.local", SetupLocal.text(spec.extensions(), spec.modules()));
        }
        files.put("expected-builtin.txt", lines(spec.extensions().named(Mode.CORE, Mode.STATIC)));
        files.put("expected-shared.txt", lines(spec.extensions().named(Mode.SHARED)));
        List<String> inputs = new ArrayList<>(catalog.filesBeside(catalog.script(series, series.script())));
        inputs.addAll(furtherInputs);
        inputs.add("toolchain");
        inputs.add(folder + "/patches");
        variables.put("ABIFLAGS", flavour.abiFlags());
        variables.put("CONFIGURE_OPTIONS", String.join(" ", flavour.configure()));
        variables.put("OPTIMIZE", flavour.effectiveOptimize());
        variables.put("COMPILE_OPTIONS", String.join(" ", spec.optimization().cflags()));
        variables.put("LINK_OPTIONS", String.join(" ", spec.optimization().ldflags()));
        SortedMap<String, RecipeStep.Given> given = new TreeMap<>();
        spec.profile().ifPresent(profile -> given.put(TrainedProfile.PROFDATA, profile.profdata()));
        spec.modules().forEach(module -> module.files()
                .forEach((path, file) ->
                        given.put("src/Modules/" + path, given(catalog.root().resolve(file)))));
        Series.Version definition = series.versions().get(spec.version());
        return new RecipeStep(
                "cpython-" + series.series() + (spec.flavourName().isEmpty() ? "" : "-" + spec.flavourName()) + suffix,
                spec.version(),
                definition.source(),
                folder,
                script,
                inputs,
                definition.patches(),
                PREFIX,
                spec.sourceDateEpoch(),
                spec.components(),
                null,
                variables,
                files,
                given,
                outputs);
    }

    private static RecipeStep.Given given(Path file) {
        try {
            return new RecipeStep.Given(Digest.of(file), path -> Files.copy(file, path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lines(List<String> names) {
        return names.isEmpty() ? "" : String.join("\n", names) + "\n";
    }
}
