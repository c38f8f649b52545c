package io.github.pythondist.reproduce;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.pythondist.files.Digest;
import java.util.List;

/**
 * What two files have in common: all, or all but the differences.
 *
 * @param name what both are called
 * @param first the first one
 * @param second the second one
 * @param differences the first of each kind in each part that differs, from the outside in; empty if the files are equal
 * @param notes what was not looked at, and why
 */
@JsonPropertyOrder({"name", "identical", "first", "second", "differences", "notes"})
public record Comparison(String name, Side first, Side second, List<Difference> differences, List<String> notes) {

    /**
     * One of the two.
     *
     * @param size in bytes
     * @param sha256 of the whole file
     */
    public record Side(long size, Digest sha256) {}

    public Comparison {
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
        if (differences.isEmpty() != first.sha256().equals(second.sha256())) {
            throw new IllegalArgumentException("files differ when, and only when, there is a difference: " + name);
        }
    }

    /** Whether the two are the same, byte for byte. */
    @JsonProperty
    public boolean identical() {
        return differences.isEmpty();
    }

    /** For people: one line if they are the same. */
    public String toText() {
        if (identical()) {
            return name + ": identical, " + first.size() + " bytes, SHA-256 " + first.sha256() + "\n";
        }
        StringBuilder text = new StringBuilder(name)
                .append(": different\n  first:  ")
                .append(first.size())
                .append(" bytes, SHA-256 ")
                .append(first.sha256())
                .append("\n  second: ")
                .append(second.size())
                .append(" bytes, SHA-256 ")
                .append(second.sha256())
                .append('\n');
        for (Difference difference : differences) {
            text.append("  ").append(difference.toText().replace("\n", "\n  ")).append('\n');
        }
        notes.forEach(note -> text.append("  note: ").append(note).append('\n'));
        return text.toString();
    }
}
