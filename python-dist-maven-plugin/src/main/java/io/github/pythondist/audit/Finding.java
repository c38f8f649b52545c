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
        return file.equals(".") ? what : file + " " + what;
    }

    @Override
    public int compareTo(Finding other) {
        int byFile = file.compareTo(other.file);
        return byFile != 0 ? byFile : what.compareTo(other.what);
    }
}
