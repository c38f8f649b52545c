/** Compares the catalog, and the CPython version it was written for, with another CPython source. */
@NullMarked
package io.github.pythondist.upgrade;

import org.jspecify.annotations.NullMarked;
