// preadv with flags (Linux 4.6). Older kernels have no flags to give: then it is preadv, or readv for the file's own
// position, and ENOTSUP when flags are wanted.
#include <errno.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

_Static_assert(sizeof(long) == sizeof(off64_t), "the kernel takes an offset in one register");

ssize_t preadv64v2(int fd, const struct iovec *vector, int count, off64_t offset, int flags) {
  long result = syscall(SYS_preadv2, fd, vector, count, offset, 0L, flags);
  if (result >= 0 || errno != ENOSYS) return result;
  if (flags != 0) {
    errno = ENOTSUP;
    return -1;
  }
  return offset == -1 ? readv(fd, vector, count) : preadv(fd, vector, count, offset);
}

ssize_t preadv2(int fd, const struct iovec *vector, int count, off_t offset, int flags) {
  return preadv64v2(fd, vector, count, offset, flags);
}
