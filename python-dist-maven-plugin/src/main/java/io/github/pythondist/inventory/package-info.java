/** What a CPython source or its build log says about its extension modules; nothing of it is run. */
@NullMarked
package io.github.pythondist.inventory;

import org.jspecify.annotations.NullMarked;
