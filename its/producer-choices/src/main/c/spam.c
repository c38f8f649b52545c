#include <Python.h>
#include <zstd.h>
#include "eggs.h"
#include "spam.h"

static PyObject *menu(PyObject *module, PyObject *unused)
{
    return PyUnicode_FromString(SPAM_MENU);
}

static PyObject *packed(PyObject *module, PyObject *argument)
{
    Py_buffer given;
    if (PyObject_GetBuffer(argument, &given, PyBUF_SIMPLE) < 0) {
        return NULL;
    }
    size_t bound = ZSTD_compressBound(given.len);
    PyObject *result = PyBytes_FromStringAndSize(NULL, bound);
    if (result != NULL) {
        size_t size = ZSTD_compress(PyBytes_AS_STRING(result), bound, given.buf, given.len, SPAM_LEVEL);
        if (ZSTD_isError(size)) {
            PyErr_SetString(PyExc_ValueError, ZSTD_getErrorName(size));
            Py_CLEAR(result);
        } else {
            _PyBytes_Resize(&result, size);
        }
    }
    PyBuffer_Release(&given);
    return result;
}

static PyMethodDef methods[] = {
    {"menu", menu, METH_NOARGS, "What there is."},
    {"packed", packed, METH_O, "Bytes, compressed with zstd."},
    {"eggs", eggs, METH_NOARGS, "How many."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "_spam",
    .m_methods = methods,
};

PyMODINIT_FUNC PyInit__spam(void)
{
    return PyModuleDef_Init(&definition);
}
