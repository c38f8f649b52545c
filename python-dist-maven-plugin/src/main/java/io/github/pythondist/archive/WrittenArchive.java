package io.github.pythondist.archive;

import io.github.pythondist.files.Digest;
import java.nio.file.Path;

/**
 * An archive that was written.
 *
 * @param digest of the file
 * @param size of the file in bytes
 * @param entries how many entries it has, directories and links included
 */
public record WrittenArchive(Path file, Digest digest, long size, int entries) {}
