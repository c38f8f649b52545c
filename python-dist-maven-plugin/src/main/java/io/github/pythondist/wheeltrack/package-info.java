/** Wheels of other people's sdists: built twice, compared, and the record that is kept of it. */
@NullMarked
package io.github.pythondist.wheeltrack;

import org.jspecify.annotations.NullMarked;
