/**
 * Python for a Java program, with nothing to install: a bundle on the class path, in an archive or in a directory, and
 * processes started from it.
 *
 * <pre>{@code
 * Python python = PythonBundle.onClassPath("word-count").unpack();
 * Process process = python.command("-m", "wordcount", "book.txt").inheritIO().start();
 * int code = process.waitFor();
 * }</pre>
 *
 * <p>The goal {@code bundle} of python-dist-maven-plugin makes bundles.
 */
@NullMarked
package io.github.pythondist.runtime;

import org.jspecify.annotations.NullMarked;
