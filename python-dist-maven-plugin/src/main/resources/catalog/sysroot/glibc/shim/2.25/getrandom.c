// The system call (Linux 3.17); ENOSYS on older kernels. Unlike glibc's it is no cancellation point.
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

ssize_t getrandom(void *buffer, size_t length, unsigned int flags) {
  return syscall(SYS_getrandom, buffer, length, flags);
}
