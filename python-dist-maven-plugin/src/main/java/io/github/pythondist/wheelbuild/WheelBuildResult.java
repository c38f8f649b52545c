package io.github.pythondist.wheelbuild;

import io.github.pythondist.wheel.WheelCoordinates;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was built.
 *
 * @param wheel called as PEP 427 says
 * @param sdist the source, if it was asked for
 * @param upToDate whether it was there already, made of the same
 * @param doubts what keeps the wheel from running elsewhere, or from being the same when it is built elsewhere
 */
public record WheelBuildResult(Path wheel, Optional<Path> sdist, boolean upToDate, List<String> doubts) {

    public WheelBuildResult {
        doubts = List.copyOf(doubts);
    }

    /** The wheel's tags, such as {@code py3-none-any}. */
    public String tags() {
        return WheelCoordinates.tags(wheel.getFileName().toString());
    }
}
