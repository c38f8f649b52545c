package io.github.pythondist.distribution;

import io.github.pythondist.environment.Tier;
import io.github.pythondist.environment.Variation;
import io.github.pythondist.files.Digest;
import io.github.pythondist.license.LicensePolicy;
import io.github.pythondist.report.Progress;
import io.github.pythondist.source.FetchSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What to build, and with what.
 *
 * @param artifactId of the archive, for example {@code cpython-3.13}
 * @param artifactVersion of the archive: CPython's version, a dash, the build number
 * @param series CPython series
 * @param flavour flavour of the interpreter, empty for the default
 * @param optimize name of the optimization
 * @param profile the profile that it needs
 * @param components the only components to build, or empty for all that the series is linked with
 * @param target classifier of the target, or empty for this machine's platform
 * @param sourceSet name of the source set
 * @param versions versions that replace those of the set; {@code cpython} is a name too
 * @param catalogDirectory recipes of the project's own
 * @param choices what else the project wants otherwise
 * @param policy licences that may go in
 * @param tier how commands are kept apart from the machine, or empty for the best that works
 * @param fetch where sources may come from
 * @param cacheDirectory everything that is shared by builds
 * @param buildDirectory everything that belongs to this build
 * @param jobs jobs of {@code make}
 * @param sourceDateEpoch the one clock, seconds since 1970
 * @param variation how the surroundings of commands differ from the usual ones; not an input of what they make
 * @param progress where to say what happens
 */
public record DistributionRequest(
        String artifactId,
        String artifactVersion,
        String series,
        String flavour,
        String optimize,
        Optional<PinnedProfile> profile,
        List<String> components,
        Optional<String> target,
        String sourceSet,
        SortedMap<String, String> versions,
        Optional<Path> catalogDirectory,
        Choices choices,
        LicensePolicy policy,
        Optional<Tier> tier,
        FetchSettings fetch,
        Path cacheDirectory,
        Path buildDirectory,
        int jobs,
        long sourceDateEpoch,
        Variation variation,
        Progress progress) {

    /** The same distribution, built elsewhere and otherwise. */
    public DistributionRequest again(
            Path otherCache, Path otherBuild, int otherJobs, Variation otherVariation, Progress otherProgress) {
        return new DistributionRequest(
                artifactId,
                artifactVersion,
                series,
                flavour,
                optimize,
                profile,
                components,
                target,
                sourceSet,
                versions,
                catalogDirectory,
                choices,
                policy,
                tier,
                fetch,
                otherCache,
                otherBuild,
                otherJobs,
                sourceDateEpoch,
                otherVariation,
                otherProgress);
    }

    /**
     * A profile as a POM names it.
     *
     * @param name coordinates of an artifact, or the name of a file
     * @param file the archive
     * @param sha256 the digest it must have
     */
    public record PinnedProfile(String name, Path file, Digest sha256) {}
}
