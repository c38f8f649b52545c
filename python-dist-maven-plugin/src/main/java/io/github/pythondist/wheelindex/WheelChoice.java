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

    /** Those that can be published; of the others it is said why not. */
    public List<ReproducedWheel> publishable(List<ReproducedWheel> wheels, Progress progress) {
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
        return publishable;
    }
}
