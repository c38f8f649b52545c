package io.github.pythondist.distribution;

import io.github.pythondist.files.Digest;
import java.nio.file.Path;

/**
 * An archive ready to be attached.
 *
 * @param archive the file
 * @param type its Maven type
 * @param classifier its Maven classifier: platform, flavour, content
 * @param summary what is in it, in a few words
 * @param sha256 its digest
 */
public record PackagedDistribution(Path archive, String type, String classifier, String summary, Digest sha256) {}
