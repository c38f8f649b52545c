package io.github.pythondist.reproduce;

import io.github.pythondist.distribution.DistributionRequest;
import io.github.pythondist.distribution.PackagingRequest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What to build a second time, and how.
 *
 * @param first the build to repeat; with {@link DistributionRequest#components()} these alone are compared
 * @param packaging what to make of it, and where the first build's results are, or are put
 * @param axes what the second build has otherwise
 * @param directory for everything of the second build, and for the reports; on the disk of the project
 * @param otherDisk directory on another file system for the second build's work, empty to look for one
 */
public record ReproductionRequest(
        DistributionRequest first,
        PackagingRequest packaging,
        Set<Axis> axes,
        Path directory,
        Optional<Path> otherDisk) {}
