// pwritev with flags (Linux 4.6). Older kernels have no flags to give: then it is pwritev, or writev for the file's own
// position, and ENOTSUP when flags are wanted.
#include <errno.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

_Static_assert(sizeof(long) == sizeof(off64_t), "the kernel takes an offset in one register");

ssize_t pwritev64v2(int fd, const struct iovec *vector, int count, off64_t offset, int flags) {
  long result = syscall(SYS_pwritev2, fd, vector, count, offset, 0L, flags);
  if (result >= 0 || errno != ENOSYS) return result;
  if (flags != 0) {
    errno = ENOTSUP;
    return -1;
  }
  return offset == -1 ? writev(fd, vector, count) : pwritev(fd, vector, count, offset);
}

ssize_t pwritev2(int fd, const struct iovec *vector, int count, off_t offset, int flags) {
  return pwritev64v2(fd, vector, count, offset, flags);
}
