package io.github.pythondist.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What came of one rule.
 *
 * @param outcome of the rule as a whole
 * @param findings sorted; empty unless the outcome is {@link Outcome#FINDINGS}
 * @param notes facts that go with it: what was looked at, what could not be
 */
record Verdict(Outcome outcome, List<Finding> findings, List<String> notes) {

    /** The outcomes of a rule. */
    enum Outcome {
        PASSED("passed"),
        FINDINGS("findings"),
        /** Nothing was proved; the first note says why. */
        NOT_CHECKED("not checked"),
        /** Facts without a judgement. */
        REPORTED("reported");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    Verdict {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    static Verdict notChecked(String why) {
        return new Verdict(Outcome.NOT_CHECKED, List.of(), List.of(why));
    }

    static Verdict reported(String note) {
        return new Verdict(Outcome.REPORTED, List.of(), List.of(note));
    }

    static Builder collect() {
        return new Builder();
    }

    /** Collects findings and notes. */
    static final class Builder {

        private final NavigableSet<Finding> findings = new TreeSet<>();
        private final List<String> notes = new ArrayList<>();

        Builder finding(String file, String what) {
            findings.add(new Finding(file, what));
            return this;
        }

        Builder note(String note) {
            notes.add(note);
            return this;
        }

        boolean isEmpty() {
            return findings.isEmpty();
        }

        /** Findings if there are any, else passed. */
        Verdict verdict() {
            return new Verdict(
                    findings.isEmpty() ? Outcome.PASSED : Outcome.FINDINGS, new ArrayList<>(findings), notes);
        }
    }
}
