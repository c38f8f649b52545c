void *memcpy(void *, const void *, unsigned long);
void *PyInit_plain(char *to, const char *from, unsigned long n) { return memcpy(to, from, n); }
