package io.github.pythondist.catalog;

import io.github.pythondist.source.SourceFile;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A library that is linked statically into CPython, as {@code components/<name>/component.yaml} describes it.
 *
 * @param name the name recipes, source sets and policies use
 * @param summary what it is, in a few words
 * @param homepage where it comes from
 * @param cpe {@code vendor:product} of its CPE 2.3 name, if it has one
 * @param license SPDX expression of the licence of what is linked
 * @param depends components whose outputs the recipe needs
 * @param tools lock of programs that this recipe runs beside those of the build root, if it needs any
 * @param outputs paths below the prefix that the recipe must leave
 * @param versions version → how to get and build it; {@code 1.0+debian} is version 1.0 in another packing
 */
public record Component(
        String name,
        String summary,
        String homepage,
        @Nullable String cpe,
        String license,
        List<String> depends,
        @Nullable String tools,
        List<String> outputs,
        SortedMap<String, Version> versions) {

    public Component {
        Defaults.requireCpe(cpe);
        depends = Defaults.list(depends);
        outputs = Defaults.list(outputs);
        versions = Defaults.map(versions);
    }

    /** What a version is called upstream: without the {@code +...} that tells two packings of the same release apart. */
    public static String upstreamVersion(String version) {
        int plus = version.indexOf('+');
        return plus < 0 ? version : version.substring(0, plus);
    }

    /**
     * One version of a component.
     *
     * @param source the pinned source archive
     * @param license overrides the component's expression where a version differs
     * @param licenseFiles the licence texts inside the source
     * @param otherLicenseFiles licence texts at the top of the source that do not hold for what is linked: path → why.
     *     Every other text there is screened, so that no recipe can look away from one
     * @param patches files below the component's {@code patches/}, applied in this order
     */
    public record Version(
            SourceFile source,
            @Nullable String license,
            List<LicenseFile> licenseFiles,
            SortedMap<String, String> otherLicenseFiles,
            List<String> patches) {

        public Version {
            licenseFiles = Defaults.list(licenseFiles);
            otherLicenseFiles = Defaults.map(otherLicenseFiles);
            patches = Defaults.list(patches);
        }
    }
}
