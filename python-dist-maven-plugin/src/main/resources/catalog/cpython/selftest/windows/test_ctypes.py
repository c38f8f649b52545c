import ctypes
import ctypes.util
import ctypes.wintypes as w
import os
import sys

from support import TREE, Case

INTS = ctypes.POINTER(ctypes.c_int)


class Guid(ctypes.Structure):
    _fields_ = [("first", ctypes.c_uint32), ("second", ctypes.c_uint16), ("third", ctypes.c_uint16), ("rest", ctypes.c_ubyte * 8)]

    def __init__(self, text):
        ctypes.oledll.ole32.CLSIDFromString(text, ctypes.byref(self))


class Ctypes(Case):

    def test_c_library_calls_back(self):
        compare = ctypes.CFUNCTYPE(ctypes.c_int, INTS, INTS)
        values = (ctypes.c_int * 6)(5, -1, 33, 7, 0, 7)
        ctypes.cdll.ucrtbase.qsort(values, ctypes.c_size_t(len(values)), ctypes.c_size_t(4), compare(lambda a, b: a[0] - b[0]))
        self.assertEqual(list(values), [-1, 0, 5, 7, 7, 33])

    def test_windows_calls_back(self):
        seen = []
        list_locales = ctypes.WinDLL("kernel32", use_last_error=True).EnumSystemLocalesW
        list_locales.argtypes = [ctypes.c_void_p, w.DWORD]
        call = ctypes.WINFUNCTYPE(w.BOOL, w.LPWSTR)(lambda name: seen.append(name) is None and len(seen) < 3)
        self.assertTrue(list_locales(call, 2), ctypes.get_last_error())
        self.assertEqual(len(seen), 3)

    def test_exception_in_a_callback(self):
        caught = []
        self.addCleanup(setattr, sys, "unraisablehook", sys.unraisablehook)
        sys.unraisablehook = lambda problem: caught.append(problem.exc_type)
        compare = ctypes.CFUNCTYPE(ctypes.c_int, INTS, INTS)(lambda a, b: 1 // 0)
        ctypes.cdll.ucrtbase.qsort((ctypes.c_int * 2)(2, 1), ctypes.c_size_t(2), ctypes.c_size_t(4), compare)
        self.assertIn(ZeroDivisionError, caught)

    def test_last_error(self):
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        self.assertEqual(kernel.GetFileAttributesW("C:\\no\\such\\file"), -1)
        self.assertEqual(ctypes.get_last_error(), 3)
        self.assertIsInstance(ctypes.WinError(3), FileNotFoundError)

    def test_errno_is_kept(self):
        runtime = ctypes.CDLL("ucrtbase", use_errno=True)
        self.assertEqual(runtime._wchdir("C:\\no\\such\\folder"), -1)
        self.assertEqual(ctypes.get_errno(), 2)

    def test_hresult_becomes_an_error(self):
        with self.assertRaises(OSError) as raised:
            ctypes.oledll.ole32.CLSIDFromString("nonsense", ctypes.byref(ctypes.create_string_buffer(16)))
        self.assertEqual(raised.exception.winerror & 0xFFFFFFFF, 0x800401F3)      # CO_E_CLASSSTRING

    def test_structures(self):
        class Quotient(ctypes.Structure):
            _fields_ = [("quot", ctypes.c_longlong), ("rem", ctypes.c_longlong)]
        divide = ctypes.cdll.ucrtbase.lldiv
        divide.restype, divide.argtypes = Quotient, [ctypes.c_longlong, ctypes.c_longlong]
        result = divide(47, 5)                        # larger than a register: returned through memory
        self.assertEqual((result.quot, result.rem), (9, 2))
        time = (ctypes.c_uint16 * 8)()
        ctypes.windll.kernel32.GetSystemTime(time)
        self.assertGreater(time[0], 2024)

    def test_variadic_call_with_double(self):
        buffer = ctypes.create_string_buffer(40)
        ctypes.cdll.msvcrt.sprintf(buffer, b"%d %.3f %s", 7, ctypes.c_double(2.5), b"x")
        self.assertEqual(buffer.value, b"7 2.500 x")

    def test_python_api(self):
        version = ctypes.pythonapi.Py_GetVersion
        version.restype = ctypes.c_char_p
        self.assertEqual(version().decode(), sys.version)
        stable = ctypes.PyDLL(str(TREE / "python3.dll"))
        stable.Py_GetVersion.restype = ctypes.c_char_p
        self.assertEqual(stable.Py_GetVersion().decode(), sys.version)
        self.assertRaises(AttributeError, getattr, stable, "_Py_NoSuchFunction")

    def test_components_are_not_visible(self):
        for name in ("SSL_new", "EVP_md5", "sqlite3_open", "inflate", "lzma_code", "XML_Parse", "ffi_call", "mpd_add"):
            with self.subTest(name):
                self.assertFalse(hasattr(ctypes.pythonapi, name))

    def test_find_library(self):
        self.assertTrue(os.path.samefile(ctypes.util.find_library("kernel32"), os.path.expandvars(r"%SystemRoot%\System32\kernel32.dll")))
        self.assertIsNone(ctypes.util.find_library("no-such-library"))
        self.assertIsNone(ctypes.util.find_library("c"))       # the runtime is no single file any more

    def test_missing_library(self):
        with self.assertRaisesRegex(FileNotFoundError, "no-such-library"):
            ctypes.CDLL("no-such-library.dll")

    def test_sizes_are_those_of_windows(self):
        self.assertEqual([ctypes.sizeof(t) for t in (ctypes.c_long, ctypes.c_wchar, ctypes.c_void_p, ctypes.c_size_t, w.HANDLE, w.DWORD)],
                         [4, 2, 8, 8, 8, 4])


class Com(Case):
    """Calls by the table of an object's methods, in both directions."""

    def setUp(self):
        ctypes.windll.ole32.CoInitializeEx(None, 2)
        self.addCleanup(ctypes.windll.ole32.CoUninitialize)

    def test_object_of_windows(self):
        stream = ctypes.c_void_p()
        ctypes.oledll.ole32.CreateStreamOnHGlobal(None, True, ctypes.byref(stream))

        def method(index, name, *types):
            return ctypes.WINFUNCTYPE(ctypes.HRESULT, *types)(index, name)
        count = w.ULONG()
        write = method(4, "Write", ctypes.c_char_p, w.ULONG, ctypes.POINTER(w.ULONG))
        self.assertEqual(write(stream, b"largo", 5, ctypes.byref(count)), 0)
        self.assertEqual(count.value, 5)
        method(5, "Seek", ctypes.c_longlong, w.DWORD, ctypes.c_void_p)(stream, 1, 0, None)
        buffer = ctypes.create_string_buffer(10)
        method(3, "Read", ctypes.c_char_p, w.ULONG, ctypes.POINTER(w.ULONG))(stream, buffer, 10, ctypes.byref(count))
        self.assertEqual((buffer.value, count.value), (b"argo", 4))
        with self.assertRaises(OSError) as raised:
            method(0, "QueryInterface", ctypes.POINTER(Guid), ctypes.c_void_p)(
                stream, Guid("{11111111-2222-3333-4444-555555555555}"), ctypes.byref(ctypes.c_void_p()))
        self.assertEqual(raised.exception.winerror & 0xFFFFFFFF, 0x80004002)      # E_NOINTERFACE
        self.assertEqual(ctypes.WINFUNCTYPE(w.ULONG)(2, "Release")(stream), 0)

    def test_object_of_python(self):
        """Windows saves an object that is written here: it asks for its class and has it write itself."""
        kinds = [ctypes.WINFUNCTYPE(ctypes.c_long, ctypes.c_void_p, ctypes.POINTER(Guid), ctypes.POINTER(ctypes.c_void_p)),
                 ctypes.WINFUNCTYPE(w.ULONG, ctypes.c_void_p), ctypes.WINFUNCTYPE(w.ULONG, ctypes.c_void_p),
                 ctypes.WINFUNCTYPE(ctypes.c_long, ctypes.c_void_p, ctypes.POINTER(Guid)),
                 ctypes.WINFUNCTYPE(ctypes.c_long, ctypes.c_void_p),
                 ctypes.WINFUNCTYPE(ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p),
                 ctypes.WINFUNCTYPE(ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p, w.BOOL),
                 ctypes.WINFUNCTYPE(ctypes.c_long, ctypes.c_void_p, ctypes.POINTER(ctypes.c_ulonglong))]
        called = []
        own = Guid("{0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0}")

        def get_class(this, result):
            called.append("GetClassID")
            ctypes.memmove(result, ctypes.byref(own), ctypes.sizeof(own))
            return 0

        def save(this, stream, clear):
            called.append("Save")
            return ctypes.WINFUNCTYPE(ctypes.c_long, ctypes.c_char_p, w.ULONG, ctypes.c_void_p)(4, "Write")(ctypes.c_void_p(stream), b"saved", 5, None)
        bodies = [lambda this, name, result: -2147467262, lambda this: 1, lambda this: 1, get_class, lambda this: 0,
                  lambda this, stream: 0, save, lambda this, size: 0]
        table = (ctypes.c_void_p * len(kinds))()
        kept = [kind(body) for kind, body in zip(kinds, bodies)]
        for index, function in enumerate(kept):
            table[index] = ctypes.cast(function, ctypes.c_void_p)
        this = ctypes.c_void_p(ctypes.addressof(table))
        stream = ctypes.c_void_p()
        ctypes.oledll.ole32.CreateStreamOnHGlobal(None, True, ctypes.byref(stream))
        ctypes.oledll.ole32.OleSaveToStream(ctypes.byref(this), stream)
        self.assertEqual(called, ["GetClassID", "Save"])
        ctypes.WINFUNCTYPE(ctypes.HRESULT, ctypes.c_longlong, w.DWORD, ctypes.c_void_p)(5, "Seek")(stream, 0, 0, None)
        buffer = ctypes.create_string_buffer(30)
        ctypes.WINFUNCTYPE(ctypes.HRESULT, ctypes.c_void_p, w.ULONG, ctypes.c_void_p)(3, "Read")(stream, buffer, 30, None)
        self.assertEqual(buffer.raw[:21], bytes(own) + b"saved")
        ctypes.WINFUNCTYPE(w.ULONG)(2, "Release")(stream)
