int dll_start(void *dll, unsigned reason, void *reserved) { return 1; }
