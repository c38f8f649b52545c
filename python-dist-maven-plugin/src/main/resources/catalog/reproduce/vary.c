/*
 * Loaded before all other libraries (LD_PRELOAD) into every program of a second build: makes what a program learns of
 * its surroundings differ from what it learnt in the first one, where the sandbox itself cannot.
 *
 * PYTHON_DIST_VARY says what, with commas between:
 *   clock=SECONDS   the date and the time of day are so much later. Times of files stay the real ones: they are all
 *                   past, as make wants them. Waiting until a time of day waits as long as it would.
 *   order=NUMBER    directories are listed in another order, the same one each time
 *   node=NAME       uname and gethostname say this name of the machine
 *   release=TEXT    uname says this release of the kernel
 *   cpu=less        of the processors that this first program may use, all but one stay
 *
 * Programs that are linked statically or make system calls themselves are not reached.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <time.h>

#define VARIABLE "PYTHON_DIST_VARY"
#define EXPORT __attribute__((visibility("default")))

/* Below this, seconds are those of a clock that counts from the start of the machine. */
#define EARLIEST_DATE 1000000000

static time_t shift;
static uint64_t seed;
static char node[65], release[65];

/* --- settings ----------------------------------------------------------------------------------------------------- */

static const char *value(const char *settings, const char *name) {
  size_t length = strlen(name);
  for (const char *at = settings; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
    if (!strncmp(at, name, length) && at[length] == '=') return at + length + 1;
  return NULL;
}

static void copy(char *to, size_t size, const char *from) {
  size_t length = strcspn(from, ",");
  if (length >= size) length = size - 1;
  memcpy(to, from, length);
  to[length] = 0;
}

/* The one that goes is the next after that where we run, so that programs begun side by side spread. */
static void drop_processor(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) || CPU_COUNT(&set) < 2) return;
  int cpu = sched_getcpu();
  do cpu = (cpu + 1) % CPU_SETSIZE;
  while (!CPU_ISSET(cpu, &set));
  CPU_CLR(cpu, &set);
  sched_setaffinity(0, sizeof set, &set);
}

__attribute__((constructor)) static void begin(void) {
  char *settings = getenv(VARIABLE);
  if (!settings) return;
  const char *found;
  if ((found = value(settings, "clock"))) shift = strtoll(found, NULL, 10);
  if ((found = value(settings, "order"))) seed = strtoull(found, NULL, 10);
  if ((found = value(settings, "node"))) copy(node, sizeof node, found);
  if ((found = value(settings, "release"))) copy(release, sizeof release, found);
  if ((found = value(settings, "cpu"))) {
    drop_processor();
    /* Programs that this one starts inherit the processors that are left, and take none away. */
    memcpy((char *)found - 4, "ok.", 3);
  }
}

static void *next(const char *name) {
  return dlsym(RTLD_NEXT, name);
}

/* --- the clock ---------------------------------------------------------------------------------------------------- */

static int is_date(clockid_t clock) {
  return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI;
}

EXPORT int clock_gettime(clockid_t clock, struct timespec *now) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = next("clock_gettime");
  int result = real(clock, now);
  if (!result && is_date(clock)) now->tv_sec += shift;
  return result;
}

EXPORT int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  static int (*real)(struct timeval *, void *);
  if (!real) real = next("gettimeofday");
  int result = real(now, zone);
  if (!result) now->tv_sec += shift;
  return result;
}

EXPORT time_t time(time_t *result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME_COARSE, &now);
  if (result) *result = now.tv_sec;
  return now.tv_sec;
}

EXPORT int timespec_get(struct timespec *now, int base) {
  return base == TIME_UTC && !clock_gettime(CLOCK_REALTIME, now) ? base : 0;
}

/* A date that a program computed, as the kernel knows it. */
static const struct timespec *real_date(const struct timespec *date, struct timespec *room) {
  if (!date || date->tv_sec < EARLIEST_DATE) return date;
  *room = *date;
  room->tv_sec -= shift;
  return room;
}

EXPORT int pthread_cond_timedwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex,
                                  const struct timespec *restrict until) {
  static int (*real)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
  /* The function has an older version with another layout. */
  if (!real) real = dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2");
  if (!real) real = next("pthread_cond_timedwait");
  struct timespec room;
  return real(condition, mutex, real_date(until, &room));
}

EXPORT int pthread_mutex_timedlock(pthread_mutex_t *restrict mutex, const struct timespec *restrict until) {
  static int (*real)(pthread_mutex_t *, const struct timespec *);
  if (!real) real = next("pthread_mutex_timedlock");
  struct timespec room;
  return real(mutex, real_date(until, &room));
}

EXPORT int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict until) {
  static int (*real)(sem_t *, const struct timespec *);
  if (!real) real = next("sem_timedwait");
  struct timespec room;
  return real(semaphore, real_date(until, &room));
}

EXPORT int clock_nanosleep(clockid_t clock, int flags, const struct timespec *until, struct timespec *left) {
  static int (*real)(clockid_t, int, const struct timespec *, struct timespec *);
  if (!real) real = next("clock_nanosleep");
  struct timespec room;
  return real(clock, flags, flags & TIMER_ABSTIME && is_date(clock) ? real_date(until, &room) : until, left);
}

/* --- directories -------------------------------------------------------------------------------------------------- */

/* A directory that is being read: all its entries, in our order. */
struct listing {
  DIR *directory;
  struct dirent **entries;
  size_t count, at;
  int error;
  struct listing *next;
};

static struct listing *listings;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static uint64_t hash_of(const char *name) {
  uint64_t hash = 14695981039346656037u ^ seed; /* FNV-1a */
  while (*name) hash = (hash ^ (unsigned char)*name++) * 1099511628211u;
  return hash;
}

static int by_hash(const void *left, const void *right) {
  const char *one = (*(struct dirent *const *)left)->d_name, *other = (*(struct dirent *const *)right)->d_name;
  uint64_t first = hash_of(one), second = hash_of(other);
  return first < second ? -1 : first > second ? 1 : strcmp(one, other);
}

static struct listing **find(DIR *directory) {
  struct listing **at = &listings;
  while (*at && (*at)->directory != directory) at = &(*at)->next;
  return at;
}

static void forget(DIR *directory) {
  pthread_mutex_lock(&lock);
  struct listing **at = find(directory), *listing = *at;
  if (listing) *at = listing->next;
  pthread_mutex_unlock(&lock);
  if (!listing) return;
  for (size_t i = 0; i < listing->count; i++) free(listing->entries[i]);
  free(listing->entries);
  free(listing);
}

static struct listing *list(DIR *directory) {
  static struct dirent *(*real)(DIR *);
  if (!real) real = next("readdir");
  struct listing *listing = calloc(1, sizeof *listing);
  if (!listing) return NULL;
  listing->directory = directory;
  struct dirent *entry;
  size_t room = 0;
  int before = errno;
  errno = 0;
  while ((entry = real(directory))) {
    if (listing->count == room) {
      room = room ? 2 * room : 64;
      struct dirent **larger = realloc(listing->entries, room * sizeof *larger);
      if (!larger) break;
      listing->entries = larger;
    }
    struct dirent *ours = malloc(sizeof *ours);
    if (!ours) break;
    memcpy(ours, entry, entry->d_reclen < sizeof *ours ? entry->d_reclen : sizeof *ours);
    listing->entries[listing->count++] = ours;
    errno = 0;
  }
  listing->error = errno;
  errno = before;
  if (listing->count) qsort(listing->entries, listing->count, sizeof *listing->entries, by_hash);
  pthread_mutex_lock(&lock);
  listing->next = listings;
  listings = listing;
  pthread_mutex_unlock(&lock);
  return listing;
}

static struct listing *known(DIR *directory) {
  pthread_mutex_lock(&lock);
  struct listing *listing = *find(directory);
  pthread_mutex_unlock(&lock);
  return listing;
}

EXPORT struct dirent *readdir(DIR *directory) {
  if (!seed) {
    struct dirent *(*real)(DIR *) = next("readdir");
    return real(directory);
  }
  struct listing *listing = known(directory);
  if (!listing && !(listing = list(directory))) {
    errno = ENOMEM;
    return NULL;
  }
  if (listing->at < listing->count) return listing->entries[listing->at++];
  if (listing->error) errno = listing->error;
  return NULL;
}

EXPORT struct dirent64 *readdir64(DIR *directory) {
  return (struct dirent64 *)readdir(directory); /* one layout where long has 64 bits */
}
_Static_assert(sizeof(struct dirent) == sizeof(struct dirent64), "two layouts of directory entries");

EXPORT long telldir(DIR *directory) {
  long (*real)(DIR *) = next("telldir");
  struct listing *listing = known(directory);
  return listing ? (long)listing->at : seed ? 0 : real(directory);
}

EXPORT void seekdir(DIR *directory, long position) {
  void (*real)(DIR *, long) = next("seekdir");
  struct listing *listing = known(directory);
  if (listing)
    listing->at = (size_t)position;
  else if (!seed)
    real(directory, position);
}

EXPORT void rewinddir(DIR *directory) {
  void (*real)(DIR *) = next("rewinddir");
  forget(directory);
  real(directory);
}

EXPORT int closedir(DIR *directory) {
  int (*real)(DIR *) = next("closedir");
  forget(directory);
  return real(directory);
}

/* Without a way to compare, glibc gives the order of the directory. */
typedef int filter(const struct dirent *);
typedef int comparison(const struct dirent **, const struct dirent **);

static int ordered(const char *function, const char *path, struct dirent ***entries, filter *wanted, comparison *compare) {
  int (*real)(const char *, struct dirent ***, filter *, comparison *) = next(function);
  int count = real(path, entries, wanted, compare);
  if (seed && !compare && count > 0) qsort(*entries, (size_t)count, sizeof **entries, by_hash);
  return count;
}

EXPORT int scandir(const char *path, struct dirent ***entries, filter *wanted, comparison *compare) {
  return ordered("scandir", path, entries, wanted, compare);
}

EXPORT int scandir64(const char *path, struct dirent64 ***entries, int (*wanted)(const struct dirent64 *),
                     int (*compare)(const struct dirent64 **, const struct dirent64 **)) {
  return ordered("scandir64", path, (struct dirent ***)entries, (filter *)wanted, (comparison *)compare);
}

/* --- the machine -------------------------------------------------------------------------------------------------- */

EXPORT int uname(struct utsname *name) {
  int (*real)(struct utsname *) = next("uname");
  int result = real(name);
  if (!result && *node) memcpy(name->nodename, node, sizeof node);
  if (!result && *release) {
    memcpy(name->release, release, sizeof release);
    strcpy(name->version, "#1 SMP of another kernel");
  }
  return result;
}

EXPORT int gethostname(char *name, size_t size) {
  int (*real)(char *, size_t) = next("gethostname");
  if (!*node) return real(name, size);
  if (strlen(node) >= size) {
    errno = ENAMETOOLONG;
    return -1;
  }
  strcpy(name, node);
  return 0;
}
