// All that should not be.
__declspec(dllimport) int evil(void);
__declspec(dllimport) int late(void);
__declspec(dllimport) int Py_Missing(void);
__declspec(dllexport) int SSL_new(void) { return evil() + late() + Py_Missing(); }
__declspec(dllexport) const char *where = "/home/builder/work/bad.c";
__declspec(dllexport) const unsigned short wide[] = L"/build/wide/bad.c";
__attribute__((section(".both"))) int both(int x) { return x + 1; }
int dll_start(void *dll, unsigned reason, void *reserved) { return both(1); }
// What would load a library late.
void *__delayLoadHelper2(void *descriptor, void **entry) { return 0; }
