#include <Python.h>

static PyObject *half(PyObject *self, PyObject *number) {
  double value = PyFloat_AsDouble(number);
  return value == -1 && PyErr_Occurred() ? NULL : PyFloat_FromDouble(value / 2);
}

static PyMethodDef methods[] = {{"half", half, METH_O, "Half of a number."}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "plain", NULL, 0, methods};

PyMODINIT_FUNC PyInit_plain(void) { return PyModule_Create(&module); }
