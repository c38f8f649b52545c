__declspec(dllimport) int _Py_Private(void);
static int call(void) { return _Py_Private(); }
static int (*volatile table)(void) = call;
__declspec(dllexport) void *PyInit__ssl(void) { return (void *)(long long)table(); }
int dll_start(void *dll, unsigned reason, void *reserved) { return 1; }
