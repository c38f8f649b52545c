/* Stands for the C library: only its names and versions matter. */
void new_function(void) {}
void private_function(void) {}
void old_function(void) {}
void __stack_chk_fail(void) {}
void *__memcpy_chk(void *to, const void *from, unsigned long n, unsigned long room) { return to; }
void *memcpy(void *to, const void *from, unsigned long n) { return to; }
