/**
 * Licence policy and the check that a text is the licence it is declared to be.
 *
 * <p>Licence ids, templates and the expression grammar are those of the SPDX project, taken from the list inside the
 * SPDX library's own jar: nothing here touches the network or a cache directory.
 */
@NullMarked
package io.github.pythondist.license;

import org.jspecify.annotations.NullMarked;
