/** What is published of wheels that were built twice to the same bytes: an index for pip, bills, build information. */
@NullMarked
package io.github.pythondist.wheelindex;

import org.jspecify.annotations.NullMarked;
