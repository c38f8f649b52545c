package io.github.pythondist.distribution;

import io.github.pythondist.files.Digest;
import java.nio.file.Path;

/**
 * A file ready to be attached: an archive, or what is said of one.
 *
 * @param file the file
 * @param type its Maven type
 * @param classifier its Maven classifier: platform, flavour, content
 * @param summary what is in it, in a few words
 * @param sha256 its digest
 */
public record PackagedFile(Path file, String type, String classifier, String summary, Digest sha256) {}
