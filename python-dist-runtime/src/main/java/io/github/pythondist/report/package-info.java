/** What the user reads: failures that say what to do next, and progress. */
@NullMarked
package io.github.pythondist.report;

import org.jspecify.annotations.NullMarked;
