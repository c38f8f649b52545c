/** Proves what an archive promises by looking at its bytes: binaries, links, scripts, licences, description. */
@NullMarked
package io.github.pythondist.audit;

import org.jspecify.annotations.NullMarked;
