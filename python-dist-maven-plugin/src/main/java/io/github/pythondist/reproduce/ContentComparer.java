package io.github.pythondist.reproduce;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares bytes that have no parts any more: text line by line, anything else by what can be read in it. */
final class ContentComparer {

    private static final int MOST_PLACES = 2000;
    private static final int SHOWN_CHARACTERS = 160;
    private static final int SHOWN_BYTES = 16;
    private static final int LONGEST_RUN = 2048;
    private static final int SHORTEST_RUN = 4;
    private static final int MOST_TO_SORT = 64 << 20;
    private static final long EARLIEST = 946_684_800L; // 2000
    private static final long LATEST = 2_524_608_000L; // 2050
    private static final long MOST_APART = 10L * 366 * 24 * 60 * 60;
    private static final int TIME_BYTES = 4;

    private final Explanations explanations;

    ContentComparer(Explanations explanations) {
        this.explanations = explanations;
    }

    /**
     * The first difference of each kind; where several kinds are seen, those that explain something come alone.
     *
     * @param where what the bytes are
     */
    List<Difference> compare(List<String> where, byte[] first, byte[] second) {
        int offset = Arrays.mismatch(first, second);
        if (offset < 0) {
            return List.of();
        }
        Optional<String> one = text(first);
        Optional<String> other = text(second);
        Found found = new Found(where);
        if (one.isPresent() && other.isPresent()) {
            compareTexts(one.get(), other.get(), found);
        } else if (offset == first.length || offset == second.length) {
            found.add(
                    DifferenceKind.SIZE,
                    "one ends where the other goes on, with " + Math.abs((long) first.length - second.length)
                            + " more bytes",
                    show(first, offset),
                    show(second, offset),
                    (long) offset);
        } else {
            compareBytes(first, second, found);
        }
        return found.differences();
    }

    private void compareTexts(String first, String second, Found found) {
        List<String> one = List.of(first.split("\n", -1));
        List<String> other = List.of(second.split("\n", -1));
        int line = 0;
        int common = Math.min(one.size(), other.size());
        while (line < common && one.get(line).equals(other.get(line))) {
            line++;
        }
        if (line < common && one.size() == other.size() && sorted(one).equals(sorted(other))) {
            found.add(
                    DifferenceKind.ORDER,
                    "the same lines in another order, from line " + (line + 1) + " on",
                    shorten(one.get(line), 0),
                    shorten(other.get(line), 0),
                    null);
            return;
        }
        // The last, empty "line" after a final line feed is none.
        boolean firstEnds =
                line == common - 1 && one.size() == common && one.get(line).isEmpty();
        boolean secondEnds =
                line == common - 1 && other.size() == common && other.get(line).isEmpty();
        if (line == common || ((firstEnds || secondEnds) && one.size() != other.size())) {
            int at = line;
            found.add(
                    DifferenceKind.SIZE,
                    "one has " + Math.abs(one.size() - other.size()) + " more lines, from line " + (line + 1) + " on",
                    at < one.size() ? shorten(one.get(at), 0) : "",
                    at < other.size() ? shorten(other.get(at), 0) : "",
                    null);
            return;
        }
        // Where lines were added or left out, those that follow are no pairs.
        int last = one.size() == other.size() ? common : line + 1;
        for (int i = line, places = 0; i < last && places < MOST_PLACES; i++) {
            String before = one.get(i);
            String after = other.get(i);
            if (!before.equals(after)) {
                places++;
                int column = mismatch(before, after);
                for (DifferenceKind kind : explanations.explain(before, after)) {
                    found.add(
                            kind,
                            describe(kind) + " in line " + (i + 1),
                            shorten(before, column),
                            shorten(after, column),
                            null);
                }
            }
        }
    }

    private void compareBytes(byte[] first, byte[] second, Found found) {
        int offset = Arrays.mismatch(first, second);
        if (first.length == second.length && first.length <= MOST_TO_SORT && isReordered(first, second)) {
            found.add(
                    DifferenceKind.ORDER,
                    "the same texts in another order",
                    show(first, offset),
                    show(second, offset),
                    (long) offset);
            return;
        }
        List<Place> places = new ArrayList<>();
        while (offset >= 0 && places.size() < MOST_PLACES) {
            Place place = placeAt(offset, first, second);
            places.add(place);
            // What has another length is at another place from here on.
            if (first.length != second.length || place.end() >= first.length) {
                break;
            }
            int next = Arrays.mismatch(first, place.end(), first.length, second, place.end(), second.length);
            offset = next < 0 ? -1 : place.end() + next;
        }
        // One number in twenty looks like a time, of code, too: where most are none, none is.
        long numbers = places.stream().filter(place -> !place.isText()).count();
        boolean times = 2 * places.stream().filter(Place::isTime).count() >= numbers;
        for (Place place : places) {
            explain(place, times, first, second, found);
        }
    }

    /**
     * Where two files differ.
     *
     * @param offset the first byte that differs
     * @param textStart where the text begins that it lies in, or -1
     * @param end after the last byte that belongs to it
     * @param isTime of what is no text: whether it may be a number of seconds
     */
    private record Place(int offset, int textStart, int end, boolean isTime) {

        boolean isText() {
            return textStart >= 0;
        }
    }

    private static Place placeAt(int offset, byte[] first, byte[] second) {
        int start = offset;
        while (start > 0 && offset - start < LONGEST_RUN && isPrintable(first[start - 1])) {
            start--;
        }
        int firstEnd = runEnd(first, offset);
        int secondEnd = runEnd(second, offset);
        if (firstEnd - start >= SHORTEST_RUN && secondEnd - start >= SHORTEST_RUN) {
            return new Place(offset, start, Math.max(firstEnd, secondEnd), false);
        }
        int end = offset;
        int same = 0;
        while (end < Math.min(first.length, second.length) && same < TIME_BYTES) {
            same = first[end] == second[end] ? same + 1 : 0;
            end++;
        }
        int changed = end - same;
        return new Place(offset, -1, Math.max(changed, offset + 1), isTime(offset, changed, first, second));
    }

    private void explain(Place place, boolean times, byte[] first, byte[] second, Found found) {
        int offset = place.offset();
        if (place.isText()) {
            int start = place.textStart();
            String one = new String(first, start, runEnd(first, offset) - start, StandardCharsets.ISO_8859_1);
            String other = new String(second, start, runEnd(second, offset) - start, StandardCharsets.ISO_8859_1);
            int column = offset - start;
            for (DifferenceKind kind : explanations.explain(one, other)) {
                found.add(kind, describe(kind) + " in a text", shorten(one, column), shorten(other, column), (long)
                        offset);
            }
            return;
        }
        boolean time = place.isTime() && times;
        found.add(
                time ? DifferenceKind.TIME : DifferenceKind.CONTENT,
                time ? "seconds since 1970 as a number" : "other bytes",
                show(first, offset),
                show(second, offset),
                (long) offset);
    }

    /**
     * Whether the changed bytes lie within an aligned number that is a time of these decades, in either byte order, and the
     * two are no more than some years apart: more would take most code and addresses for times.
     */
    private static boolean isTime(int from, int to, byte[] first, byte[] second) {
        int start = from - from % TIME_BYTES;
        if (to > start + TIME_BYTES || start + TIME_BYTES > Math.min(first.length, second.length)) {
            return false;
        }
        return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)
                .anyMatch(order -> isPlausible(number(first, start, order), number(second, start, order)));
    }

    private static long number(byte[] bytes, int at, ByteOrder order) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(bytes).order(order).getInt(at));
    }

    private static boolean isPlausible(long one, long other) {
        return Math.min(one, other) >= EARLIEST && Math.max(one, other) < LATEST && Math.abs(one - other) < MOST_APART;
    }

    private static boolean isReordered(byte[] first, byte[] second) {
        List<String> one = sorted(List.of(new String(first, StandardCharsets.ISO_8859_1).split("\u0000", -1)));
        return one.size() > 1
                && one.equals(sorted(List.of(new String(second, StandardCharsets.ISO_8859_1).split("\u0000", -1))));
    }

    private static int runEnd(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && end - from < LONGEST_RUN && isPrintable(bytes[end])) {
            end++;
        }
        return end;
    }

    private static boolean isPrintable(byte b) {
        return b >= ' ' && b < 0x7f;
    }

    private static String describe(DifferenceKind kind) {
        return switch (kind) {
            case TIME -> "a date, a time or seconds since 1970";
            case PATH -> "a path of the build";
            case ORDER -> "the same words in another order";
            case USER -> "the user who built";
            case HOST_NAME -> "the name of the machine";
            case KERNEL -> "the kernel";
            case ENVIRONMENT -> "a setting of the environment";
            default -> "another text";
        };
    }

    private static List<String> sorted(List<String> texts) {
        List<String> sorted = new ArrayList<>(texts);
        Collections.sort(sorted);
        return sorted;
    }

    private static int mismatch(String first, String second) {
        int at = 0;
        while (at < Math.min(first.length(), second.length()) && first.charAt(at) == second.charAt(at)) {
            at++;
        }
        return at;
    }

    /** The part of a text around a column, made printable. */
    private static String shorten(String text, int column) {
        int start = text.length() <= SHOWN_CHARACTERS ? 0 : Math.max(0, column - SHOWN_CHARACTERS / 2);
        int end = Math.min(text.length(), start + SHOWN_CHARACTERS);
        StringBuilder shown = new StringBuilder(start > 0 ? "…" : "");
        text.substring(start, end)
                .chars()
                .forEach(c -> shown.append(
                        c < ' ' || c == 0x7f ? String.format(Locale.ROOT, "\\x%02x", c) : String.valueOf((char) c)));
        return shown.append(end < text.length() ? "…" : "").toString();
    }

    /** Some bytes from an offset on: hexadecimal, then as far as they are text. */
    static String show(byte[] bytes, int offset) {
        int end = Math.min(bytes.length, offset + SHOWN_BYTES);
        if (offset >= end) {
            return "(end)";
        }
        StringBuilder hex = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (int i = offset; i < end; i++) {
            hex.append(String.format(Locale.ROOT, "%02x ", bytes[i] & 0xff));
            text.append(isPrintable(bytes[i]) ? (char) bytes[i] : '.');
        }
        return hex + "|" + text + "|";
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            CharBuffer text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return text.chars().anyMatch(c -> c == 0) ? Optional.empty() : Optional.of(text.toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The first of each kind, and how many more. */
    private static final class Found {

        private final List<String> where;
        private final Map<DifferenceKind, Difference> byKind = new EnumMap<>(DifferenceKind.class);

        Found(List<String> where) {
            this.where = where;
        }

        void add(DifferenceKind kind, String what, String first, String second, @Nullable Long offset) {
            byKind.merge(
                    kind,
                    new Difference(where, kind, what, first, second, offset, 0),
                    (known, again) -> new Difference(
                            known.where(),
                            known.kind(),
                            known.what(),
                            known.first(),
                            known.second(),
                            known.offset(),
                            known.more() + 1));
        }

        List<Difference> differences() {
            return List.copyOf(byKind.values());
        }
    }
}
