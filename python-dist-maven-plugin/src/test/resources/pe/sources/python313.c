// A library with a table of built-in modules, and something for the stable ABI to forward to.
#define PYAPI __declspec(dllexport)
typedef struct { const char *name; void *(*start)(void); } inittab;
static void *start(void) { return 0; }
static inittab modules[] = {{"nt", start}, {"sys", start}, {0, 0}};
PYAPI inittab *PyImport_Inittab = modules;
PYAPI int Py_Main(void) { return 0; }
PYAPI int _Py_Private(void) { return 1; }
PYAPI int PyOS_Extra = 7;
__declspec(dllimport) unsigned GetTickCount(void);
int dll_start(void *dll, unsigned reason, void *reserved) { return GetTickCount() != 0; }
