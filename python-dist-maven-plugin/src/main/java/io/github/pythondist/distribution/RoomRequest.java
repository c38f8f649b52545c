package io.github.pythondist.distribution;

import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.environment.Variation;
import io.github.pythondist.report.Progress;
import io.github.pythondist.source.FetchSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A build environment that is wanted.
 *
 * @param catalog has the locks of its packages
 * @param target what is built for
 * @param tier how commands are kept apart from the machine, or empty for the best that works
 * @param variation how the surroundings of commands differ from the usual ones
 * @param fetch where packages may come from
 * @param cacheDirectory everything that is shared by builds
 * @param log takes what is said when a sysroot is derived
 * @param progress where to say what happens
 */
public record RoomRequest(
        Catalog catalog,
        Target target,
        Optional<Tier> tier,
        Variation variation,
        FetchSettings fetch,
        Path cacheDirectory,
        Path log,
        Progress progress) {}
