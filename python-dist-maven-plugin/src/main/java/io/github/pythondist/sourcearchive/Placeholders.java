package io.github.pythondist.sourcearchive;

import io.github.pythondist.report.BuildFailure;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.InvalidPatternException;
import org.eclipse.jgit.fnmatch.FileNameMatcher;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * Fills in {@code $Format:…$} in files with {@code export-subst} (gitattributes(5); placeholders as in git-log(1),
 * PRETTY FORMATS), with what the commit and its tag say. What depends on the clone is refused, abbreviated ids say;
 * but the ref names that the commit goes by are always the archived tag alone.
 */
final class Placeholders {

    private static final Pattern FORMAT = Pattern.compile("\\$Format:([^$]*)\\$");
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "%(?:\\(describe(?::([^)]*))?\\)|x([0-9a-fA-F]{2})|([ac])([a-zA-Z])|(.)|$)", Pattern.DOTALL);

    private final Revision revision;

    Placeholders(Revision revision) {
        this.revision = revision;
    }

    byte[] fill(CommitFile file, byte[] content) {
        // Latin-1 has a character for every byte.
        return FORMAT.matcher(new String(content, StandardCharsets.ISO_8859_1))
                .replaceAll(found -> Matcher.quoteReplacement(expand(file, found.group(1))))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private String expand(CommitFile file, String format) {
        return PLACEHOLDER
                .matcher(format)
                .replaceAll(found -> Matcher.quoteReplacement(new String(
                        value(found)
                                .orElseThrow(() -> refusal(file, found.group()))
                                .getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.ISO_8859_1)));
    }

    private Optional<String> value(MatchResult found) {
        if (found.group().startsWith("%(")) {
            return describe(Optional.ofNullable(found.group(1)).orElse(""));
        }
        if (found.group(2) != null) {
            return Optional.of(Character.toString(Integer.parseInt(found.group(2), 16)))
                    .filter(character -> character.charAt(0) < 0x80);
        }
        RevCommit commit = revision.commit();
        if (found.group(3) != null) {
            try {
                return Optional.ofNullable(
                                found.group(3).equals("a") ? commit.getAuthorIdent() : commit.getCommitterIdent())
                        .flatMap(person -> person(person, found.group(4).charAt(0)));
            } catch (DateTimeException e) {
                // A time that no calendar has.
                return Optional.empty();
            }
        }
        if (found.group(5) == null) {
            return Optional.empty();
        }
        return switch (found.group(5)) {
            case "H" -> Optional.of(commit.name());
            case "T" -> Optional.of(revision.treeId());
            case "P" ->
                Optional.of(
                        Arrays.stream(commit.getParents()).map(ObjectId::name).collect(Collectors.joining(" ")));
            case "D" -> Optional.of(revision.tag().map(tag -> "tag: " + tag).orElse(""));
            case "d" ->
                Optional.of(revision.tag().map(tag -> " (tag: " + tag + ")").orElse(""));
            case "s" -> Optional.of(commit.getShortMessage());
            case "B" -> Optional.of(commit.getFullMessage());
            case "n" -> Optional.of("\n");
            case "%" -> Optional.of("%");
            default -> Optional.empty();
        };
    }

    private static Optional<String> person(PersonIdent person, char what) {
        Instant time = person.getWhenAsInstant();
        ZoneOffset zone = person.getZoneOffset();
        return switch (what) {
            case 'n' -> Optional.of(person.getName());
            case 'e' -> Optional.of(person.getEmailAddress());
            case 't' -> Optional.of(Long.toString(time.getEpochSecond()));
            case 'd' -> Optional.of(date("EEE MMM d HH:mm:ss yyyy xx", time, zone));
            case 'D' -> Optional.of(date("EEE, d MMM yyyy HH:mm:ss xx", time, zone));
            case 'i' -> Optional.of(date("yyyy-MM-dd HH:mm:ss xx", time, zone));
            case 'I' -> Optional.of(date("yyyy-MM-dd'T'HH:mm:ssXXX", time, zone));
            case 's' -> Optional.of(date("yyyy-MM-dd", time, zone));
            default -> Optional.empty();
        };
    }

    private static String date(String pattern, Instant time, ZoneOffset zone) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(OffsetDateTime.ofInstant(time, zone));
    }

    /** git-describe(1) of a tagged commit is its tag, if options let it be. */
    private Optional<String> describe(String options) {
        boolean lightweight = revision.tagObject().isPresent();
        for (String option : options.isEmpty() ? new String[0] : options.split(",", -1)) {
            String value = option.substring(option.indexOf('=') + 1);
            if (option.matches("tags(=(true|yes|on|1))?")) {
                lightweight = true;
            } else if (option.startsWith("match=")
                    ? !matches(value)
                    : option.startsWith("exclude=") && matches(value)) {
                return Optional.empty();
            } else if (!option.matches("(match|exclude|abbrev|tags)=.*")) {
                return Optional.empty();
            }
        }
        return lightweight ? revision.tag() : Optional.empty();
    }

    private boolean matches(String glob) {
        try {
            FileNameMatcher matcher = new FileNameMatcher(glob, null);
            matcher.append(revision.tag().orElse(""));
            return matcher.isMatch();
        } catch (InvalidPatternException e) {
            return false;
        }
    }

    private BuildFailure refusal(CommitFile file, String placeholder) {
        return new BuildFailure("The placeholder " + placeholder + " in " + file.text()
                        + " (export-subst) has no value that is the same in every clone")
                .detail(
                        "Known are %H %T %P %D %d %s %B %n %% %x00, %(describe) of a tag that it finds, and n e t d D i I s"
                                + " after %a and %c")
                .remedy("Use one of those, %H for %h say; or leave the file out with python-dist.excludes");
    }
}
