/** The interpreter in somebody's Maven build: resolve, unpack, run. */
@NullMarked
package io.github.pythondist.consumer;

import org.jspecify.annotations.NullMarked;
