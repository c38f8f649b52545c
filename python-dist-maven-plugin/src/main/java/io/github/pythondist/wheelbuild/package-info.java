/** Makes wheels of Python projects: their own backend runs where it sees nothing of the machine. */
@NullMarked
package io.github.pythondist.wheelbuild;

import org.jspecify.annotations.NullMarked;
