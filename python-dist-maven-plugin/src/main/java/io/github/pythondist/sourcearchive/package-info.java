/** Source tarballs of a tagged commit, the same bytes wherever they are made. */
@NullMarked
package io.github.pythondist.sourcearchive;

import org.jspecify.annotations.NullMarked;
