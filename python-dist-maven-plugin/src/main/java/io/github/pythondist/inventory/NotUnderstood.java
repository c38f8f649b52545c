package io.github.pythondist.inventory;

/**
 * Something a parser met and could not read: a person has to.
 *
 * @param where the line it begins on
 * @param text the construct, shortened
 * @param reason why it was not read
 */
public record NotUnderstood(SourceLine where, String text, String reason) implements Comparable<NotUnderstood> {

    private static final int SHOWN_CHARACTERS = 100;

    public NotUnderstood {
        text = text.strip().replaceAll("\\s+", " ");
        if (text.length() > SHOWN_CHARACTERS) {
            text = text.substring(0, SHOWN_CHARACTERS - 3) + "...";
        }
    }

    @Override
    public int compareTo(NotUnderstood other) {
        int byPlace = where.compareTo(other.where);
        return byPlace != 0 ? byPlace : text.compareTo(other.text);
    }
}
