package io.github.pythondist.upgrade;

import io.github.pythondist.report.Progress;
import io.github.pythondist.source.FetchSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to compare.
 *
 * @param from a CPython version that the catalog pins, or the path of a source; empty to compare with the catalog
 *     alone
 * @param to the same, for the new source
 * @param buildLog log of a native {@code ./configure && make} of the new source
 * @param catalogDirectory recipes of the project's own
 * @param fetch where pinned sources may come from
 * @param cacheDirectory everything that is shared by builds
 * @param outputDirectory where the reports go
 * @param progress where to say what happens
 */
public record UpgradeRequest(
        Optional<String> from,
        String to,
        Optional<Path> buildLog,
        Optional<Path> catalogDirectory,
        FetchSettings fetch,
        Path cacheDirectory,
        Path outputDirectory,
        Progress progress) {}
