/** Static components, built in graph order and cached by what went into them. */
@NullMarked
package io.github.pythondist.component;

import org.jspecify.annotations.NullMarked;
