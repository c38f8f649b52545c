package io.github.pythondist.upgrade;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A patch in the unified format of {@code diff -u} or Git.
 *
 * @param files the changes, file by file
 */
record UnifiedDiff(List<FileDiff> files) {

    private static final Pattern HUNK = Pattern.compile("^@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@.*");
    private static final String NOTHING = "/dev/null";

    /**
     * @param path of the file, its first folder ({@code a/}, {@code b/}) left out as {@code patch -p1} does
     * @param creates whether the file is a new one
     */
    record FileDiff(String path, boolean creates, List<Hunk> hunks) {}

    /**
     * @param start line of the old file it should begin on, counted from 1
     * @param before lines as they must be, the context among them
     * @param after lines as they become
     */
    record Hunk(int start, List<String> before, List<String> after) {}

    static UnifiedDiff parse(String text) {
        List<FileDiff> files = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        String old = "";
        for (int i = 0; i < lines.length; i++) {
            Matcher hunk = HUNK.matcher(lines[i]);
            if (lines[i].startsWith("--- ") && i + 1 < lines.length && lines[i + 1].startsWith("+++ ")) {
                old = path(lines[i]);
                String renewed = path(lines[++i]);
                files.add(
                        new FileDiff(renewed.equals(NOTHING) ? old : renewed, old.equals(NOTHING), new ArrayList<>()));
            } else if (hunk.matches() && !files.isEmpty()) {
                int left = count(hunk.group(2));
                int right = count(hunk.group(4));
                List<String> before = new ArrayList<>();
                List<String> after = new ArrayList<>();
                while (i + 1 < lines.length && (before.size() < left || after.size() < right)) {
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
                files.get(files.size() - 1).hunks().add(new Hunk(Integer.parseInt(hunk.group(1)), before, after));
            }
        }
        return new UnifiedDiff(files);
    }

    private static String path(String line) {
        String path = line.substring(4).replaceFirst("\t.*", "").strip();
        return path.equals(NOTHING) ? path : path.substring(path.indexOf('/') + 1);
    }

    private static int count(@Nullable String group) {
        return group == null ? 1 : Integer.parseInt(group);
    }
}
