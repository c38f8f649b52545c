const char *rl_library_version = "EditLine wrapper";
const char *variable = "enable-bracketed-paste";
void rl_initialize(void) {}
void _rl_abort_internal(void) {}
void el_init(void) {}
