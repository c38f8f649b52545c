package io.github.pythondist.archive;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How a tree is archived.
 *
 * @param format compression
 * @param level compression level of the format; 0 for the one that archives to be shipped have
 * @param prefix directory in the archive that everything is put into, without slashes at its ends; empty for none
 * @param epochSecond modification time of every entry, in seconds since 1970-01-01T00:00:00Z ({@code
 *     SOURCE_DATE_EPOCH})
 * @param filter which paths of the tree, relative to it, are archived; a directory that is left out takes its content
 *     with it
 * @param first files to put before the tree, by path relative to the prefix, in this order: what a reader wants without
 *     unpacking all. They replace files of the tree of the same path.
 * @param last files to put after the tree, likewise
 */
public record ArchiveOptions(
        ArchiveFormat format,
        int level,
        String prefix,
        long epochSecond,
        Predicate<String> filter,
        Map<String, byte[]> first,
        Map<String, byte[]> last) {

    public ArchiveOptions {
        if (prefix.startsWith("/") || prefix.endsWith("/")) {
            throw new IllegalArgumentException("prefix must not begin or end with a slash: " + prefix);
        }
    }

    /** The whole tree as {@code tar.zst}, without prefix. */
    public static ArchiveOptions of(long epochSecond) {
        return new ArchiveOptions(ArchiveFormat.TAR_ZST, 0, "", epochSecond, path -> true, Map.of(), Map.of());
    }

    public ArchiveOptions withFormat(ArchiveFormat newFormat) {
        return new ArchiveOptions(newFormat, level, prefix, epochSecond, filter, first, last);
    }

    public ArchiveOptions withLevel(int newLevel) {
        return new ArchiveOptions(format, newLevel, prefix, epochSecond, filter, first, last);
    }

    public ArchiveOptions withPrefix(String newPrefix) {
        return new ArchiveOptions(format, level, newPrefix, epochSecond, filter, first, last);
    }

    public ArchiveOptions withFilter(Predicate<String> newFilter) {
        return new ArchiveOptions(format, level, prefix, epochSecond, newFilter, first, last);
    }

    public ArchiveOptions withFirst(String path, byte[] content) {
        return new ArchiveOptions(format, level, prefix, epochSecond, filter, plus(first, path, content), last);
    }

    public ArchiveOptions withLast(String path, byte[] content) {
        return new ArchiveOptions(format, level, prefix, epochSecond, filter, first, plus(last, path, content));
    }

    private static Map<String, byte[]> plus(Map<String, byte[]> files, String path, byte[] content) {
        Map<String, byte[]> all = new LinkedHashMap<>(files);
        all.put(path, content);
        return all;
    }
}
