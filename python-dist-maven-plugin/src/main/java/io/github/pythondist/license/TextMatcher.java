package io.github.pythondist.license;

import io.github.pythondist.files.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spdx.licenseTemplate.ILicenseTemplateOutputHandler;
import org.spdx.licenseTemplate.LicenseParserException;
import org.spdx.licenseTemplate.LicenseTemplateRule;
import org.spdx.licenseTemplate.LicenseTemplateRuleException;
import org.spdx.licenseTemplate.SpdxLicenseTemplateHelper;
import org.spdx.utility.compare.CompareTemplateOutputHandler.DifferenceDescription;
import org.spdx.utility.compare.LicenseCompareHelper;
import org.spdx.utility.compare.SpdxCompareException;

/**
 * Says whether a text is, or holds, a licence by the SPDX matching guidelines.
 *
 * <p>The comparison is the SPDX library's. Its own search for a licence inside a longer text takes the first start and
 * the last end it sees, which misses a licence in a file that holds several with a common wording (Berkeley DB's and
 * CPython's do), and takes seconds on long texts; so the candidates for start and end are found here, by the first and
 * last words of the template that must appear and the ends of paragraphs, and each piece between a start and an end is
 * then given to the library, short ones first.
 */
final class TextMatcher {

    private static final Pattern WORD = Pattern.compile("[\\p{Alnum}]+");
    /** An empty line, which in a comment may hold its marks. */
    private static final Pattern PARAGRAPH_GAP = Pattern.compile("\\n[\\s*#/.]*\\n");

    private static final int PARAGRAPHS_AFTER = 2;
    private static final int ANCHOR_WORDS = 5;
    private static final int MAX_PIECES = 1500;
    /** What a template's variable parts, such as copyright notices of up to 5000 characters, may add. */
    private static final int SLACK_WORDS = 2500;

    private final SpdxList list;
    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<Digest, Words> wordsByText = new HashMap<>();

    /** A text and where its words are, lower case. */
    private record Words(String text, List<String> words, List<Integer> starts, List<Integer> ends) {

        static Words of(String text) {
            List<String> words = new ArrayList<>();
            List<Integer> starts = new ArrayList<>();
            List<Integer> ends = new ArrayList<>();
            Matcher matcher = WORD.matcher(text);
            while (matcher.find()) {
                words.add(matcher.group().toLowerCase(Locale.ROOT));
                starts.add(matcher.start());
                ends.add(matcher.end());
            }
            return new Words(text, words, starts, ends);
        }

        List<Integer> positions(List<String> anchor) {
            List<Integer> found = new ArrayList<>();
            String firstWord = anchor.get(0);
            for (int i = 0; i + anchor.size() <= words.size(); i++) {
                if (words.get(i).equals(firstWord)
                        && words.subList(i, i + anchor.size()).equals(anchor)) {
                    found.add(i);
                }
            }
            return found;
        }

        /**
         * Where a licence may end whose last fixed word this is: there, or with this or the next paragraph, because
         * templates may end in a variable or optional part ("in the <Software>", a disclaimer).
         */
        List<Integer> endsAfter(int lastWord) {
            List<Integer> candidates = new ArrayList<>(List.of(lastWord));
            Matcher gap = PARAGRAPH_GAP.matcher(text);
            int from = ends.get(lastWord);
            for (int i = 0; i < PARAGRAPHS_AFTER; i++) {
                int end = gap.find(from) ? gap.start() : text.length();
                candidates.add(lastWordBefore(end));
                from = Math.min(end + 1, text.length());
            }
            return candidates.stream().distinct().toList();
        }

        private int lastWordBefore(int offset) {
            int index = Collections.binarySearch(starts, offset);
            return (index >= 0 ? index : -index - 1) - 1;
        }

        /** Original text from one word to another, with the punctuation that clings to the two. */
        String between(int firstWord, int lastWord) {
            int from = starts.get(firstWord);
            while (from > 0 && clings(text.charAt(from - 1))) {
                from--;
            }
            int to = ends.get(lastWord);
            while (to < text.length() && clings(text.charAt(to))) {
                to++;
            }
            return text.substring(from, to);
        }

        private static boolean clings(char c) {
            return !Character.isLetterOrDigit(c) && !Character.isWhitespace(c) && c != '*' && c != '/';
        }
    }

    /** First and last words of a template that no variable or optional part covers, and how many there are at least. */
    private record Shape(List<String> first, List<String> last, int minimumWords) {

        /** Beyond this even a template full of variable parts is not matched as one piece. */
        int maximumWords() {
            return 2 * minimumWords + SLACK_WORDS;
        }
    }

    TextMatcher(SpdxList list) {
        this.list = list;
    }

    /** How the text holds the licence, if it does. */
    Optional<TextMatch.How> find(String text, String licenseId) {
        return find(text, licenseId, list.template(licenseId));
    }

    /** How the text holds the licence exception, if it does. */
    Optional<TextMatch.How> findException(String text, String exceptionId) {
        return find(text, "WITH " + exceptionId, list.exceptionTemplate(exceptionId));
    }

    /** The library's account of the first difference between the whole text and the licence. */
    String firstDifference(String text, String licenseId) {
        return compare(list.template(licenseId), text).getDifferenceMessage().replaceAll("\\s+", " ");
    }

    private Optional<TextMatch.How> find(String text, String key, String template) {
        Words words = wordsOf(text);
        Shape shape = shapes.computeIfAbsent(key, k -> shapeOf(template));
        List<Integer> starts = words.positions(shape.first());
        List<Integer> ends = starts.isEmpty() ? starts : words.positions(shape.last());
        if (ends.isEmpty() || words.words().size() < shape.minimumWords()) {
            return Optional.empty();
        }
        if (words.words().size() <= shape.maximumWords()
                && !compare(template, text).isDifferenceFound()) {
            return Optional.of(TextMatch.How.WHOLE);
        }
        List<Integer> lastWords = ends.stream()
                .flatMap(end -> words.endsAfter(end + shape.last().size() - 1).stream())
                .distinct()
                .toList();
        // A short piece is cheap to compare, and the licence is rarely the longest one that could be it.
        boolean within = starts.stream()
                .flatMap(start -> lastWords.stream().map(last -> new Piece(start, last)))
                .filter(piece -> piece.words() >= shape.minimumWords() && piece.words() <= shape.maximumWords())
                .sorted(Comparator.comparingInt(Piece::words).thenComparing(Piece::first))
                .limit(MAX_PIECES)
                .anyMatch(piece -> !compare(template, words.between(piece.first(), piece.last()))
                        .isDifferenceFound());
        return within ? Optional.of(TextMatch.How.WITHIN) : Optional.empty();
    }

    /** A part of a text, by the indexes of its first and last word. */
    private record Piece(int first, int last) {

        int words() {
            return last - first + 1;
        }
    }

    private Words wordsOf(String text) {
        return wordsByText.computeIfAbsent(Digest.ofText(text), digest -> Words.of(text));
    }

    private static Shape shapeOf(String template) {
        FixedText fixed = new FixedText();
        try {
            SpdxLicenseTemplateHelper.parseTemplate(template, fixed);
        } catch (LicenseTemplateRuleException | LicenseParserException e) {
            throw new IllegalStateException("an SPDX template cannot be read", e);
        }
        List<List<String>> pieces = fixed.pieces;
        if (pieces.isEmpty()) {
            throw new IllegalStateException("an SPDX template has no fixed text");
        }
        List<String> first = pieces.get(0);
        List<String> last = pieces.get(pieces.size() - 1);
        int minimum = pieces.stream().mapToInt(List::size).sum();
        return new Shape(
                List.copyOf(first.subList(0, Math.min(ANCHOR_WORDS, first.size()))),
                List.copyOf(last.subList(Math.max(0, last.size() - ANCHOR_WORDS), last.size())),
                // Matching may join or drop a few words: "copyright holder", list numbers, "(c)".
                minimum * 9 / 10);
    }

    /** Collects the words of a template outside its variable and optional parts. */
    private static final class FixedText implements ILicenseTemplateOutputHandler {

        private final List<List<String>> pieces = new ArrayList<>();
        private int optionalDepth;

        @Override
        public void text(String text) {
            List<String> words = Words.of(text).words();
            if (optionalDepth == 0 && !words.isEmpty()) {
                pieces.add(words);
            }
        }

        @Override
        public void variableRule(LicenseTemplateRule rule) {}

        @Override
        public void beginOptional(LicenseTemplateRule rule) {
            optionalDepth++;
        }

        @Override
        public void endOptional(LicenseTemplateRule rule) {
            optionalDepth--;
        }

        @Override
        public void completeParsing() {}
    }

    private static DifferenceDescription compare(String template, String text) {
        try {
            return LicenseCompareHelper.isTextMatchingTemplate(template, text);
        } catch (SpdxCompareException e) {
            throw new IllegalStateException("an SPDX template cannot be compared", e);
        }
    }
}
