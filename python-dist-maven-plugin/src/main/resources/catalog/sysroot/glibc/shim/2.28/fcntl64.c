// <fcntl.h> redirects fcntl to this name under _FILE_OFFSET_BITS=64. Where off_t has 64 bits the two are the same.
#include <fcntl.h>
#include <stdarg.h>

_Static_assert(sizeof(off_t) == 8, "fcntl takes struct flock64");

int fcntl64(int fd, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  return fcntl(fd, command, argument);
}
