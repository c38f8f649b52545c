// As getentropy(3) says: at most 256 bytes, all or nothing, interrupted by no signal.
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

int getentropy(void *buffer, size_t length) {
  if (length > 256) {
    errno = EIO;
    return -1;
  }
  for (char *next = buffer; length > 0;) {
    long got = syscall(SYS_getrandom, next, length, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) {
      errno = EIO;
      return -1;
    }
    next += got;
    length -= (size_t)got;
  }
  return 0;
}
