__declspec(dllimport) int Py_Main(void);
static int (*volatile table[])(void) = {Py_Main};
int start(void) { return table[0](); }
int WinMainCRTStartup(void) { return start(); }
