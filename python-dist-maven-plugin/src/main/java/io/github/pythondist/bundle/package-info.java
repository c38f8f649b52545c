/** Interpreter, packages, sources and, if wanted, a Java application as one relocatable bundle. */
@NullMarked
package io.github.pythondist.bundle;

import org.jspecify.annotations.NullMarked;
