package io.github.pythondist.provenance;

import io.github.pythondist.files.Digest;
import java.nio.file.Path;

/**
 * An archive of a build.
 *
 * @param content its content's name
 * @param classifier its Maven classifier
 * @param type its Maven type
 * @param file where it is; its name is the one under which it is published
 * @param sha256 of its bytes
 */
public record Archive(String content, String classifier, String type, Path file, Digest sha256) {

    String fileName() {
        return file.getFileName().toString();
    }
}
