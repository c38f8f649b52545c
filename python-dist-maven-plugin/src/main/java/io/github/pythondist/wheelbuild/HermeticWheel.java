package io.github.pythondist.wheelbuild;

import io.github.pythondist.files.Digest;
import java.nio.file.Path;
import java.util.List;

/**
 * What a build in a build environment made.
 *
 * @param file the wheel, packed again and with the tags that are true, below the request's directory
 * @param asBuilt digest of the file as the backend left it
 * @param compiled whether it has native code
 * @param doubts what keeps it from running elsewhere, or from being the same when it is built elsewhere
 */
public record HermeticWheel(Path file, Digest asBuilt, boolean compiled, List<String> doubts) {

    public HermeticWheel {
        doubts = List.copyOf(doubts);
    }
}
