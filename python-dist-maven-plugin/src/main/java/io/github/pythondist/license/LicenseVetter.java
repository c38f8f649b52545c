package io.github.pythondist.license;

import io.github.pythondist.license.LicenseExpression.InvalidExpression;
import io.github.pythondist.license.LicenseExpression.Term;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Checks that every component may be distributed: its declared SPDX expression against the policy, and its licence
 * files against the expression.
 *
 * <p>The files are read twice over. Each licence the component is used under must be found in one of them by the SPDX
 * matching guidelines; and none of them may hold the text of a denied licence, whatever is declared, unless the
 * expression offers that licence as an alternative that is not taken. So Berkeley DB from 6.0.20 on, whose LICENSE is
 * the GNU AGPL, is refused even if somebody declares {@code Sleepycat}.
 */
@Named
@Singleton
public final class LicenseVetter {

    /** A policy's denied texts cost a third of a second to prepare, and a reactor vets with one policy. */
    private final Map<LicensePolicy, DeniedTexts> deniedTexts = new ConcurrentHashMap<>();

    @Inject
    LicenseVetter() {}

    /**
     * @param items the components, in the order of the report
     * @throws BuildFailure with every problem of every component
     */
    public VettingReport vet(List<LicensedItem> items, LicensePolicy policy, Progress progress) {
        SpdxList list = SpdxList.get();
        Vetting vetting = new Vetting(
                policy,
                progress,
                list,
                new TextMatcher(list),
                deniedTexts.computeIfAbsent(policy, p -> new DeniedTexts(p, list)));
        List<VettedItem> vetted = new ArrayList<>();
        for (LicensedItem item : items) {
            vetting.vet(item).ifPresent(vetted::add);
        }
        vetting.warnOfUnusedExceptions(items);
        vetting.failOnProblems(items.size());
        return new VettingReport(list.version(), vetted, List.of());
    }

    /** One run; holds what accumulates over the components. */
    private static final class Vetting {

        private final LicensePolicy policy;
        private final Progress progress;
        private final SpdxList list;
        private final TextMatcher matcher;
        private final DeniedTexts deniedTexts;
        private final Map<Question, Optional<TextMatch>> known = new HashMap<>();
        private final Set<PolicyException> used = new LinkedHashSet<>();
        private final List<String> problems = new ArrayList<>();
        private final Set<String> remedies = new LinkedHashSet<>();
        private final Set<String> refused = new TreeSet<>();

        private record Question(LicenseText text, Term term) {}

        Vetting(LicensePolicy policy, Progress progress, SpdxList list, TextMatcher matcher, DeniedTexts deniedTexts) {
            this.policy = policy;
            this.progress = progress;
            this.list = list;
            this.matcher = matcher;
            this.deniedTexts = deniedTexts;
        }

        Optional<VettedItem> vet(LicensedItem item) {
            int before = problems.size();
            Set<PolicyException> needed = new LinkedHashSet<>();
            if (item.texts().isEmpty()) {
                problem(
                        item,
                        "it names no licence file",
                        "Name the files of the source that hold the licence under 'license-files' in the component's"
                                + " recipe.");
            }
            requireNamesToOccur(item);
            @Nullable LicenseExpression expression = parse(item);
            @Nullable SortedSet<Term> choice = expression == null ? null : choose(item, expression, needed);
            List<TextMatch> matches = new ArrayList<>();
            if (choice != null) {
                choice.forEach(term -> matches.addAll(matchesOf(item, term)));
            }
            matches.addAll(screen(item, expression, choice, needed));
            if (problems.size() > before || choice == null) {
                return Optional.empty();
            }
            used.addAll(needed);
            matches.sort(Comparator.comparing(TextMatch::path).thenComparing(TextMatch::license));
            Set<String> matched = matches.stream().map(TextMatch::path).collect(Collectors.toSet());
            VettedItem vetted = new VettedItem(
                    item.name(),
                    item.version(),
                    item.expression().strip(),
                    LicenseExpression.describe(choice),
                    matches.stream().distinct().toList(),
                    item.texts().stream()
                            .map(LicenseText::path)
                            .filter(path -> !matched.contains(path))
                            .sorted()
                            .toList(),
                    List.copyOf(needed));
            progress.debug("licence of " + item.name() + " " + item.version() + ": " + vetted.choice());
            return Optional.of(vetted);
        }

        private void requireNamesToOccur(LicensedItem item) {
            for (LicenseText text : item.texts()) {
                for (String name : text.readsAs().keySet()) {
                    if (!text.text().contains(name)) {
                        problem(
                                item,
                                "'reads-as' rewrites '" + name + "', which does not occur in " + text.path(),
                                "Remove the rewrite, or write the name as the file has it.");
                    }
                }
            }
        }

        private @Nullable LicenseExpression parse(LicensedItem item) {
            try {
                return LicenseExpression.parse(item.expression(), list);
            } catch (InvalidExpression e) {
                problem(item, String.valueOf(e.getMessage()), e.remedy());
                return null;
            }
        }

        /** The first alternative that the policy allows and that the licence files bear out. */
        private @Nullable SortedSet<Term> choose(
                LicensedItem item, LicenseExpression expression, Set<PolicyException> needed) {
            List<SortedSet<Term>> allowed = expression.alternatives().stream()
                    .filter(terms -> terms.stream().allMatch(term -> isAllowed(item, term)))
                    // Without an exception before with one.
                    .sorted(Comparator.comparingLong(terms -> terms.stream()
                            .filter(term -> verdict(term) != LicensePolicy.Verdict.ALLOWED)
                            .count()))
                    .toList();
            if (allowed.isEmpty()) {
                expression.mentioned().stream()
                        .filter(term -> !isAllowed(item, term))
                        .forEach(term -> refuse(item, term));
                return null;
            }
            if (item.texts().isEmpty()) {
                return null;
            }
            for (SortedSet<Term> terms : allowed) {
                if (terms.stream().noneMatch(term -> matchesOf(item, term).isEmpty())) {
                    terms.stream()
                            .filter(term -> verdict(term) != LicensePolicy.Verdict.ALLOWED)
                            .forEach(term -> exception(item, term).ifPresent(needed::add));
                    return terms;
                }
            }
            allowed.get(0).stream()
                    .filter(term -> matchesOf(item, term).isEmpty())
                    .forEach(term -> reportMissingText(item, term));
            return null;
        }

        private LicensePolicy.Verdict verdict(Term term) {
            return policy.verdict(term.toString());
        }

        private boolean isAllowed(LicensedItem item, Term term) {
            return verdict(term) == LicensePolicy.Verdict.ALLOWED
                    || exception(item, term).isPresent();
        }

        private Optional<PolicyException> exception(LicensedItem item, Term term) {
            return policy.exception(item.name(), term.toString());
        }

        private void refuse(LicensedItem item, Term term) {
            if (verdict(term) == LicensePolicy.Verdict.DENIED) {
                problem(item, "the policy denies " + term, exceptionRemedy(item, term.toString()));
            } else {
                problem(
                        item,
                        term + " is not in the policy's allowed list",
                        "Add " + term + " to the allowed licences, with the reason in a comment, or an exception for"
                                + " this component alone.");
            }
        }

        private static String exceptionRemedy(LicensedItem item, String license) {
            return "Take " + item.name()
                    + " in a version under an allowed licence; or, if you may and want to distribute"
                    + " it all the same, add a policy exception for component '" + item.name() + "' and licence '"
                    + license + "' with a written reason.";
        }

        private List<TextMatch> matchesOf(LicensedItem item, Term term) {
            return item.texts().stream()
                    .flatMap(text -> known.computeIfAbsent(new Question(text, term), q -> match(text, term)).stream())
                    .toList();
        }

        private Optional<TextMatch> match(LicenseText text, Term term) {
            LicenseText.@Nullable Attestation attestation = text.attestation();
            if (attestation != null
                    && attestation.sha256().equals(text.sha256())
                    && attestation.matches().equalsIgnoreCase(term.toString())) {
                return Optional.of(
                        new TextMatch(text.path(), term.toString(), TextMatch.How.ATTESTED, attestation.note()));
            }
            if (term.isReference()) {
                return Optional.empty();
            }
            String original = text.text();
            Optional<TextMatch.How> how = find(original, term);
            if (how.isPresent()) {
                return Optional.of(new TextMatch(text.path(), term.toString(), how.get(), ""));
            }
            String reread = original;
            for (Map.Entry<String, String> name : text.readsAs().entrySet()) {
                reread = reread.replace(name.getKey(), name.getValue());
            }
            if (reread.equals(original) || find(reread, term).isEmpty()) {
                return Optional.empty();
            }
            String note = text.readsAs().entrySet().stream()
                    .map(name -> "'" + name.getKey() + "' read as '" + name.getValue() + "'")
                    .collect(Collectors.joining(", "));
            return Optional.of(new TextMatch(text.path(), term.toString(), TextMatch.How.READ_AS, note));
        }

        private Optional<TextMatch.How> find(String text, Term term) {
            Optional<TextMatch.How> license = matcher.find(text, term.textId());
            String exception = term.exception();
            if (license.isEmpty() || exception == null) {
                return license;
            }
            return matcher.findException(text, exception);
        }

        private void reportMissingText(LicensedItem item, Term term) {
            StringBuilder why = new StringBuilder("no licence file holds the text of " + term);
            for (LicenseText text : item.texts()) {
                why.append("\n").append(text.path()).append(": ");
                LicenseText.@Nullable Attestation attestation = text.attestation();
                if (attestation != null && !attestation.sha256().equals(text.sha256())) {
                    why.append("it is no longer the file that was read and attested to be ")
                            .append(attestation.matches())
                            .append(": its SHA-256 is ")
                            .append(text.sha256())
                            .append(", the attested one is ")
                            .append(attestation.sha256());
                } else {
                    why.append(whatElse(text, term));
                }
            }
            problem(
                    item,
                    why.toString(),
                    "Correct the expression, or name the file that holds the text; if a person has read the file and finds"
                            + " it to be that licence, pin its digest with 'sha256', 'matches' and 'note'.");
        }

        private String whatElse(LicenseText text, Term term) {
            List<String> others = list.ids().stream()
                    .filter(id -> policy.verdict(id) == LicensePolicy.Verdict.ALLOWED)
                    .filter(id -> matcher.find(text.text(), id).isPresent())
                    .toList();
            if (!others.isEmpty()) {
                return "it holds the text of " + String.join(" and ", others);
            }
            List<DeniedTexts.Finding> denied = deniedTexts.in(text.text());
            if (!denied.isEmpty()) {
                return "it holds " + denied.get(0).describe();
            }
            if (term.isReference()) {
                return "a text that SPDX does not list has to be attested";
            }
            return "the first difference is: " + matcher.firstDifference(text.text(), term.textId());
        }

        /** Refuses the texts of denied licences; returns those that may be there. */
        private List<TextMatch> screen(
                LicensedItem item,
                @Nullable LicenseExpression expression,
                @Nullable SortedSet<Term> choice,
                Set<PolicyException> needed) {
            List<TextMatch> permitted = new ArrayList<>();
            for (LicenseText text : item.texts()) {
                LicenseText.@Nullable Attestation attestation = text.attestation();
                if (attestation != null && policy.verdict(attestation.matches()) == LicensePolicy.Verdict.DENIED) {
                    problem(
                            item,
                            text.path() + " is attested to be " + attestation.matches()
                                    + ", which the policy denies: an attestation cannot allow it",
                            exceptionRemedy(item, attestation.matches()));
                }
                for (DeniedTexts.Finding finding : deniedTexts.in(text.text())) {
                    if (choice != null && choice.stream().anyMatch(term -> sharesText(term.textId(), finding))) {
                        continue;
                    }
                    Optional<PolicyException> exception = policy.exceptions().stream()
                            .filter(e -> e.component().equals(item.name()) && sharesText(e.license(), finding))
                            .findFirst();
                    exception.ifPresent(needed::add);
                    boolean offered = expression != null
                            && expression.mentioned().stream().anyMatch(term -> sharesText(term.id(), finding));
                    if (exception.isPresent() || offered) {
                        permitted.add(new TextMatch(
                                text.path(), finding.base(), TextMatch.How.NOT_TAKEN, finding.describe()));
                    } else {
                        problem(
                                item,
                                text.path() + " holds " + finding.describe()
                                        + ", which the policy denies and the expression does not offer as an"
                                        + " alternative",
                                exceptionRemedy(item, finding.ids().first()));
                    }
                }
            }
            return permitted;
        }

        private static boolean sharesText(String license, DeniedTexts.Finding finding) {
            String id = license.strip().split("\\s", 2)[0];
            return DeniedTexts.base(id).equalsIgnoreCase(finding.base());
        }

        void warnOfUnusedExceptions(List<LicensedItem> items) {
            Set<String> names = items.stream().map(LicensedItem::name).collect(Collectors.toSet());
            policy.exceptions().stream()
                    .filter(e -> names.contains(e.component()) && !refused.contains(e.component()))
                    .filter(e -> !used.contains(e))
                    .forEach(e -> progress.warn(
                            "the licence exception for " + e.component() + " (" + e.license() + ") is not needed"));
        }

        private void problem(LicensedItem item, String text, String remedy) {
            problems.add(item.label() + ": " + text);
            remedies.add(remedy);
            refused.add(item.name());
        }

        void failOnProblems(int vetted) {
            if (problems.isEmpty()) {
                return;
            }
            BuildFailure failure = new BuildFailure("The licences of " + refused.size() + " of " + vetted
                    + " components may not go into a distribution: " + String.join(", ", refused));
            problems.forEach(failure::detail);
            remedies.forEach(failure::remedy);
            throw failure;
        }
    }
}
