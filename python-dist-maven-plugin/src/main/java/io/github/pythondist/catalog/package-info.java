/** The recipes: components, CPython series, targets and source sets, as data. */
@NullMarked
package io.github.pythondist.catalog;

import org.jspecify.annotations.NullMarked;
