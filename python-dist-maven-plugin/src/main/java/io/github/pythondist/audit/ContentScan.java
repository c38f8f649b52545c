package io.github.pythondist.audit;

import io.github.pythondist.catalog.AuditData;
import io.github.pythondist.report.BuildFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks through a file's bytes for paths of build machines and for texts of software that must not be inside. */
final class ContentScan {

    /** More distinct paths of one file are not kept: the finding is clear by then. */
    private static final int MOST_PATHS = 200;

    private static final int LONGEST_TEXT = 120;

    private final TextSearch pathSearch;
    private final TextSearch bothSearch;
    private final int roots;
    private final List<AuditData.Text> texts = new ArrayList<>();
    private final List<String> owners = new ArrayList<>();

    ContentScan(AuditData data) {
        List<String> literals = new ArrayList<>();
        data.paths().roots().forEach(root -> literals.add(root.path()));
        roots = literals.size();
        pathSearch = new TextSearch(literals);
        for (AuditData.Evidence evidence : data.copyleft().libraries()) {
            for (AuditData.Text text : evidence.texts()) {
                if (text.literal().isEmpty()) {
                    throw new BuildFailure("audit/copyleft.yaml has an empty literal for " + evidence.name())
                            .remedy("Write a text that only this library has, or remove the entry.");
                }
                literals.add(text.literal());
                texts.add(text);
                owners.add(evidence.name());
            }
        }
        bothSearch = new TextSearch(literals);
    }

    /** What was found in one file. */
    static final class Result {
        final NavigableSet<String> paths = new TreeSet<>();
        final SortedMap<String, String> evidence = new TreeMap<>();
    }

    /**
     * @param compiled whether it is code of a machine, where texts of libraries count; in others they are talked about
     * @param marshalled whether it is Python's bytecode, where a string follows its length without a gap
     */
    void scan(byte[] bytes, boolean compiled, boolean marshalled, Result into) {
        (compiled ? bothSearch : pathSearch).search(bytes, (literal, offset) -> {
            if (literal < roots) {
                if (into.paths.size() < MOST_PATHS && beginsPath(bytes, offset, marshalled)) {
                    into.paths.add(TextSearch.textAt(bytes, offset, LONGEST_TEXT));
                }
                return;
            }
            AuditData.Text text = texts.get(literal - roots);
            String found = TextSearch.textAt(bytes, offset + text.literal().length(), LONGEST_TEXT);
            if (text.then() == null || text.then().matcher(found).lookingAt()) {
                into.evidence.putIfAbsent(
                        owners.get(literal - roots), text.literal() + (text.then() == null ? "" : found));
            }
        });
    }

    /** The same for texts in UTF-16, as Windows has them, wherever they begin. */
    void scanWide(byte[] bytes, Result into) {
        for (int start = 0; start < 2; start++) {
            byte[] narrow = new byte[(bytes.length - start) / 2];
            for (int i = 0; i < narrow.length; i++) {
                int at = start + 2 * i;
                narrow[i] = bytes[at + 1] == 0 ? bytes[at] : 0;
            }
            scan(narrow, true, false, into);
        }
    }

    /** Not the tail of a longer path such as {@code Tools/build/x} or {@code https://host/home/x}. */
    private static boolean beginsPath(byte[] bytes, int offset, boolean marshalled) {
        if (offset == 0) {
            return true;
        }
        int before = bytes[offset - 1];
        boolean inside = before == '_'
                || before == '.'
                || before == '~'
                || before == '%'
                || before == '*'
                || before == '}'
                || before == ')'
                || before == ']'
                || before == '>'
                || before == '-'
                || before == '/'
                || (before > 0 && Character.isLetterOrDigit(before));
        if (!inside || offset < 2) {
            return !inside;
        }
        int beforeThat = bytes[offset - 2];
        // -I/build/include: the letter belongs to the option.
        if (beforeThat == '-' && "ILFRBT".indexOf(before) >= 0) {
            return true;
        }
        // marshal's short strings: a type, perhaps marked as referenced, one byte of length, the text.
        return marshalled && "zZ".indexOf(beforeThat & 0x7f) >= 0;
    }
}
