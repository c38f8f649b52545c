#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>

/* The sum of a sequence of numbers, with the error that floating point makes carried along (Kahan). */
static PyObject *fastsum(PyObject *self, PyObject *numbers) {
  PyObject *items = PySequence_Fast(numbers, "a sequence of numbers is needed");
  if (!items) {
    return NULL;
  }
  double sum = 0, lost = 0;
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(items); i++) {
    double next = PyFloat_AsDouble(PySequence_Fast_GET_ITEM(items, i));
    if (next == -1 && PyErr_Occurred()) {
      Py_DECREF(items);
      return NULL;
    }
    double corrected = next - lost, total = sum + corrected;
    lost = (total - sum) - corrected;
    sum = total;
  }
  Py_DECREF(items);
  /* With today's glibc this would ask for GLIBC_2.29. */
  return PyFloat_FromDouble(sum == 0 ? sum : copysign(exp(log(fabs(sum))), sum) == 0 ? 0 : sum);
}

static PyMethodDef methods[] = {{"fastsum", fastsum, METH_O, "The sum of a sequence of numbers."}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "fastsum", __FILE__, 0, methods};

PyMODINIT_FUNC PyInit_fastsum(void) { return PyModule_Create(&module); }
