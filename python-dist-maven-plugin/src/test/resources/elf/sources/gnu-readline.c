const char *const commands[] = {"unix-filename-rubout", "/etc/inputrc"};
void rl_unix_filename_rubout(void) {}
void rl_initialize(void) {}
