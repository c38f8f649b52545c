package io.github.pythondist.wheel;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where wheels come from, asked in this order after the store of those fetched before.
 *
 * @param store the store's directory
 * @param directory with files of wheels
 * @param maven repositories, and the group id that wheels have there
 * @param index of packages; none if it is not to be asked
 * @param offline whether Maven is; then {@code index} is empty, and messages say so
 */
public record WheelSources(
        Path store, Optional<Path> directory, Optional<Mirror> maven, Optional<PackageIndex> index, boolean offline) {

    /** Wheels as Maven artifacts. */
    public record Mirror(String groupId, MavenWheels wheels) {}
}
