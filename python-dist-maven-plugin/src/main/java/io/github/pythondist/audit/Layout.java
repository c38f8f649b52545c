package io.github.pythondist.audit;

import io.github.pythondist.archive.ArchiveReader.Kind;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where in an archive the Python tree is. Archives of others have it in {@code python/install}, {@code usr}, or deeper;
 * the uppermost directory with an interpreter or a standard library is taken.
 *
 * @param root directory that holds {@code bin} and {@code lib}, or {@code python313.dll}, with a slash at its end; empty for the archive's root
 * @param series such as {@code 3.13}
 * @param format of its programs
 */
record Layout(String root, String series, Format format) {

    private static final Pattern INTERPRETER = Pattern.compile("(|.*/)bin/python(3\\.\\d+)[a-z]*");
    private static final Pattern STDLIB = Pattern.compile("(|.*/)lib/python(3\\.\\d+)[a-z]*/os\\.py");
    /** {@code python313.dll}, also of a build without the lock or for debugging; not {@code python3.dll}. */
    private static final Pattern WINDOWS =
            Pattern.compile("(|.*/)python3(\\d+)t?(_d)?\\.dll", Pattern.CASE_INSENSITIVE);

    static Optional<Layout> of(Survey survey) {
        return survey.ofKind(Kind.FILE)
                .map(SurveyedFile::path)
                .flatMap(Layout::of)
                .min(Comparator.comparingInt((Layout layout) -> layout.root().length())
                        .thenComparing(Layout::root));
    }

    private static Stream<Layout> of(String path) {
        return Stream.concat(
                Stream.of(INTERPRETER.matcher(path), STDLIB.matcher(path))
                        .filter(Matcher::matches)
                        .map(match -> new Layout(match.group(1), match.group(2), Format.ELF)),
                Stream.of(WINDOWS.matcher(path))
                        .filter(Matcher::matches)
                        .map(match -> new Layout(match.group(1), "3." + match.group(2), Format.PE)));
    }
}
