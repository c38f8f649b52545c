// Also the name that <string.h> gives it under _FORTIFY_SOURCE, which passes the size of the buffer too.
#include <stdlib.h>
#include <string.h>

static void clear(void *buffer, size_t length) {
  memset(buffer, 0, length);
  __asm__ volatile("" : : "r"(buffer) : "memory");  // the compiler may not leave the stores out
}

void explicit_bzero(void *buffer, size_t length) { clear(buffer, length); }

void __explicit_bzero_chk(void *buffer, size_t length, size_t size);

void __explicit_bzero_chk(void *buffer, size_t length, size_t size) {
  if (size < length) abort();
  clear(buffer, length);
}
