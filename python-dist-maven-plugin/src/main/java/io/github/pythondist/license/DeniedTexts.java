package io.github.pythondist.license;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the texts of denied licences, whatever is declared.
 *
 * <p>The texts come from the SPDX list. A denied licence is found by the share of its runs of five words that a text
 * holds: unlike a template match it still sees the licence when a title, comment signs, a line of the licensor or a
 * changed clause come between, and it costs a few milliseconds. Runs that also stand in an allowed licence do not
 * count; runs that stand in another denied one (AGPL and GPL share most of theirs) do not tell which of the two it is.
 */
final class DeniedTexts {

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");
    private static final int RUN_WORDS = 5;
    private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;
    private static final double TEXT_SHARE = 0.5;
    /** Notices are short and alike: "either version 2" against "either version 3". */
    private static final double NOTICE_SHARE = 0.8;

    private static final int ENOUGH_RUNS = 20;
    /** A text nested in another one's, as GPL-3.0 in LGPL-3.0, has no runs of its own to be told by. */
    private static final double NESTED_SHARE = 0.98;

    private final List<Denied> denied = new ArrayList<>();

    /**
     * A denied licence found in a text.
     *
     * @param base its id without {@code -only} and {@code -or-later}, which name the same text
     * @param ids the denied ids that share the text
     * @param notice whether it is the notice for source files that was found, not the text
     * @param percent how much of its own wording was found
     */
    record Finding(String base, SortedSet<String> ids, boolean notice, int percent) {

        String describe() {
            return (notice ? "the notice that puts it under " : "the text of ")
                    + String.join(" / ", ids)
                    + " (" + percent + " % of its wording)";
        }
    }

    private record Denied(String base, SortedSet<String> ids, Set<Long> runs, Set<Long> ownRuns, Set<Long> notice) {

        Finding textFound(double share) {
            return new Finding(base, ids, false, percent(share));
        }

        boolean isNestedIn(Denied other) {
            return runs.size() < other.runs.size() && share(runs, other.runs) >= NESTED_SHARE;
        }
    }

    DeniedTexts(LicensePolicy policy, SpdxList list) {
        Set<Long> allowedRuns = new HashSet<>();
        SortedMap<String, SortedSet<String>> byBase = new TreeMap<>();
        Set<String> permittedBases = new HashSet<>();
        for (String id : list.ids()) {
            switch (policy.verdict(id)) {
                case ALLOWED -> {
                    allowedRuns.addAll(runs(list.text(id)));
                    permittedBases.add(base(id));
                }
                case DENIED -> {
                    if (!list.isDeprecated(id)) {
                        byBase.computeIfAbsent(base(id), b -> new TreeSet<>()).add(id);
                    }
                }
                case UNKNOWN -> {}
            }
        }
        byBase.keySet().removeAll(permittedBases);
        Map<String, Set<Long>> runsByBase = new TreeMap<>();
        byBase.forEach((base, ids) -> {
            Set<Long> runs = runs(list.text(ids.first()));
            runs.removeAll(allowedRuns);
            runsByBase.put(base, runs);
        });
        Set<Long> seen = new HashSet<>();
        Set<Long> shared = new HashSet<>();
        runsByBase
                .values()
                .forEach(runs -> runs.forEach(run -> {
                    if (!seen.add(run)) {
                        shared.add(run);
                    }
                }));
        byBase.forEach((base, ids) -> {
            Set<Long> runs = runsByBase.getOrDefault(base, Set.of());
            Set<Long> own = new HashSet<>(runs);
            own.removeAll(shared);
            Set<Long> notice = runs(list.header(ids.first()));
            notice.removeAll(allowedRuns);
            denied.add(new Denied(base, ids, runs, own, notice));
        });
    }

    /** The id without the suffixes that name the same text. */
    static String base(String id) {
        return id.replaceFirst("(-only|-or-later|\\+)$", "");
    }

    /** The denied licences that a text holds; a notice counts only where no text does, as texts quote their notices. */
    List<Finding> in(String text) {
        Set<Long> runs = runs(text);
        List<Denied> recognised = new ArrayList<>();
        Finding bestText = null;
        Finding bestNotice = null;
        for (Denied license : denied) {
            double share = share(license.runs(), runs);
            boolean ownWording = license.ownRuns().size() >= ENOUGH_RUNS
                    ? share(license.ownRuns(), runs) >= TEXT_SHARE
                    : share >= NESTED_SHARE;
            if (ownWording) {
                recognised.add(license);
            }
            Finding whole = license.textFound(share);
            if (share >= TEXT_SHARE && (bestText == null || whole.percent() > bestText.percent())) {
                bestText = whole;
            }
            double noticeShare = share(license.notice(), runs);
            if (noticeShare >= NOTICE_SHARE && (bestNotice == null || percent(noticeShare) > bestNotice.percent())) {
                bestNotice = new Finding(license.base(), license.ids(), true, percent(noticeShare));
            }
        }
        List<Finding> found = new ArrayList<>();
        for (Denied license : recognised) {
            if (recognised.stream().noneMatch(other -> license.isNestedIn(other))) {
                found.add(license.textFound(share(license.runs(), runs)));
            }
        }
        if (found.isEmpty() && bestText != null) {
            found.add(bestText);
        }
        if (found.isEmpty() && bestNotice != null) {
            found.add(bestNotice);
        }
        return found;
    }

    private static int percent(double share) {
        return (int) Math.floor(share * 100);
    }

    private static double share(Set<Long> of, Set<Long> in) {
        if (of.isEmpty()) {
            return 0;
        }
        int common = 0;
        for (Long run : of) {
            if (in.contains(run)) {
                common++;
            }
        }
        return (double) common / of.size();
    }

    /** The text's runs of words, each as a 64-bit hash: shares of thousands need no more. */
    private static Set<Long> runs(String text) {
        Set<Long> runs = new HashSet<>();
        long[] window = new long[RUN_WORDS];
        int count = 0;
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            window[count % RUN_WORDS] = hash(text, matcher.start(), matcher.end());
            count++;
            if (count >= RUN_WORDS) {
                long run = 0;
                for (int i = 0; i < RUN_WORDS; i++) {
                    run = run * HASH_FACTOR + window[(count + i) % RUN_WORDS];
                }
                runs.add(run);
            }
        }
        return runs;
    }

    private static long hash(String text, int from, int to) {
        long hash = 7;
        for (int i = from; i < to; i++) {
            hash = hash * HASH_FACTOR + Character.toLowerCase(text.charAt(i));
        }
        return hash;
    }
}
