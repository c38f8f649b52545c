void rl_initialize(void);
void *PyInit_readline(void) { rl_initialize(); return 0; }
