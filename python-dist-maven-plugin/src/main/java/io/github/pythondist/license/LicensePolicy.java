package io.github.pythondist.license;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which licences may go into a distribution.
 *
 * <p>An entry is an SPDX id, an {@code id WITH exception}, a {@code LicenseRef-…}, or a pattern with {@code *} for any
 * run of characters; case does not matter. The more specific entry decides: an exact one over a pattern, and on a par
 * the denied one. What neither list names is not allowed. {@code id WITH exception} is allowed only by an entry for the
 * pair.
 *
 * @param allowed entries that may be used
 * @param denied entries that may not, and whose text may not even appear in a licence file, unless the expression
 *     offers it as an alternative that is not taken
 * @param exceptions what single components may use all the same
 */
public record LicensePolicy(SortedSet<String> allowed, SortedSet<String> denied, List<PolicyException> exceptions) {

    /**
     * Permissive licences, and two that are not: Sleepycat, whose condition Berkeley DB's published source fulfils, and
     * MPL-2.0, which asks no more than that its own files stay open, as the CA list inside pip is.
     */
    private static final List<String> ALLOWED = List.of(
            "0BSD",
            "Apache-2.0",
            "Apache-2.0 WITH LLVM-exception",
            "BSD-1-Clause",
            "BSD-2-Clause",
            "BSD-2-Clause-Patent",
            "BSD-3-Clause",
            "BSD-3-Clause-Tso",
            "BSD-4-Clause-UC",
            "BSD-Source-Code",
            "BSL-1.0",
            "CC0-1.0",
            "CNRI-Python",
            "FTL",
            "HPND",
            "HPND-SMC",
            "HPND-sell-variant",
            "ICU",
            "IJG",
            "ISC",
            "MIT",
            "MIT-0",
            "MIT-CMU",
            "MIT-Modern-Variant",
            "MIT-open-group",
            "MPL-2.0",
            "NCSA",
            "OpenSSL",
            "PSF-2.0",
            "Python-2.0",
            "Python-2.0.1",
            "Sleepycat",
            "Spencer-99",
            "TCL",
            "TekHVC",
            "Unicode-3.0",
            "Unicode-DFS-2016",
            "Unlicense",
            "X11",
            "X11-distribute-modifications-variant",
            "Zlib",
            "blessing",
            "bzip2-1.0.6",
            "curl",
            "dtoa",
            "libpng-2.0",
            "zlib-acknowledgement");

    private static final List<String> COPYLEFT_OR_RESTRICTED = List.of(
            "AGPL-*",
            "BUSL-*",
            "CC-BY-NC-*",
            "CC-BY-ND-*",
            "CPAL-*",
            "EUPL-*",
            "Elastic-*",
            "GPL-*",
            "LGPL-*",
            "OSL-*",
            "RPL-*",
            "SSPL-*");

    /** What the policy says of a licence. */
    enum Verdict {
        ALLOWED,
        DENIED,
        UNKNOWN
    }

    /** Copies the collections. */
    public LicensePolicy {
        allowed = caseless(allowed);
        denied = caseless(denied);
        exceptions = List.copyOf(exceptions);
    }

    /** Permissive licences, those of CPython and its static components among them; no GPL of any kind. */
    public static LicensePolicy defaults() {
        return new LicensePolicy(caseless(ALLOWED), caseless(COPYLEFT_OR_RESTRICTED), List.of());
    }

    /** What this policy has and the default one has not: {@link #plus} of the default policy and this gives this again. */
    public LicensePolicy beyondDefaults() {
        LicensePolicy defaults = defaults();
        SortedSet<String> moreAllowed = caseless(allowed);
        moreAllowed.removeAll(defaults.allowed);
        SortedSet<String> moreDenied = caseless(denied);
        moreDenied.removeAll(defaults.denied);
        return new LicensePolicy(moreAllowed, moreDenied, exceptions);
    }

    /** This policy with more allowed entries, denied entries and exceptions. */
    public LicensePolicy plus(
            Collection<String> moreAllowed, Collection<String> moreDenied, Collection<PolicyException> moreExceptions) {
        SortedSet<String> nowAllowed = caseless(allowed);
        // Who denies by a pattern means the defaults too.
        nowAllowed.removeIf(id -> moreDenied.stream().anyMatch(id::equalsIgnoreCase) || matchesPattern(moreDenied, id));
        nowAllowed.addAll(moreAllowed);
        SortedSet<String> nowDenied = caseless(denied);
        nowDenied.addAll(moreDenied);
        List<PolicyException> nowExceptions = new ArrayList<>(exceptions);
        nowExceptions.addAll(moreExceptions);
        return new LicensePolicy(nowAllowed, nowDenied, nowExceptions);
    }

    /** The exception that lets a component use a licence, if there is one. */
    Optional<PolicyException> exception(String component, String license) {
        return exceptions.stream()
                .filter(e ->
                        e.component().equals(component) && e.license().strip().equalsIgnoreCase(license))
                .findFirst();
    }

    Verdict verdict(String license) {
        if (denied.contains(license)) {
            return Verdict.DENIED;
        }
        if (allowed.contains(license)) {
            return Verdict.ALLOWED;
        }
        if (matchesPattern(denied, license)) {
            return Verdict.DENIED;
        }
        return matchesPattern(allowed, license) ? Verdict.ALLOWED : Verdict.UNKNOWN;
    }

    private static boolean matchesPattern(Collection<String> entries, String license) {
        String id = license.toLowerCase(Locale.ROOT);
        return entries.stream()
                .filter(entry -> entry.indexOf('*') >= 0)
                .anyMatch(entry -> glob(entry.toLowerCase(Locale.ROOT), id));
    }

    private static boolean glob(String pattern, String id) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(id);
        }
        if (!id.startsWith(pattern.substring(0, star))) {
            return false;
        }
        String rest = pattern.substring(star + 1);
        for (int from = star; from <= id.length(); from++) {
            if (glob(rest, id.substring(from))) {
                return true;
            }
        }
        return false;
    }

    private static SortedSet<String> caseless(Collection<String> entries) {
        SortedSet<String> sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        sorted.addAll(entries);
        return sorted;
    }
}
