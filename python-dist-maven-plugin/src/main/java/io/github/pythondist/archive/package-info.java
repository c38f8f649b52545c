/** Archives read without trust and written the same way every time. */
@NullMarked
package io.github.pythondist.archive;

import org.jspecify.annotations.NullMarked;
