/** What a PE file, a program or DLL of Windows, says about itself: headers, imports, exports, debug and version data. */
@NullMarked
package io.github.pythondist.pe;

import org.jspecify.annotations.NullMarked;
