package io.github.pythondist.wheeltrack;

import io.github.pythondist.wheelindex.ReproducedWheel;
import java.util.List;

/**
 * What a run found.
 *
 * @param record as it was written
 * @param run this one
 * @param wheels those that are reproducible, sorted by name
 * @param built how many packages were really built, the others being known
 * @param leftOut labels of the axes that the user did not want to be varied
 */
public record TrackResult(
        TrackRecord record, TrackRecord.Run run, List<ReproducedWheel> wheels, int built, List<String> leftOut) {

    public TrackResult {
        wheels = List.copyOf(wheels);
        leftOut = List.copyOf(leftOut);
    }
}
