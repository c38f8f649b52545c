package io.github.pythondist.license;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.spdx.core.InvalidSPDXAnalysisException;
import org.spdx.library.LicenseInfoFactory;
import org.spdx.library.model.v3_0_1.expandedlicensing.ConjunctiveLicenseSet;
import org.spdx.library.model.v3_0_1.expandedlicensing.DisjunctiveLicenseSet;
import org.spdx.library.model.v3_0_1.expandedlicensing.NoAssertionLicense;
import org.spdx.library.model.v3_0_1.expandedlicensing.NoneLicense;
import org.spdx.library.model.v3_0_1.expandedlicensing.WithAdditionOperator;
import org.spdx.library.model.v3_0_1.simplelicensing.AnyLicenseInfo;
import org.spdx.library.model.v3_0_1.simplelicensing.InvalidLicenseExpression;

/**
 * An SPDX licence expression, resolved into the sets of licences that satisfy it.
 *
 * @param alternatives each set is one way to satisfy the expression; in the order of their ids, as neither the grammar
 *     nor the library gives the sides of {@code OR} an order
 */
record LicenseExpression(List<SortedSet<Term>> alternatives) {

    /** Beyond this an expression is a mistake, and its resolution would not end. */
    private static final int MAX_ALTERNATIVES = 1000;

    private static final Pattern TOKEN_GAP = Pattern.compile("\\s+");

    /**
     * One licence of an expression.
     *
     * @param id SPDX id, perhaps with {@code +}, or {@code LicenseRef-…}
     * @param exception SPDX id of the exception after {@code WITH}
     */
    record Term(String id, @Nullable String exception) implements Comparable<Term> {

        boolean isReference() {
            return id.startsWith("LicenseRef-");
        }

        /** The id that has a text of its own: that without {@code +}. */
        String textId() {
            return id.endsWith("+") ? id.substring(0, id.length() - 1) : id;
        }

        @Override
        public int compareTo(Term other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return exception == null ? id : id + " WITH " + exception;
        }
    }

    /** Says what is wrong with an expression and what to write instead. */
    static final class InvalidExpression extends Exception {

        private static final long serialVersionUID = 1L;

        private final String remedy;

        InvalidExpression(String message, String remedy) {
            super(message);
            this.remedy = remedy;
        }

        String remedy() {
            return remedy;
        }
    }

    static LicenseExpression parse(String expression, SpdxList list) throws InvalidExpression {
        if (expression.isBlank()) {
            throw new InvalidExpression(
                    "the licence expression is empty", "Declare the component's licence as an SPDX expression.");
        }
        requireKnownIds(expression, list);
        try {
            AnyLicenseInfo parsed = LicenseInfoFactory.parseSPDXLicenseString(expression.strip());
            if (parsed instanceof InvalidLicenseExpression invalid) {
                throw ungrammatical(expression, invalid.getMessage());
            }
            return new LicenseExpression(alternatives(parsed, expression).stream()
                    .sorted((a, b) -> a.toString().compareTo(b.toString()))
                    .distinct()
                    .toList());
        } catch (InvalidSPDXAnalysisException e) {
            throw ungrammatical(expression, e.getMessage());
        }
    }

    /** Every licence the expression mentions. */
    SortedSet<Term> mentioned() {
        return alternatives.stream().flatMap(Collection::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A set of licences as an expression. */
    static String describe(Collection<Term> terms) {
        return terms.stream().map(Term::toString).collect(Collectors.joining(" AND "));
    }

    /** Before the grammar, as the library stops at the first unknown id and cannot say what was meant. */
    private static void requireKnownIds(String expression, SpdxList list) throws InvalidExpression {
        boolean exceptionNext = false;
        for (String token :
                TOKEN_GAP.split(expression.replace('(', ' ').replace(')', ' ').strip(), -1)) {
            String upper = token.toUpperCase(Locale.ROOT);
            if (upper.equals("AND") || upper.equals("OR") || upper.equals("WITH")) {
                if (!token.equals(upper) && !token.equals(token.toLowerCase(Locale.ROOT))) {
                    throw ungrammatical(
                            expression, "'" + token + "' is written neither in capitals nor in small letters");
                }
                exceptionNext = upper.equals("WITH");
                continue;
            }
            if (exceptionNext) {
                requireKnown(token, "licence exception", list.exceptionId(token), () -> list.nearestException(token));
            } else if (upper.equals("NONE") || upper.equals("NOASSERTION")) {
                throw new InvalidExpression(
                        "'" + token + "' says that no licence is known", "Declare the licence that the component has.");
            } else if (!token.startsWith("LicenseRef-")) {
                String id = token.endsWith("+") ? token.substring(0, token.length() - 1) : token;
                requireKnown(
                        token,
                        "licence",
                        list.licenseId(token).or(() -> list.licenseId(id)),
                        () -> list.nearestLicense(id));
            }
            exceptionNext = false;
        }
    }

    private static void requireKnown(String token, String kind, Optional<String> known, Supplier<String> nearest)
            throws InvalidExpression {
        if (known.isEmpty()) {
            throw new InvalidExpression(
                    "'" + token + "' is not an SPDX " + kind + " id",
                    "Did you mean '" + nearest.get()
                            + "'? A licence that SPDX does not list is written LicenseRef-name.");
        }
    }

    private static InvalidExpression ungrammatical(String expression, @Nullable String why) {
        return new InvalidExpression(
                "'" + expression.strip() + "' is not an SPDX licence expression: " + why,
                "Write it as ids joined by AND, OR and WITH, with parentheses in pairs.");
    }

    private static List<SortedSet<Term>> alternatives(AnyLicenseInfo parsed, String expression)
            throws InvalidSPDXAnalysisException, InvalidExpression {
        if (parsed instanceof DisjunctiveLicenseSet any) {
            List<SortedSet<Term>> alternatives = new ArrayList<>();
            for (AnyLicenseInfo member : any.getMembers()) {
                alternatives.addAll(alternatives(member, expression));
            }
            return alternatives;
        }
        if (parsed instanceof ConjunctiveLicenseSet all) {
            List<SortedSet<Term>> combined = List.of(new TreeSet<>());
            for (AnyLicenseInfo member : all.getMembers()) {
                combined = product(combined, alternatives(member, expression), expression);
            }
            return combined;
        }
        if (parsed instanceof NoneLicense || parsed instanceof NoAssertionLicense) {
            throw ungrammatical(expression, "it names no licence");
        }
        Term term = parsed instanceof WithAdditionOperator with
                ? new Term(
                        with.getSubjectExtendableLicense().toString(),
                        with.getSubjectAddition().toString())
                : new Term(parsed.toString(), null);
        return List.of(new TreeSet<>(List.of(term)));
    }

    private static List<SortedSet<Term>> product(
            List<SortedSet<Term>> left, List<SortedSet<Term>> right, String expression) throws InvalidExpression {
        if (left.size() * right.size() > MAX_ALTERNATIVES) {
            throw ungrammatical(expression, "it has more than " + MAX_ALTERNATIVES + " alternatives");
        }
        List<SortedSet<Term>> combined = new ArrayList<>();
        for (SortedSet<Term> a : left) {
            for (SortedSet<Term> b : right) {
                SortedSet<Term> both = new TreeSet<>(a);
                both.addAll(b);
                combined.add(both);
            }
        }
        return combined;
    }
}
