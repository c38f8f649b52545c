package io.github.pythondist.catalog;

import java.util.List;

/**
 * Files of CPython's own test suite that are run together: an entry of {@code cpython/regrtest/selections.yaml}.
 *
 * @param summary what it is for
 * @param tests names of files, {@code *} and {@code ?} as in globs, a package for all its files; all when empty
 * @param resources what the tests may use, for regrtest's {@code -u}; nothing beyond the ordinary when empty
 * @param timeout seconds that one file may take
 */
public record TestSelection(String summary, List<String> tests, List<String> resources, int timeout) {

    public TestSelection {
        tests = Defaults.list(tests);
        resources = Defaults.list(resources);
        if (timeout <= 0) {
            throw new IllegalArgumentException("timeout must be a number of seconds: " + timeout);
        }
    }
}
