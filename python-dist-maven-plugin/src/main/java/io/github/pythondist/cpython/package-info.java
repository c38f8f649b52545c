/** CPython itself: generated Setup.local, build, checks and self-test. */
@NullMarked
package io.github.pythondist.cpython;

import org.jspecify.annotations.NullMarked;
