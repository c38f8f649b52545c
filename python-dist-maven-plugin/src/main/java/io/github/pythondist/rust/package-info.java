/** Crates that packages with Rust are made of, and what their builds are given beside the usual. */
@NullMarked
package io.github.pythondist.rust;

import org.jspecify.annotations.NullMarked;
