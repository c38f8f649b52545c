package io.github.pythondist.catalog;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is otherwise when a CPython series is built for another system: {@code cpython/<series>/<os>/series.yaml}. Sources,
 * licences and wheels are the series' own; extension modules and patches are in this folder.
 *
 * @param depends components linked in
 * @param script the recipe, relative to the series' folder
 * @param stdlib where the recipe leaves the standard library, below the prefix
 * @param outputs paths below the prefix that the recipe must leave; the first is the interpreter's program
 * @param buildPython how to make an interpreter of the same source that runs on the machine that builds, if the recipe
 *     needs one
 * @param flavours names of the flavours that it has, besides the default
 * @param patches CPython version → files below {@code patches/}, applied in this order; other versions cannot be built
 */
record SeriesPort(
        List<String> depends,
        String script,
        String stdlib,
        List<String> outputs,
        Series.@Nullable BuildPython buildPython,
        List<String> flavours,
        SortedMap<String, List<String>> patches) {

    SeriesPort {
        depends = Defaults.list(depends);
        Defaults.required("script", script);
        outputs = Defaults.list(outputs);
        flavours = Defaults.list(flavours);
        patches = Defaults.map(patches);
    }

    /** The series as it is built for the system. */
    Series applyTo(Series series, String os) {
        SortedMap<String, Series.Version> versions = new TreeMap<>();
        patches.forEach((version, names) -> {
            Series.Version original = series.versions().get(version);
            if (original == null) {
                throw new IllegalArgumentException("'patches' names the version " + version + ", which CPython "
                        + series.series() + " does not have");
            }
            versions.put(
                    version, new Series.Version(original.source(), original.licenseFiles(), names, original.wheels()));
        });
        return new Series(
                series.series(),
                series.cpe(),
                series.license(),
                series.bundled(),
                depends,
                script,
                List.of(os),
                stdlib,
                outputs,
                buildPython,
                new TreeMap<>(),
                new TreeMap<>(),
                flavours,
                versions);
    }
}
