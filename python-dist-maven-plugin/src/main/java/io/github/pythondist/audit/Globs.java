package io.github.pythondist.audit;

import io.github.pythondist.files.Glob;
import java.util.List;
import java.util.stream.Stream;

/** Globs over paths of an archive. */
final class Globs {

    private final List<Glob> matchers;

    Globs(List<String> globs) {
        matchers = globs.stream()
                // "**/x" is to match x at the top as well.
                .flatMap(glob ->
                        glob.startsWith("**/") ? Stream.of(glob, glob.substring("**/".length())) : Stream.of(glob))
                .map(Glob::of)
                .toList();
    }

    static Globs of(String glob) {
        return new Globs(List.of(glob));
    }

    boolean match(String path) {
        return matchers.stream().anyMatch(glob -> glob.matches(path));
    }
}
