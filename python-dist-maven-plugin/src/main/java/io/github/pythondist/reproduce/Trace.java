package io.github.pythondist.reproduce;

/**
 * A text by which a build would give itself away: where it is found in one result and its counterpart in the other, it
 * explains the difference.
 *
 * @param kind what it tells
 * @param first as the first build had it, at least three characters
 * @param second as the second build had it
 */
public record Trace(DifferenceKind kind, String first, String second) {

    private static final int SHORTEST = 3;

    /** Whether it can be told from what is there by chance. */
    public boolean isTelling() {
        return first.length() >= SHORTEST && second.length() >= SHORTEST && !first.equals(second);
    }
}
