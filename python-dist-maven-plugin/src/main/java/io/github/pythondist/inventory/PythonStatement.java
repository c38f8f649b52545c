package io.github.pythondist.inventory;

import java.util.List;

/**
 * A logical line of Python source: what is in brackets or continued with a backslash is one line.
 *
 * @param indent columns before its first token
 * @param tokens at least one
 */
record PythonStatement(int indent, List<PythonToken> tokens) {

    PythonToken first() {
        return tokens.get(0);
    }

    int line() {
        return first().line();
    }

    /** Whether the tokens from an index on are these operators and names. */
    boolean has(int index, String... texts) {
        if (index + texts.length > tokens.size()) {
            return false;
        }
        for (int i = 0; i < texts.length; i++) {
            if (!tokens.get(index + i).is(texts[i])) {
                return false;
            }
        }
        return true;
    }
}
