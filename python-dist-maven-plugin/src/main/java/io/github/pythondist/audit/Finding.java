package io.github.pythondist.audit;

/**
 * Something that is not as it should be.
 *
 * @param file path in the archive; {@code lib.a(member.o)} for a member of a static library; {@code .} for the whole
 * @param what the fact, in a few words
 */
public record Finding(String file, String what) implements Comparable<Finding> {

    /** One line of a report. */
    String text() {
        return printable(file.equals(".") ? what : file + " " + what);
    }

    /** A text for a terminal: what would steer it, or turn the direction of writing, as {@code \u001b}. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR) {
                printable.append(String.format("\\u%04x", c));
            } else {
                printable.appendCodePoint(c);
            }
        });
        return printable.toString();
    }

    @Override
    public int compareTo(Finding other) {
        int byFile = file.compareTo(other.file);
        return byFile != 0 ? byFile : what.compareTo(other.what);
    }
}
