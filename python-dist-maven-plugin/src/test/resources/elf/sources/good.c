void old_function(void);
void good_function(void);
void __stack_chk_fail(void);
void *__memcpy_chk(void *, const void *, unsigned long, unsigned long);
static void (*const table[])(void) = {old_function, __stack_chk_fail};
void *PyInit_good(const char *from, unsigned long n) {
  static char room[4];
  good_function();
  __memcpy_chk(room, from, n, sizeof room);
  return (void *) table;
}
