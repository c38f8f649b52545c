/** What is said of a build beside its archives: bill of materials, build information, statement, checksums. */
@NullMarked
package io.github.pythondist.provenance;

import org.jspecify.annotations.NullMarked;
