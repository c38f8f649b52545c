package io.github.pythondist.reproduce;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What became of an axis.
 *
 * @param axis its label
 * @param outcome whether the second build really saw something else
 * @param first what a command of the first build sees
 * @param second what a command of the second build saw
 * @param why for an axis that was not varied, the reason; else empty
 */
public record AxisResult(String axis, Outcome outcome, String first, String second, String why) {

    /** Only {@link #VARIED} shows anything. */
    public enum Outcome {
        VARIED("varied"),
        /** It was wanted, and the two builds saw the same. */
        NOT_VARIED("not varied"),
        /** The user left it out. */
        LEFT_OUT("left out");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        @JsonValue
        public String label() {
            return label;
        }
    }
}
