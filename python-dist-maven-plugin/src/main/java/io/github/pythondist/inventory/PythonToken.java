package io.github.pythondist.inventory;

/**
 * A token of Python source.
 *
 * @param kind what it is
 * @param text as written; of a string what is between its quotes
 * @param line it begins on, counted from 1
 */
record PythonToken(Kind kind, String text, int line) {

    enum Kind {
        NAME,
        STRING,
        /** A string with replacement fields. */
        FORMATTED,
        NUMBER,
        OPERATOR
    }

    boolean is(String operatorOrName) {
        return (kind == Kind.OPERATOR || kind == Kind.NAME) && text.equals(operatorOrName);
    }
}
