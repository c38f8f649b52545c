/** What is shipped: the tree, its licences, its description, its archive. */
@NullMarked
package io.github.pythondist.distribution;

import org.jspecify.annotations.NullMarked;
