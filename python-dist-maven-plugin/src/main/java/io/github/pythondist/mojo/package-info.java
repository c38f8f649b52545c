/** The goals: parameters in, one service called, result reported. */
@NullMarked
package io.github.pythondist.mojo;

import org.jspecify.annotations.NullMarked;
