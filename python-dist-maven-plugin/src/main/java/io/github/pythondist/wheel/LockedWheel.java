package io.github.pythondist.wheel;

import io.github.pythondist.files.Digest;
import java.nio.file.Path;

/**
 * A wheel that a lock file lists, at hand.
 *
 * @param name of the package, normalised
 * @param version as PEP 440 writes it
 * @param file called as PEP 427 says
 */
public record LockedWheel(String name, String version, Path file, Digest sha256) {}
