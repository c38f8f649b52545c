package io.github.pythondist.report;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Foreign texts, fit to be shown: what is not visible, or turns the direction of what follows, is named by its code
 * point, and the length is bounded. Not escaped: that is the template's task.
 */
public final class Shown {

    /** Colours, cursor movements and titles of terminals (ECMA-48: CSI and OSC sequences). */
    private static final Pattern TERMINAL =
            Pattern.compile("\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[@-Z\\\\-_])");

    private static final String ELLIPSIS = "…";

    private Shown() {}

    /**
     * Text in one line: white space of any kind is one blank.
     *
     * @param limit in code points; an ellipsis follows what is cut
     */
    public static String line(String text, int limit) {
        return visible(text, limit, true);
    }

    /** A line of a log, with its blanks and without a terminal's control sequences. */
    public static String logLine(String text, int limit) {
        return visible(TERMINAL.matcher(text).replaceAll("").stripTrailing(), limit, false);
    }

    private static String visible(String text, int limit, boolean folded) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), limit));
        int count = 0;
        boolean blank = true;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            boolean space = point == ' ' || point == '\t' || point == '\n' || point == '\r';
            if (space && folded && blank) {
                continue;
            }
            blank = space;
            if (count++ == limit) {
                return shown.toString().stripTrailing() + ELLIPSIS;
            }
            if (space) {
                shown.append(' ');
            } else if (invisible(point)) {
                shown.append("<U+").append(hex(point)).append('>');
            } else {
                shown.appendCodePoint(point);
            }
        }
        return folded ? shown.toString().stripTrailing() : shown.toString();
    }

    /** By code points and not by Unicode's categories, which each JDK knows in another version. */
    private static boolean invisible(int point) {
        return Character.isISOControl(point)
                || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                || point == 0x00AD
                || point == 0x061C
                || point == 0x180E
                || (point >= 0x200B && point <= 0x200F)
                || (point >= 0x2028 && point <= 0x202E)
                || (point >= 0x2060 && point <= 0x206F)
                || (point >= 0xFDD0 && point <= 0xFDEF)
                || point == 0xFEFF
                || (point >= 0xFFF9 && point <= 0xFFFB)
                || (point & 0xFFFE) == 0xFFFE
                || (point >= 0xE0000 && point <= 0xE0FFF);
    }

    private static String hex(int point) {
        String digits = Integer.toHexString(point).toUpperCase(Locale.ROOT);
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }
}
