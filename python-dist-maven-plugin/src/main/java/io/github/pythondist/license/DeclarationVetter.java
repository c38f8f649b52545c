package io.github.pythondist.license;

import io.github.pythondist.license.LicenseExpression.InvalidExpression;
import io.github.pythondist.license.LicenseExpression.Term;
import io.github.pythondist.report.BuildFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * Checks declared SPDX expressions against the policy, for code that is carried inside another component's source: its
 * notices stand in comments, where no text can be matched as a whole.
 */
@Named
@Singleton
public final class DeclarationVetter {

    @Inject
    DeclarationVetter() {}

    /**
     * Declarations that passed.
     *
     * @param texts SPDX id of each licence that is used → its text in the SPDX list
     * @param exceptions the policy exceptions that were needed
     */
    public record Vetted(SortedMap<String, String> texts, List<PolicyException> exceptions) {}

    /**
     * @param expressions what is carried, the name that an exception of the policy gives it → its expression
     * @throws BuildFailure with every expression that is malformed or that the policy does not allow
     */
    public Vetted vet(SortedMap<String, String> expressions, LicensePolicy policy) {
        SpdxList list = SpdxList.get();
        SortedMap<String, String> texts = new TreeMap<>();
        List<PolicyException> exceptions = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, String> entry : expressions.entrySet()) {
            try {
                // Without an exception before with one.
                Optional<SortedSet<Term>> choice =
                        LicenseExpression.parse(entry.getValue(), list).alternatives().stream()
                                .filter(terms -> terms.stream()
                                        .allMatch(term -> isAllowed(term, policy)
                                                || policy.exception(entry.getKey(), term.toString())
                                                        .isPresent()))
                                .min(Comparator.comparingLong(terms -> terms.stream()
                                        .filter(term -> !isAllowed(term, policy))
                                        .count()));
                if (choice.isEmpty()) {
                    problems.add(entry.getKey() + ": the policy does not allow " + entry.getValue());
                    continue;
                }
                for (Term term : choice.get()) {
                    if (!isAllowed(term, policy)) {
                        policy.exception(entry.getKey(), term.toString()).ifPresent(exceptions::add);
                    }
                    if (!term.isReference()) {
                        texts.put(term.textId(), list.text(term.textId()).stripTrailing() + "\n");
                    }
                }
            } catch (InvalidExpression e) {
                problems.add(entry.getKey() + ": " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            BuildFailure failure = new BuildFailure("Code carried inside the sources may not go into a distribution");
            problems.forEach(failure::detail);
            throw failure.remedy("Correct 'bundled' or 'vendored' in the catalog's series.yaml; or, if you may and"
                    + " want to distribute it all the same, add the licence to <allow> of the <licensePolicy>, or an"
                    + " <exception> for that code alone, with a written reason");
        }
        return new Vetted(texts, List.copyOf(exceptions));
    }

    private static boolean isAllowed(Term term, LicensePolicy policy) {
        return policy.verdict(term.toString()) == LicensePolicy.Verdict.ALLOWED;
    }
}
