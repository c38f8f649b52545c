/** CPython's own test suite, run on a built interpreter: what it did, and what is to be thought of it. */
@NullMarked
package io.github.pythondist.regrtest;

import org.jspecify.annotations.NullMarked;
