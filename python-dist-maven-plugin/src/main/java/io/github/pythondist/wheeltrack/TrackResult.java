package io.github.pythondist.wheeltrack;

import io.github.pythondist.wheelindex.ReproducedWheel;
import java.util.List;

/**
 * What a run found.
 *
 * @param record as it was written
 * @param wheels those that are reproducible, sorted by name
 * @param built how many packages were really built, the others being known
 */
public record TrackResult(TrackRecord record, List<ReproducedWheel> wheels, int built) {

    public TrackResult {
        wheels = List.copyOf(wheels);
    }

    /** The last run. */
    public TrackRecord.Run run() {
        return record.runs().get(record.runs().size() - 1);
    }
}
