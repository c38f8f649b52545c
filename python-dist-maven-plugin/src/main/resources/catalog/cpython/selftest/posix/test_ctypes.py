import ctypes
import os
import sys

from support import Case

INTS = ctypes.POINTER(ctypes.c_int)


class Ctypes(Case):

    def test_libc_calls_back(self):
        compare = ctypes.CFUNCTYPE(ctypes.c_int, INTS, INTS)
        values = (ctypes.c_int * 6)(5, -1, 33, 7, 0, 7)
        ctypes.CDLL(None).qsort(values, len(values), ctypes.sizeof(ctypes.c_int), compare(lambda a, b: a[0] - b[0]))
        self.assertEqual(list(values), [-1, 0, 5, 7, 7, 33])

    def test_main_program_is_searched(self):
        self.assertEqual(ctypes.CDLL(None).getpid(), os.getpid())
        self.assertRaises(AttributeError, getattr, ctypes.CDLL(None), "no_such_function_anywhere")

    def test_structure_by_value(self):
        class Quotient(ctypes.Structure):
            _fields_ = [("quot", ctypes.c_long), ("rem", ctypes.c_long)]
        ldiv = ctypes.CDLL(None).ldiv
        ldiv.restype, ldiv.argtypes = Quotient, [ctypes.c_long, ctypes.c_long]
        result = ldiv(47, 5)
        self.assertEqual((result.quot, result.rem), (9, 2))

    def test_variadic_call_with_double(self):
        buffer = ctypes.create_string_buffer(40)
        ctypes.CDLL(None).snprintf(buffer, len(buffer), b"%d %.3f %s", 7, ctypes.c_double(2.5), b"x")
        self.assertEqual(buffer.value, b"7 2.500 x")

    def test_python_api(self):
        version = ctypes.pythonapi.Py_GetVersion
        version.restype = ctypes.c_char_p
        self.assertEqual(version().decode(), sys.version)

    def test_errno_is_kept(self):
        libc = ctypes.CDLL(None, use_errno=True)
        self.assertEqual(libc.close(-1), -1)
        self.assertEqual(os.strerror(ctypes.get_errno()), os.strerror(9))

    def test_components_are_not_visible(self):
        program = ctypes.CDLL(None)
        for name in ("SSL_new", "EVP_md5", "sqlite3_open", "inflate", "BZ2_bzCompress", "lzma_code", "XML_Parse",
                     "ffi_call", "mpd_add", "db_create", "rl_initialize", "el_init", "initscr", "uuid_generate"):
            with self.subTest(name):
                self.assertFalse(hasattr(program, name))
