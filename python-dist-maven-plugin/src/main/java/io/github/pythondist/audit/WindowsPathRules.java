package io.github.pythondist.audit;

import io.github.pythondist.archive.ArchiveReader.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Whether Windows can have the files that the archive has.
 *
 * @see <a href="https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file">Naming files, paths, and
 *     namespaces</a>
 * @see <a href="https://learn.microsoft.com/en-us/windows/win32/fileio/maximum-file-path-limitation">Maximum path length
 *     limitation</a>
 */
final class WindowsPathRules {

    /** MAX_PATH without the zero at its end. */
    private static final int LONGEST_FILE = 259;
    /** A directory has to have room for a name of the form 8.3 in it. */
    private static final int LONGEST_DIRECTORY = 247;

    /** Devices, with any extension; the last ones' digits may be the superscripts of Latin-1. */
    private static final Pattern RESERVED =
            Pattern.compile("(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³])[ ]*(\\..*)?", Pattern.DOTALL);

    private static final String FORBIDDEN = "<>:\"|?*\\";

    private WindowsPathRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "windows-names",
                        "Windows can have every file by its name",
                        "names of all entries: devices (CON, NUL, COM1), characters, ends, cases; links, which only"
                                + " administrators and developers can make",
                        "Rename the file; put a copy in the place of a link.",
                        WindowsPathRules::names),
                new Rule(
                        "path-lengths",
                        "The archive can be unpacked in a directory of ordinary length",
                        "lengths of all paths in UTF-16, which with the directory's, of up to the characters that the"
                                + " catalog's audit/windows.yaml leaves it (unpacked-in), stay within MAX_PATH",
                        "Shorten names of directories, or leave the file out.",
                        WindowsPathRules::lengths));
    }

    private static Verdict names(Subject subject) {
        Verdict.Builder verdict = Verdict.collect();
        Map<String, Set<String>> byFoldedName = new HashMap<>();
        for (SurveyedFile file : subject.survey().files().values()) {
            if (file.kind() == Kind.SYMLINK || file.kind() == Kind.HARD_LINK) {
                verdict.finding(file.path(), "is a link");
            }
            // Directories need not have entries of their own.
            for (int end = file.path().indexOf('/'); end >= 0; end = file.path().indexOf('/', end + 1)) {
                String directory = file.path().substring(0, end);
                byFoldedName
                        .computeIfAbsent(folded(directory), none -> new TreeSet<>())
                        .add(directory);
            }
            byFoldedName
                    .computeIfAbsent(folded(file.path()), none -> new TreeSet<>())
                    .add(file.path());
        }
        for (Set<String> paths : byFoldedName.values()) {
            String first = paths.iterator().next();
            problem(first.substring(first.lastIndexOf('/') + 1)).ifPresent(what -> verdict.finding(first, what));
            paths.stream()
                    .skip(1)
                    .forEach(path -> verdict.finding(path, "is the same as " + first + " but for the case"));
        }
        return verdict.note(byFoldedName.size() + " names").verdict();
    }

    private static Optional<String> problem(String name) {
        Optional<Character> forbidden = name.chars()
                .mapToObj(c -> (char) c)
                .filter(c -> c < ' ' || FORBIDDEN.indexOf(c) >= 0)
                .findFirst();
        if (forbidden.isPresent()) {
            char c = forbidden.get();
            return Optional.of("has in its name " + (c < ' ' ? String.format("the character %#04x", (int) c) : c));
        }
        if (name.endsWith(".") || name.endsWith(" ")) {
            return Optional.of("ends with " + (name.endsWith(".") ? "a dot" : "a space") + ", which Windows drops");
        }
        return RESERVED.matcher(name.toLowerCase(Locale.ROOT)).matches()
                ? Optional.of("has the name of a device")
                : Optional.empty();
    }

    /** NTFS compares by a table of simple upper case mappings, character by character. */
    private static String folded(String path) {
        StringBuilder folded = new StringBuilder(path.length());
        path.chars().forEach(c -> folded.append(Character.toUpperCase((char) c)));
        return folded.toString();
    }

    private static Verdict lengths(Subject subject) {
        int above = subject.data().windows().unpackedIn();
        Verdict.Builder verdict = Verdict.collect();
        int longest = 0;
        for (SurveyedFile file : subject.survey().files().values()) {
            String path = file.path();
            longest = Math.max(longest, path.length());
            // The backslash between.
            int whole = above + 1 + path.length();
            int directory = above + 1 + (file.kind() == Kind.DIRECTORY ? path.length() : path.lastIndexOf('/'));
            if (whole > LONGEST_FILE || directory > LONGEST_DIRECTORY) {
                verdict.finding(path, "has " + path.length() + " characters, too many below a directory of " + above);
            }
        }
        return verdict.note("the longest path has " + longest
                        + " characters, so the directory it is unpacked in may have " + (LONGEST_FILE - 1 - longest))
                .verdict();
    }
}
