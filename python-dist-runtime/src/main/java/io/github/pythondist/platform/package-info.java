/** What the tables say about targets, and what this machine is. */
@NullMarked
package io.github.pythondist.platform;

import org.jspecify.annotations.NullMarked;
