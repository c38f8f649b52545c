package io.github.pythondist.sourcearchive;

import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to archive, and how.
 *
 * @param repository path of a repository, its work tree or a bare one, or a URL to clone
 * @param baseDirectory what a relative path starts from
 * @param offline whether a URL is refused
 * @param tag name of the tag; without it the commit alone is archived
 * @param commit id that the tag must lead to, 40 hexadecimal digits
 * @param name what the files are named for, before the tag's version; without it the repository's name
 * @param prefix the one directory at the top of the archive; without it name and version
 * @param formats extensions of {@link SourceFormat}
 * @param excludes globs of paths in the repository that are left out, beside those with {@code export-ignore}
 * @param epochSecond time of every entry in seconds since 1970; without it the commit's
 * @param allowDirty whether uncommitted changes in the work tree are no obstacle
 * @param outputDirectory where archives and record go
 */
public record SourceArchiveRequest(
        String repository,
        Path baseDirectory,
        boolean offline,
        Optional<String> tag,
        Optional<String> commit,
        Optional<String> name,
        Optional<String> prefix,
        List<String> formats,
        List<String> excludes,
        Optional<Long> epochSecond,
        boolean allowDirty,
        Path outputDirectory,
        Progress progress) {}
