/** Python packages in somebody's Maven build: locked, fetched, checked, installed. */
@NullMarked
package io.github.pythondist.wheel;

import org.jspecify.annotations.NullMarked;
