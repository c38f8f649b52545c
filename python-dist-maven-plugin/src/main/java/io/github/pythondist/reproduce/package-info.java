/** A second build under other conditions, and the comparison of its results with those of the first. */
@NullMarked
package io.github.pythondist.reproduce;

import org.jspecify.annotations.NullMarked;
