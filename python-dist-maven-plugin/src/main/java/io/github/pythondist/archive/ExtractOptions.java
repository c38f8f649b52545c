package io.github.pythondist.archive;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How an archive is unpacked. Begin with {@link #defaults()}.
 *
 * @param stripComponents leading directories to drop from every path, 0 or 1; with 1 all entries must share one top
 *     directory
 * @param expectedRoot the top directory every entry must be in, or null for any
 * @param mapper the path to unpack an entry to, relative to the target, or empty to leave the entry out; sees the path
 *     after stripping
 * @param maxEntries more entries are refused
 * @param maxBytes more unpacked bytes are refused, whatever the headers say
 * @param keepTimes whether files get the modification times of the archive; a source tree needs them, or make
 *     regenerates what its authors generated
 * @param refuseCaseCollisions whether names are refused that are not the same everywhere: those that differ only in case,
 *     or only in Unicode normal form, which would overwrite each other on macOS and Windows, and those with a backslash,
 *     which Windows takes for a path
 * @param readOnly whether write permission is taken from all that is unpacked
 * @param sync whether files are forced to disk, so that a power cut after a rename of the whole cannot leave empty ones
 */
public record ExtractOptions(
        int stripComponents,
        @Nullable String expectedRoot,
        Function<String, Optional<String>> mapper,
        int maxEntries,
        long maxBytes,
        boolean keepTimes,
        boolean refuseCaseCollisions,
        boolean readOnly,
        boolean sync) {

    private static final int DEFAULT_MAX_ENTRIES = 500_000;
    private static final long DEFAULT_MAX_BYTES = 16L << 30;

    public ExtractOptions {
        if (stripComponents < 0 || stripComponents > 1) {
            throw new IllegalArgumentException("stripComponents must be 0 or 1: " + stripComponents);
        }
    }

    /** Everything under its own name, times kept, at most 500,000 entries and 16 GiB. */
    public static ExtractOptions defaults() {
        return new ExtractOptions(
                0, null, Optional::of, DEFAULT_MAX_ENTRIES, DEFAULT_MAX_BYTES, true, false, false, false);
    }

    public ExtractOptions withStripComponents(int count) {
        return new ExtractOptions(
                count, expectedRoot, mapper, maxEntries, maxBytes, keepTimes, refuseCaseCollisions, readOnly, sync);
    }

    public ExtractOptions withExpectedRoot(String root) {
        return new ExtractOptions(
                stripComponents, root, mapper, maxEntries, maxBytes, keepTimes, refuseCaseCollisions, readOnly, sync);
    }

    public ExtractOptions withMapper(Function<String, Optional<String>> newMapper) {
        return new ExtractOptions(
                stripComponents,
                expectedRoot,
                newMapper,
                maxEntries,
                maxBytes,
                keepTimes,
                refuseCaseCollisions,
                readOnly,
                sync);
    }

    public ExtractOptions withLimits(int entries, long bytes) {
        return new ExtractOptions(
                stripComponents, expectedRoot, mapper, entries, bytes, keepTimes, refuseCaseCollisions, readOnly, sync);
    }

    public ExtractOptions withKeepTimes(boolean keep) {
        return new ExtractOptions(
                stripComponents,
                expectedRoot,
                mapper,
                maxEntries,
                maxBytes,
                keep,
                refuseCaseCollisions,
                readOnly,
                sync);
    }

    public ExtractOptions withRefuseCaseCollisions(boolean refuse) {
        return new ExtractOptions(
                stripComponents, expectedRoot, mapper, maxEntries, maxBytes, keepTimes, refuse, readOnly, sync);
    }

    public ExtractOptions withReadOnly(boolean only) {
        return new ExtractOptions(
                stripComponents,
                expectedRoot,
                mapper,
                maxEntries,
                maxBytes,
                keepTimes,
                refuseCaseCollisions,
                only,
                sync);
    }

    public ExtractOptions withSync(boolean force) {
        return new ExtractOptions(
                stripComponents,
                expectedRoot,
                mapper,
                maxEntries,
                maxBytes,
                keepTimes,
                refuseCaseCollisions,
                readOnly,
                force);
    }
}
