/**
 * The hermetic build environment: locks of Debian packages, the trees assembled from them, and commands run inside
 * those trees, without network and at fixed paths.
 */
@NullMarked
package io.github.pythondist.environment;

import org.jspecify.annotations.NullMarked;
