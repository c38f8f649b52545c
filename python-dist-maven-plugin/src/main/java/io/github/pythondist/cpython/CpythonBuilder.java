package io.github.pythondist.cpython;

import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import io.github.pythondist.catalog.Series;
import io.github.pythondist.component.RecipeRunner;
import io.github.pythondist.component.RecipeStep;
import io.github.pythondist.component.Workshop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds CPython on the static components: configure, make, install, relocate, check; all in the series' recipe. */
public final class CpythonBuilder {

    private static final String PREFIX = "/install";

    private final Workshop workshop;
    private final RecipeRunner runner;

    public CpythonBuilder(Workshop workshop) {
        this.workshop = workshop;
        this.runner = new RecipeRunner(workshop);
    }

    /**
     * @param series the series
     * @param version one of its versions
     * @param sourceDateEpoch the build date that the interpreter reports, seconds since 1970
     * @param components results of all components the series depends on, directly or not
     * @return the complete install tree
     */
    public RecipeStep.Built build(
            Series series, String version, long sourceDateEpoch, List<RecipeStep.Built> components) {
        RecipeStep step = step(series, version, sourceDateEpoch, components);
        if (runner.isBuilt(step)) {
            workshop.progress().debug("CPython " + version + " unchanged");
            return runner.run(step);
        }
        workshop.progress().info("building CPython " + version + " (about two minutes on two cores)");
        long start = System.nanoTime();
        RecipeStep.Built built = runner.run(step);
        workshop.progress()
                .info(String.format(
                        Locale.ROOT,
                        "CPython %s built in %d s",
                        version,
                        Duration.ofNanos(System.nanoTime() - start).toSeconds()));
        return built;
    }

    private RecipeStep step(Series series, String version, long sourceDateEpoch, List<RecipeStep.Built> components) {
        Catalog catalog = workshop.catalog();
        ExtensionCatalog extensions = catalog.extensions(series.series());
        SortedMap<String, String> files = new TreeMap<>();
        files.put("Setup.local", SetupLocal.text(extensions));
        files.put("expected-builtin.txt", lines(extensions.named(Mode.CORE, Mode.STATIC)));
        files.put("expected-shared.txt", lines(extensions.named(Mode.SHARED)));
        String script = Path.of("cpython", series.series(), series.script())
                .normalize()
                .toString()
                .replace('\\', '/');
        List<String> inputs = new ArrayList<>(catalog.filesBeside(script));
        inputs.add("toolchain");
        inputs.add("cpython/" + series.series() + "/patches");
        Series.Version definition = series.versions().get(version);
        return new RecipeStep(
                "cpython-" + series.series(),
                version,
                definition.source(),
                "cpython/" + series.series(),
                script,
                inputs,
                definition.patches(),
                PREFIX,
                sourceDateEpoch,
                components,
                new TreeMap<>(),
                files,
                List.of("bin/python" + series.series(), "lib/python" + series.series() + "/os.py"));
    }

    private static String lines(List<String> names) {
        return names.isEmpty() ? "" : String.join("\n", names) + "\n";
    }
}
