package io.github.pythondist.inventory;

import io.github.pythondist.files.Trees;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A patch in the unified format of {@code diff -u} or Git.
 *
 * @param files the changes, file by file
 * @param objections why it is not to be applied, whatever it is applied to: a name that leaves the source, or a form that
 *     not every {@code patch} understands
 */
public record UnifiedDiff(List<FileDiff> files, List<String> objections) {

    private static final Pattern HUNK =
            Pattern.compile("^@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@.*", Pattern.DOTALL);
    private static final Pattern GIT_FORM = Pattern.compile("^(?:rename|copy) (?:from|to) .*|^GIT binary patch.*");
    private static final Pattern GIT_LINK = Pattern.compile("^new (?:file )?mode 120000.*");
    private static final String NOTHING = "/dev/null";

    /**
     * @param path of the file, its first folder ({@code a/}, {@code b/}) left out as {@code patch -p1} does
     * @param creates whether the file is a new one
     */
    public record FileDiff(String path, boolean creates, List<Hunk> hunks) {}

    /**
     * @param start line of the old file it should begin on, counted from 1
     * @param before lines as they must be, the context among them
     * @param after lines as they become
     */
    public record Hunk(int start, List<String> before, List<String> after) {}

    /** Reads a patch; text before and between the changes of files is skipped. */
    public static UnifiedDiff parse(String text) {
        List<FileDiff> files = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        Set<String> objections = new LinkedHashSet<>();
        String old = "";
        int end = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
        for (int i = 0; i < end; i++) {
            Matcher hunk = HUNK.matcher(lines[i]);
            if (lines[i].startsWith("--- ") && i + 1 < end && lines[i + 1].startsWith("+++ ")) {
                old = path(lines[i]);
                object(lines[i], objections);
                String renewed = path(lines[++i]);
                object(lines[i], objections);
                if (!old.equals(renewed) && !old.equals(NOTHING) && !renewed.equals(NOTHING)) {
                    objections.add("it changes " + old + " into " + renewed + ": a file cannot be renamed");
                }
                files.add(
                        new FileDiff(renewed.equals(NOTHING) ? old : renewed, old.equals(NOTHING), new ArrayList<>()));
            } else if (hunk.matches() && !files.isEmpty()) {
                int left = count(hunk.group(2));
                int right = count(hunk.group(4));
                List<String> before = new ArrayList<>();
                List<String> after = new ArrayList<>();
                while (i + 1 < end && (before.size() < left || after.size() < right)) {
                    String line = lines[++i];
                    String content = line.isEmpty() ? "" : line.substring(1);
                    boolean context = line.isEmpty() || line.charAt(0) == ' ';
                    if (context || line.charAt(0) == '-') {
                        before.add(content);
                    }
                    if (context || line.charAt(0) == '+') {
                        after.add(content);
                    }
                }
                if (before.size() < left || after.size() < right) {
                    objections.add("it ends within a hunk");
                }
                files.get(files.size() - 1).hunks().add(new Hunk(Integer.parseInt(hunk.group(1)), before, after));
            } else if (GIT_FORM.matcher(lines[i]).matches()
                    || GIT_LINK.matcher(lines[i]).matches()) {
                objections.add(
                        "'" + lines[i].strip() + "': renamed, copied and binary files and links are Git's alone");
            }
        }
        // Hunks of a file with such lines may have them, also at the end of what follows @@; names do not.
        if (List.of(lines).stream().anyMatch(line -> line.startsWith("+++ ") && line.endsWith("\r"))) {
            objections.add("its lines end with CR LF: CPython's source has LF, and Git keeps it so with"
                    + " '*.patch -text' in .gitattributes");
        } else if (files.stream().allMatch(file -> file.hunks().isEmpty())) {
            objections.add("it changes nothing: there is no hunk of diff -u or git diff in it");
        }
        return new UnifiedDiff(files, List.copyOf(objections));
    }

    /** With {@code patch -p1} the first folder of a name goes, and the rest is below the source. */
    private static void object(String line, Set<String> objections) {
        String name = name(line);
        if (name.equals(NOTHING)) {
            return;
        }
        if (Trees.leadsOut(name)) {
            objections.add("it changes " + name + ", which is not in the source");
        } else if (name.indexOf('/') <= 0 || name.endsWith("/")) {
            objections.add("it changes " + name + ", which lacks the first folder of a name: write a/" + name);
        }
    }

    private static String name(String line) {
        return line.substring(4).replaceFirst("\t.*", "").strip();
    }

    private static String path(String line) {
        String path = name(line);
        return path.equals(NOTHING) ? path : path.substring(path.indexOf('/') + 1);
    }

    private static int count(@Nullable String group) {
        return group == null ? 1 : Integer.parseInt(group);
    }
}
