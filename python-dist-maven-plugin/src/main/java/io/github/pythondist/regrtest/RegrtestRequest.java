package io.github.pythondist.regrtest;

import io.github.pythondist.report.BuildFailure;
import java.util.List;
import java.util.Optional;

/**
 * What of CPython's own test suite to run, and how.
 *
 * @param selection name of a selection in the catalog
 * @param tests names of files that are run instead of the selection's; the selection's when empty
 * @param resources what the tests may use instead of the selection's, for regrtest's {@code -u}; the selection's when empty
 * @param timeout seconds that one file may take, instead of the selection's
 */
public record RegrtestRequest(String selection, List<String> tests, List<String> resources, Optional<Integer> timeout) {

    public RegrtestRequest {
        tests = List.copyOf(tests);
        resources = List.copyOf(resources);
        timeout.filter(seconds -> seconds <= 0).ifPresent(seconds -> {
            throw new BuildFailure("The time for one file of the test suite is " + seconds + " s")
                    .remedy("Give a number of seconds above 0 with -Dpython-dist.regrtest.timeout=");
        });
    }
}
