package io.github.pythondist.inventory;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A line of a source file.
 *
 * @param file path below the source's top directory
 * @param line counted from 1
 */
public record SourceLine(String file, int line) implements Comparable<SourceLine> {

    @Override
    public int compareTo(SourceLine other) {
        int byFile = file.compareTo(other.file);
        return byFile != 0 ? byFile : Integer.compare(line, other.line);
    }

    @Override
    @JsonValue
    public String toString() {
        return file + ":" + line;
    }
}
