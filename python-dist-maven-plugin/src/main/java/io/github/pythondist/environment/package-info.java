/** The hermetic build environment: package locks, roots, and commands run inside. */
@NullMarked
package io.github.pythondist.environment;

import org.jspecify.annotations.NullMarked;
