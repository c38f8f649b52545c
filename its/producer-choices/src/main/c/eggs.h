#include <Python.h>

PyObject *eggs(PyObject *module, PyObject *unused);
