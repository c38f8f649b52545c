package io.github.pythondist.provenance;

import io.github.pythondist.catalog.Content;
import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.Series;
import io.github.pythondist.environment.EnvironmentLock;
import io.github.pythondist.files.Digest;
import io.github.pythondist.license.LicensePolicy;
import io.github.pythondist.source.SourceFile;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * All that went into the archives of one build. Equal records of equal archives give equal files.
 *
 * @param project whose build it is
 * @param plugin what built it
 * @param builder URI of who ran it, for those who trust some builders and not others
 * @param series the CPython series, as the catalog has it
 * @param flavour the flavour, empty for the default
 * @param target classifier of the target
 * @param sourceSet name of the source set
 * @param versions versions that replaced those of the set
 * @param extensions what became of each extension module
 * @param contents content → what it takes of the tree, one for each archive, in the order asked for
 * @param parts everything linked in, CPython among it; sorted by name
 * @param modules extension modules of the project's own, sorted by name
 * @param environment where commands ran
 * @param catalogFiles files of the catalog that were used, sorted by path
 * @param licenseTexts path in the archive → digest of the licence text there
 * @param policy the licence policy that was passed
 * @param options further settings that change bytes, by the names of the goals' parameters
 * @param sourceDateEpoch the one clock, seconds since 1970
 */
public record BuildRecord(
        Project project,
        BuildInfo.Plugin plugin,
        String builder,
        Series series,
        String flavour,
        String target,
        String sourceSet,
        SortedMap<String, String> versions,
        ExtensionCatalog extensions,
        List<Named> contents,
        List<Part> parts,
        List<OwnModule> modules,
        Environment environment,
        List<CatalogFile> catalogFiles,
        SortedMap<String, Digest> licenseTexts,
        LicensePolicy policy,
        SortedMap<String, String> options,
        long sourceDateEpoch) {

    /** The name of the part that is CPython itself. */
    public static final String CPYTHON = "cpython";

    /** The lock whose code ends in nothing that is shipped: what programs of the build itself are linked with. */
    public static final String BUILD_SYSROOT = "build-sysroot";

    /** The option that names the optimization. */
    public static final String OPTIMIZE = "optimize";

    /** The option that names the profile of a training run: coordinates of an artifact, or a file's name. */
    public static final String PROFILE = "profile";

    /** The option that is the profile's digest. */
    public static final String PROFILE_SHA256 = "profileSha256";

    /**
     * @param name for people
     */
    public record Project(String groupId, String artifactId, String version, String name) {}

    /** A content with its name. */
    public record Named(String name, Content content) {}

    /**
     * CPython, or a component.
     *
     * @param version as upstream calls it
     * @param pinnedVersion as the catalog calls it: two packings of one release have different names
     * @param cpe {@code vendor:product} of its CPE 2.3 name, if it has one
     * @param license SPDX expression
     * @param needs names of parts whose code or headers it is built with, sorted
     */
    public record Part(
            String name,
            String version,
            String pinnedVersion,
            String summary,
            String homepage,
            @Nullable String cpe,
            String license,
            SourceFile source,
            List<Patch> patches,
            List<String> needs) {}

    /**
     * @param path in the catalog
     * @param base64 the patch itself, small as it is
     */
    public record Patch(String path, Digest sha256, String base64) {}

    /**
     * An extension module of the project's own.
     *
     * @param version the project's
     * @param license SPDX expression
     * @param files what it was compiled of: path in the project → digest
     * @param needs names of parts whose code it is linked with, sorted
     */
    public record OwnModule(
            String name, String version, String license, SortedMap<String, Digest> files, List<String> needs) {}

    /**
     * @param kind {@link BuildInfo#HERMETIC}, or {@code host}
     * @param hostTools identity of the machine's own tools where they were used
     * @param locks role → lock: {@code build-root}, {@code sysroot}, {@code build-sysroot}, {@code tools-<lock>}
     * @param libc family of the C library
     * @param libcFloor oldest version of it that the result runs on
     */
    public record Environment(
            String kind,
            @Nullable Digest hostTools,
            SortedMap<String, EnvironmentLock> locks,
            String libc,
            @Nullable String libcFloor) {}

    /**
     * @param own whether it is the project's own, not the plugin's
     */
    public record CatalogFile(String path, Digest sha256, boolean own) {}

    /** CPython itself. */
    public Part cpython() {
        return parts.stream()
                .filter(part -> part.name().equals(CPYTHON))
                .findFirst()
                .orElseThrow();
    }

    /** The wheels that the CPython that was built carries. */
    public List<Series.Wheel> wheels() {
        return series.versions().get(cpython().pinnedVersion()).wheels();
    }

    /** Maven classifier without its content. */
    public String platform() {
        return target + (flavour.isEmpty() ? "" : "-" + flavour);
    }

    /** How the files of this build begin: artifactId, version, platform. */
    public String baseName() {
        return project.artifactId() + "-" + project.version() + "-" + platform();
    }

    /** One digest of all files of the catalog that were used. */
    public Digest catalog() {
        StringBuilder listing = new StringBuilder();
        catalogFiles.forEach(file ->
                listing.append(file.path()).append(' ').append(file.sha256()).append('\n'));
        return Digest.ofText(listing.toString());
    }
}
