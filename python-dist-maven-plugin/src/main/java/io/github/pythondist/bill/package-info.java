/** Bills of materials: the parts of a CycloneDX document, and its schema. */
@NullMarked
package io.github.pythondist.bill;

import org.jspecify.annotations.NullMarked;
