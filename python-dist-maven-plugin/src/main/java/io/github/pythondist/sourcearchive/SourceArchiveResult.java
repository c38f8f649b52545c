package io.github.pythondist.sourcearchive;

import java.nio.file.Path;
import java.util.List;

/**
 * What was made.
 *
 * @param archives in the order of {@link SourceFormat}
 * @param record tells for programs what was archived: {@code <name>.source-archive.json}
 */
public record SourceArchiveResult(List<Archive> archives, Path record) {

    /** An archive. */
    public record Archive(Path file, SourceFormat format) {}
}
