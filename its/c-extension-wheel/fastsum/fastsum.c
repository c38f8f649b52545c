#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>

/* The sum of the powers of numbers, with what rounding loses carried along (Kahan). */
static PyObject *fastsum(PyObject *self, PyObject *arguments) {
  PyObject *numbers;
  double power, sum = 0, lost = 0;
  if (!PyArg_ParseTuple(arguments, "O!d", &PyList_Type, &numbers, &power)) {
    return NULL;
  }
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(numbers); i++) {
    double number = PyFloat_AsDouble(PyList_GET_ITEM(numbers, i));
    if (number == -1 && PyErr_Occurred()) {
      return NULL;
    }
    /* Compiled on a machine of today, pow would ask for GLIBC_2.29. */
    double next = pow(number, power) - lost, total = sum + next;
    lost = (total - sum) - next;
    sum = total;
  }
  return PyFloat_FromDouble(sum);
}

static PyMethodDef methods[] = {
    {"fastsum", fastsum, METH_VARARGS, "The sum of the powers of numbers."},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "fastsum", __FILE__, 0, methods};

PyMODINIT_FUNC PyInit_fastsum(void) { return PyModule_Create(&module); }
