package io.github.pythondist.license;

import java.util.List;

/**
 * A component that passed.
 *
 * @param name the component's name
 * @param version its version
 * @param expression the declared expression
 * @param choice the licences it is used under: the expression with each {@code OR} resolved, ids in SPDX spelling
 * @param texts what was found in its licence files, by path, then licence
 * @param unmatched licence files in which none of the expression's licences was found, such as a file that only
 *     explains which licence applies where
 * @param exceptions the policy exceptions it needed
 */
public record VettedItem(
        String name,
        String version,
        String expression,
        String choice,
        List<TextMatch> texts,
        List<String> unmatched,
        List<PolicyException> exceptions) {

    /** Copies the lists. */
    public VettedItem {
        texts = List.copyOf(texts);
        unmatched = List.copyOf(unmatched);
        exceptions = List.copyOf(exceptions);
    }
}
