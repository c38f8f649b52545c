package io.github.pythondist.inventory;

/**
 * What one {@code PY_STDLIB_MOD} of {@code configure.ac} says of a module.
 *
 * @param name of the module
 * @param enabled the shell test of whether it is wanted, empty for always
 * @param supported the shell test of whether what it needs is there, empty for always
 * @param cflags for its compilation, with variables of configure
 * @param ldflags for its linking, likewise
 * @param where the call
 */
record StdlibMacro(String name, String enabled, String supported, String cflags, String ldflags, SourceLine where) {}
