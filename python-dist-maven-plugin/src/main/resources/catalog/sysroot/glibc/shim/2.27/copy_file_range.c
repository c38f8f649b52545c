// The system call (Linux 4.5); ENOSYS on older kernels, as glibc has had it since 2.30.
#include <sys/syscall.h>
#include <unistd.h>

ssize_t copy_file_range(int in, off64_t *in_offset, int out, off64_t *out_offset, size_t length, unsigned int flags) {
  return syscall(SYS_copy_file_range, in, in_offset, out, out_offset, length, flags);
}
