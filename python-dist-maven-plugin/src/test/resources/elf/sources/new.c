void new_function(void);
void private_function(void);
void *PyInit_new(void) { new_function(); private_function(); return 0; }
