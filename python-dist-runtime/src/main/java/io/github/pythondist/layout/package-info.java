/** What a bundle looks like, to whoever writes one and to whoever reads one. */
@NullMarked
package io.github.pythondist.layout;

import org.jspecify.annotations.NullMarked;
