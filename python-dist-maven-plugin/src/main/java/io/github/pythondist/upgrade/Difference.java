package io.github.pythondist.upgrade;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What two sets do not have in common.
 *
 * @param removed only in the first
 * @param added only in the second
 */
public record Difference(SortedSet<String> removed, SortedSet<String> added) {

    public Difference {
        removed = Collections.unmodifiableSortedSet(new TreeSet<>(removed));
        added = Collections.unmodifiableSortedSet(new TreeSet<>(added));
    }

    static Difference between(Collection<String> from, Collection<String> to) {
        TreeSet<String> removed = new TreeSet<>(from);
        removed.removeAll(to);
        TreeSet<String> added = new TreeSet<>(to);
        added.removeAll(from);
        return new Difference(removed, added);
    }

    boolean isEmpty() {
        return removed.isEmpty() && added.isEmpty();
    }
}
