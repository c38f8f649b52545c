package io.github.pythondist.cpython;

import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import io.github.pythondist.catalog.Flavour;
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

    /** In the tree: what it is, in the words of python-build-standalone's format 8. */
    public static final String PYTHON_JSON = "PYTHON.json";

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
     * @param flavour how it is built
     * @param flavourName the flavour's name, empty for the default
     * @param extensions what becomes of each extension module
     * @param sourceDateEpoch the build date that the interpreter reports, seconds since 1970
     * @param components results of all components the series depends on, directly or not
     * @return the complete install tree
     */
    public RecipeStep.Built build(
            Series series,
            String version,
            Flavour flavour,
            String flavourName,
            ExtensionCatalog extensions,
            long sourceDateEpoch,
            List<RecipeStep.Built> components) {
        RecipeStep step = step(series, version, flavour, flavourName, extensions, sourceDateEpoch, components);
        String what = version + (flavourName.isEmpty() ? "" : " (" + flavourName + ")");
        if (runner.isBuilt(step)) {
            workshop.progress().debug("CPython " + what + " unchanged");
            return runner.run(step);
        }
        workshop.progress().info("building CPython " + what + ", about two minutes on two cores");
        long start = System.nanoTime();
        RecipeStep.Built built = runner.run(step);
        workshop.progress()
                .info(String.format(
                        Locale.ROOT,
                        "CPython %s built in %d s",
                        what,
                        Duration.ofNanos(System.nanoTime() - start).toSeconds()));
        return built;
    }

    private RecipeStep step(
            Series series,
            String version,
            Flavour flavour,
            String flavourName,
            ExtensionCatalog extensions,
            long sourceDateEpoch,
            List<RecipeStep.Built> components) {
        Catalog catalog = workshop.catalog();
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
        SortedMap<String, String> variables = new TreeMap<>();
        variables.put("ABIFLAGS", flavour.abiFlags());
        variables.put("CONFIGURE_OPTIONS", String.join(" ", flavour.configure()));
        variables.put("OPTIMIZE", flavour.effectiveOptimize());
        Series.Version definition = series.versions().get(version);
        return new RecipeStep(
                "cpython-" + series.series() + (flavourName.isEmpty() ? "" : "-" + flavourName),
                version,
                definition.source(),
                "cpython/" + series.series(),
                script,
                inputs,
                definition.patches(),
                PREFIX,
                sourceDateEpoch,
                components,
                null,
                variables,
                files,
                List.of("bin/python" + series.series(), PYTHON_JSON));
    }

    private static String lines(List<String> names) {
        return names.isEmpty() ? "" : String.join("\n", names) + "\n";
    }
}
