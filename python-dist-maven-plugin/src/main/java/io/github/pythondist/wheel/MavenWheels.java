package io.github.pythondist.wheel;

import java.nio.file.Path;
import java.util.Optional;

/** Where wheels are Maven artifacts. */
@FunctionalInterface
public interface MavenWheels {

    /** The artifact's file, or nothing where no repository has it. */
    Optional<Path> find(WheelCoordinates coordinates);
}
