package io.github.pythondist.catalog;

import java.util.List;

/**
 * A way to compile the interpreter's own code: an entry of {@code optimizations.yaml}.
 *
 * @param summary what it does
 * @param profile whether it needs the profile of a training run
 * @param cflags options of the compiler in addition
 * @param ldflags options of the linker in addition
 */
public record Optimization(String summary, boolean profile, List<String> cflags, List<String> ldflags) {

    /** The default: nothing beyond the {@code -O} option. */
    public static final String NONE = "none";

    public Optimization {
        cflags = Defaults.list(cflags);
        ldflags = Defaults.list(ldflags);
    }

    /** Whether everything is compiled as without it. */
    public boolean changesNothing() {
        return !profile && cflags.isEmpty() && ldflags.isEmpty();
    }
}
