package io.github.pythondist.wheelindex;

import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** Leaves out what cannot be published, so that one package does not stop the others. */
@Named
@Singleton
public final class WheelChoice {

    @Inject
    public WheelChoice() {}

    /**
     * Those that can be published; of the others it is said why not. Whoever leaves an axis out asks a smaller question,
     * whose answer others would take for the whole one.
     *
     * @param leftOut axes that the user did not want to be varied
     * @return empty if nothing is to be published, and what was published before is to stay
     */
    public Optional<List<ReproducedWheel>> publishable(
            List<ReproducedWheel> wheels, List<String> leftOut, Progress progress) {
        if (!leftOut.isEmpty()) {
            progress.warn("Nothing is published, as second builds did not vary " + String.join(", ", leftOut)
                    + " (python-dist.reproduce.axes)");
            return Optional.empty();
        }
        List<ReproducedWheel> publishable = new ArrayList<>();
        for (ReproducedWheel wheel : wheels) {
            try {
                Optional<String> obstacle = wheel.obstacle();
                obstacle.ifPresentOrElse(progress::warn, () -> publishable.add(wheel));
            } catch (IOException e) {
                throw new BuildFailure("Cannot read the wheel " + wheel.wheel(), e)
                        .remedy("Check permissions there, or build it again");
            }
        }
        return Optional.of(publishable);
    }
}
