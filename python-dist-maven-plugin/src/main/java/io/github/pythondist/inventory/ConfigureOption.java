package io.github.pythondist.inventory;

/**
 * An option of CPython's {@code configure}.
 *
 * @param name its positive form, with dashes as {@code configure} takes it too where the declaration has underscores:
 *     {@code --with-system-expat}, {@code --enable-shared}
 * @param help what {@code configure --help} says of it, on one line
 * @param where it is declared
 */
public record ConfigureOption(String name, String help, SourceLine where) {}
