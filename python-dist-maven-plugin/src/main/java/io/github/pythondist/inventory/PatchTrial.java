package io.github.pythondist.inventory;

import io.github.pythondist.inventory.UnifiedDiff.FileDiff;
import io.github.pythondist.inventory.UnifiedDiff.Hunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tries patches on the texts of a source as the recipe does with {@code patch -p1 -F0}: the lines a hunk expects must
 * be there exactly, but may be elsewhere in the file. Patches are tried in their order, each on what those before it
 * made.
 */
public final class PatchTrial {

    /**
     * What became of a patch.
     *
     * @param patch its file's name
     * @param moved hunks that apply at another line: {@code Modules/getpath.c: hunk 2 applies 14 lines later}
     * @param failed hunks that do not apply
     */
    public record Result(String patch, List<String> moved, List<String> failed) {

        public Result {
            moved = List.copyOf(moved);
            failed = List.copyOf(failed);
        }
    }

    private final SortedMap<String, List<String>> files = new TreeMap<>();

    /**
     * @param texts path → content of every file that a patch may change
     */
    public PatchTrial(SortedMap<String, String> texts) {
        texts.forEach((path, text) -> files.put(path, new ArrayList<>(Arrays.asList(text.split("\n", -1)))));
    }

    /** Applies a patch to the texts, as far as it goes. */
    public Result apply(String name, UnifiedDiff patch) {
        List<String> moved = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (FileDiff file : patch.files()) {
            List<String> lines = files.get(file.path());
            if (lines == null && file.creates()) {
                lines = new ArrayList<>();
                files.put(file.path(), lines);
            }
            if (lines == null) {
                failed.add(file.path() + ": there is no such file");
                continue;
            }
            int shift = 0;
            for (int i = 0; i < file.hunks().size(); i++) {
                Hunk hunk = file.hunks().get(i);
                int expected = Math.max(0, hunk.start() - 1 + shift);
                int found = find(lines, hunk.before(), expected);
                String label = file.path() + ": hunk " + (i + 1) + " of "
                        + file.hunks().size();
                if (found < 0) {
                    failed.add(label + " (line " + hunk.start() + ") does not apply");
                    continue;
                }
                if (found != expected) {
                    int lineShift = found - expected;
                    moved.add(label + " applies " + Math.abs(lineShift)
                            + (Math.abs(lineShift) == 1 ? " line " : " lines ")
                            + (lineShift > 0 ? "later" : "earlier"));
                }
                List<String> place = lines.subList(found, found + hunk.before().size());
                place.clear();
                place.addAll(hunk.after());
                shift += found - expected + hunk.after().size() - hunk.before().size();
            }
        }
        return new Result(name, moved, failed);
    }

    /** The place nearest to the expected one, or -1. */
    private static int find(List<String> lines, List<String> wanted, int expected) {
        for (int distance = 0; distance <= lines.size(); distance++) {
            for (int start : new int[] {expected + distance, expected - distance}) {
                if (start >= 0
                        && start + wanted.size() <= lines.size()
                        && lines.subList(start, start + wanted.size()).equals(wanted)) {
                    return start;
                }
            }
        }
        return -1;
    }
}
