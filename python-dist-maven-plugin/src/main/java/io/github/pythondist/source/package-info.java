/** Pinned sources: a content-addressed store and the places a file may come from. */
@NullMarked
package io.github.pythondist.source;

import org.jspecify.annotations.NullMarked;
