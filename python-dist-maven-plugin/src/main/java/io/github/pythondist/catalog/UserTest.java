package io.github.pythondist.catalog;

import java.util.List;

/**
 * A test of what users do with the result, in a root that is not the build's: {@code cpython/usertest/<name>/suite.yaml}.
 *
 * @param name the folder's name
 * @param proves what holds when it passes
 * @param environment lock of the root it runs in
 * @param script what is run, a file of the folder
 * @param contents the archives that the user has unpacked over each other, by their names in {@code contents.yaml}
 * @param needs extension modules without which it is left out
 * @param timeout seconds after which it has failed
 */
public record UserTest(
        String name,
        String proves,
        String environment,
        String script,
        List<String> contents,
        List<String> needs,
        int timeout) {

    /**
     * @throws IllegalArgumentException if a key is missing or says nothing
     */
    public UserTest {
        Defaults.required("name", name);
        Defaults.required("proves", proves);
        Defaults.required("environment", environment);
        Defaults.required("script", script);
        if (timeout <= 0) {
            throw new IllegalArgumentException("the key 'timeout' must be a number of seconds above 0");
        }
        contents = contents == null ? List.of(Content.RUNTIME) : List.copyOf(contents);
        if (contents.isEmpty()) {
            throw new IllegalArgumentException("the key 'contents' names no archive");
        }
        needs = Defaults.list(needs);
    }
}
