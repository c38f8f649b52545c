/** Licence policy and the check that a text is the licence it is declared to be. */
@NullMarked
package io.github.pythondist.license;

import org.jspecify.annotations.NullMarked;
