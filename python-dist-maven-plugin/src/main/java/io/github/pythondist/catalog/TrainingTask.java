package io.github.pythondist.catalog;

import java.util.List;

/**
 * What an instrumented interpreter does so that its profile shows which code is hot: an entry of
 * {@code cpython/training/tasks.yaml}.
 *
 * @param summary what it covers
 * @param mayFail whether a run that fails has been work all the same
 * @param runs arguments of the interpreter, separated by blanks; an entry for each run, in order
 */
public record TrainingTask(String summary, boolean mayFail, List<String> runs) {

    public TrainingTask {
        runs = Defaults.list(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a training task needs at least one run");
        }
    }
}
