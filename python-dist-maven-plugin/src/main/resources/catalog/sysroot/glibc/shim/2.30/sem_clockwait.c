// Waits for a semaphore by a clock that nobody sets, so that a timeout holds when the time of day is corrected.
// A semaphore's memory belongs to the C library: where that has sem_clockwait it does the work. Before 2.30 it cannot
// wait by the monotonic clock. Then the rest of the time is turned into a time of day, and when that has come the given
// clock decides. Only a time of day set back during the wait makes it longer.
// Programs that use it link with libdl, as all did that used glibc's own with dlopen before 2.34.
#include <dlfcn.h>
#include <errno.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

typedef int Wait(sem_t *, clockid_t, const struct timespec *);

static Wait by_time_of_day;

static const long second = 1000000000;

static int by_time_of_day(sem_t *semaphore, clockid_t clock, const struct timespec *deadline) {
  if (clock == CLOCK_REALTIME) return sem_timedwait(semaphore, deadline);
  if (clock != CLOCK_MONOTONIC || deadline->tv_nsec < 0 || deadline->tv_nsec >= second) {
    errno = EINVAL;
    return -1;
  }
  for (;;) {
    struct timespec now, until;
    clock_gettime(clock, &now);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += deadline->tv_sec - now.tv_sec;
    until.tv_nsec += deadline->tv_nsec - now.tv_nsec;
    if (until.tv_nsec < 0) {
      until.tv_nsec += second;
      until.tv_sec--;
    } else if (until.tv_nsec >= second) {
      until.tv_nsec -= second;
      until.tv_sec++;
    }
    int result = sem_timedwait(semaphore, &until);
    if (result == 0 || errno != ETIMEDOUT) return result;
    clock_gettime(clock, &now);
    if (now.tv_sec > deadline->tv_sec || (now.tv_sec == deadline->tv_sec && now.tv_nsec >= deadline->tv_nsec)) {
      errno = ETIMEDOUT;
      return -1;
    }
  }
}

int sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *deadline) {
  static _Atomic(Wait *) known;
  Wait *wait = atomic_load_explicit(&known, memory_order_relaxed);
  if (!wait) {
    wait = (Wait *)dlsym(RTLD_DEFAULT, "sem_clockwait");
    if (!wait) wait = by_time_of_day;
    atomic_store_explicit(&known, wait, memory_order_relaxed);
  }
  return wait(semaphore, clock, deadline);
}
