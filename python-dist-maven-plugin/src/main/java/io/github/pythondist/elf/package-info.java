/** What an ELF file says about itself: the facts of its headers, dynamic section, symbols and versions. */
@NullMarked
package io.github.pythondist.elf;

import org.jspecify.annotations.NullMarked;
