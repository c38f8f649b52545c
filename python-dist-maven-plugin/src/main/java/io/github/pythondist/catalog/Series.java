package io.github.pythondist.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.pythondist.files.Digest;
import io.github.pythondist.source.SourceFile;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A CPython series such as 3.13: {@code cpython/<series>/series.yaml}.
 *
 * @param series major and minor version
 * @param cpe {@code vendor:product} of CPython's CPE 2.3 name, if it has one
 * @param license SPDX expression of CPython's own LICENSE
 * @param bundled third-party code inside CPython's source that ends in the binaries or the library
 * @param depends components linked in
 * @param script the recipe, relative to the series' folder
 * @param systems what targets this recipe is for, by their {@code os}; others have a {@link SeriesPort}
 * @param stdlib where the recipe leaves the standard library, below the prefix
 * @param outputs paths below the prefix that the recipe must leave; the first is the interpreter's program
 * @param buildPython how to make an interpreter of the same source that runs on the machine that builds, if the recipe
 *     needs one
 * @param needed extension modules and components that no project can leave out → why
 * @param follows test module → the extension module without which it cannot be built
 * @param flavours names of the flavours that it has, besides the default
 * @param versions CPython version → its sources
 */
public record Series(
        String series,
        @Nullable String cpe,
        String license,
        List<Bundled> bundled,
        List<String> depends,
        String script,
        List<String> systems,
        String stdlib,
        List<String> outputs,
        @Nullable BuildPython buildPython,
        SortedMap<String, String> needed,
        SortedMap<String, String> follows,
        List<String> flavours,
        SortedMap<String, Version> versions) {

    public Series {
        Defaults.requireCpe(cpe);
        bundled = Defaults.list(bundled);
        depends = Defaults.list(depends);
        systems = Defaults.list(systems);
        Defaults.required("stdlib", stdlib);
        outputs = Defaults.list(outputs);
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("the key 'outputs' is missing");
        }
        versions = Defaults.map(versions);
        needed = Defaults.map(needed);
        follows = Defaults.map(follows);
        flavours = Defaults.list(flavours);
    }

    /** The same series with more patches for one of its versions, applied after its own. */
    public Series withPatches(String version, List<String> more) {
        if (more.isEmpty()) {
            return this;
        }
        SortedMap<String, Version> patched = new TreeMap<>(versions);
        patched.computeIfPresent(version, (name, definition) -> definition.withPatches(more));
        return new Series(
                series,
                cpe,
                license,
                bundled,
                depends,
                script,
                systems,
                stdlib,
                outputs,
                buildPython,
                needed,
                follows,
                flavours,
                patched);
    }

    /** Path of the interpreter's program below the prefix. */
    public String program() {
        return outputs.get(0);
    }

    /**
     * An interpreter for the build itself.
     *
     * @param script the recipe, relative to the series' folder
     * @param depends components it is linked with
     * @param outputs paths below the prefix that the recipe must leave
     */
    public record BuildPython(String script, List<String> depends, List<String> outputs) {

        public BuildPython {
            Defaults.required("build-python: script", script);
            depends = Defaults.list(depends);
            outputs = Defaults.list(outputs);
        }
    }

    /**
     * One CPython release.
     *
     * @param source the pinned source archive
     * @param licenseFiles CPython's own licence texts
     * @param patches files below the series' {@code patches/}, applied in this order
     * @param wheels wheels that CPython's source carries and the distribution installs
     */
    public record Version(SourceFile source, List<LicenseFile> licenseFiles, List<String> patches, List<Wheel> wheels) {

        public Version {
            licenseFiles = Defaults.list(licenseFiles);
            patches = Defaults.list(patches);
            wheels = Defaults.list(wheels);
        }

        private Version withPatches(List<String> more) {
            return new Version(
                    source,
                    licenseFiles,
                    Stream.concat(patches.stream(), more.stream()).toList(),
                    wheels);
        }
    }

    /**
     * Third-party code inside CPython's source archive.
     *
     * @param name what it is called
     * @param version its version, if it has one
     * @param license its SPDX expression
     * @param file the source file with the notice
     * @param text the file with the licence's text, if not {@code file}
     * @param usedBy modules or parts it ends in
     */
    public record Bundled(
            String name,
            @Nullable String version,
            String license,
            String file,
            @Nullable String text,
            @JsonProperty("in") List<String> usedBy) {

        public Bundled {
            usedBy = Defaults.list(usedBy);
        }
    }

    /**
     * A wheel inside CPython's source archive.
     *
     * @param cpe {@code vendor:product} of its CPE 2.3 name, if it has one
     * @param file its path there
     * @param size bytes
     * @param sha256 digest of the wheel
     * @param licenseFile path of the licence text inside the wheel
     * @param vendored what the wheel carries in turn
     */
    public record Wheel(
            String name,
            String version,
            @Nullable String cpe,
            String file,
            long size,
            Digest sha256,
            String license,
            String licenseFile,
            List<Vendored> vendored) {

        public Wheel {
            Defaults.requireCpe(cpe);
            vendored = Defaults.list(vendored);
        }
    }

    /**
     * A library that a wheel carries inside.
     *
     * @param file the licence text's path in the wheel; without it the text comes from the SPDX list
     */
    public record Vendored(
            String name,
            String version,
            String license,
            @Nullable String file) {}
}
