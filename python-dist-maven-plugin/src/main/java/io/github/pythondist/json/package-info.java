/** JSON as it is published. */
@NullMarked
package io.github.pythondist.json;

import org.jspecify.annotations.NullMarked;
