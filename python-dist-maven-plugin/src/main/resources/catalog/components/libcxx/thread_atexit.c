/* Registers the destructor of a thread_local object, which the compiler calls __cxa_thread_atexit for. The C library does it
 * since glibc 2.18; the one in Debian's libc++ cannot do without. This one asks whether it is there when it runs, and else
 * keeps the destructors itself. */
#include <pthread.h>
#include <stdlib.h>

typedef void (*destructor)(void *);

__attribute__((weak)) int __cxa_thread_atexit_impl(destructor, void *, void *);

struct entry {
  struct entry *next;
  destructor run;
  void *object;
};

static __thread struct entry *entries;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static int key_error;

/* The last first; a destructor may register others. */
static void run_all(void *unused) {
  (void)unused;
  while (entries != NULL) {
    struct entry *entry = entries;
    entries = entry->next;
    entry->run(entry->object);
    free(entry);
  }
}

static void make_key(void) {
  key_error = pthread_key_create(&key, run_all);
}

/* The thread that ends the process ends no other way: the destructors of keys are not called for it. */
__attribute__((destructor)) static void at_exit(void) {
  run_all(NULL);
}

int __cxa_thread_atexit(destructor run, void *object, void *library) {
  if (__cxa_thread_atexit_impl != NULL) {
    return __cxa_thread_atexit_impl(run, object, library);
  }
  struct entry *entry = malloc(sizeof *entry);
  if (entry == NULL) {
    return -1;
  }
  /* A value that is not null makes the key's destructor run when the thread ends. */
  if (pthread_once(&once, make_key) != 0 || key_error != 0 || pthread_setspecific(key, &key) != 0) {
    free(entry);
    return -1;
  }
  entry->next = entries;
  entry->run = run;
  entry->object = object;
  entries = entry;
  return 0;
}
