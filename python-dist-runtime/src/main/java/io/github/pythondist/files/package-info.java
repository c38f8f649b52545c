/** Files on disk: digests, atomic writes, locks across processes, whole trees. */
@NullMarked
package io.github.pythondist.files;

import org.jspecify.annotations.NullMarked;
