"""What programs ask to learn where they run, and what they are built for."""

import os
import pathlib
import platform
import struct
import sys
import sysconfig

from support import LIBPYTHON, PYTHON, SERIES, TREE, Case, expect

CPU = {"AMD64": "amd64", "ARM64": "arm64"}[platform.machine()]
SHORT = SERIES.replace(".", "")


class Platform(Case):

    def test_system(self):
        self.assertEqual((sys.platform, os.name, os.sep, os.pathsep), ("win32", "nt", "\\", ";"))
        self.assertEqual(platform.system(), "Windows")
        self.assertGreaterEqual(sys.getwindowsversion()[:2], (10, 0))
        self.assertEqual(platform.win32_ver()[0] in ("10", "11") or "Server" in platform.win32_ver()[0], True)
        self.assertTrue(platform.platform().startswith("Windows-"), platform.platform())
        self.assertEqual(platform.architecture(), ("64bit", "WindowsPE"))

    def test_interpreter(self):
        self.assertEqual((struct.calcsize("P"), sys.maxsize), (8, 2**63 - 1))
        self.assertEqual(sys.winver, SERIES)
        self.assertIn(f"64 bit ({CPU.upper()})", sys.version)
        self.assertEqual(sys.version_info[:3], tuple(map(int, expect["version"].split("."))))
        self.assertEqual(sys.float_repr_style, "short")
        self.assertEqual(sys.thread_info.name, "nt")
        self.assertTrue(hasattr(sys, "getandroidapilevel") is False and sys.flags.utf8_mode == 0)

    def test_library_is_the_one_of_the_tree(self):
        import ctypes
        name = ctypes.create_unicode_buffer(1000)
        ctypes.windll.kernel32.GetModuleFileNameW(ctypes.c_void_p(sys.dllhandle), name, len(name))
        self.assertEqual(pathlib.Path(name.value), TREE / LIBPYTHON)

    def test_what_packages_ask(self):
        self.assertEqual(sysconfig.get_platform(), f"win-{CPU}")
        self.assertEqual(sysconfig.get_config_var("EXT_SUFFIX"), f".cp{SHORT}-win_{CPU}.pyd")
        self.assertEqual(sysconfig.get_config_var("py_version_nodot"), SHORT)
        self.assertEqual(sysconfig.get_default_scheme(), "nt")

    def test_paths(self):
        paths = {name: pathlib.Path(path) for name, path in sysconfig.get_paths().items()}
        self.assertEqual(paths, {"stdlib": TREE / "Lib", "platstdlib": TREE / "Lib", "purelib": TREE / "Lib/site-packages",
                                 "platlib": TREE / "Lib/site-packages", "include": TREE / "Include",
                                 "platinclude": TREE / "Include", "scripts": TREE / "Scripts", "data": TREE})
        self.assertTrue((paths["include"] / "Python.h").is_file())
        self.assertTrue(os.path.isfile(sysconfig.get_config_h_filename()))

    def test_import_libraries(self):
        for name in (f"python{SHORT}.lib", "python3.lib"):
            with self.subTest(name):
                self.assertTrue((TREE / "libs" / name).read_bytes().startswith(b"!<arch>\n"))

    def test_tags_of_wheels(self):
        code = "from pip._vendor.packaging import tags; print(*list(tags.sys_tags())[:3])"
        first = self.run_python(code).split()
        self.assertEqual(first[0], f"cp{SHORT}-cp{SHORT}-win_{CPU}")
        self.assertEqual(first[2], f"cp{SHORT}-none-win_{CPU}")

    def test_subsystems(self):
        for name, subsystem in {"python.exe": 3, "pythonw.exe": 2}.items():
            with self.subTest(name):
                data = (TREE / name).read_bytes()
                header = struct.unpack_from("<I", data, 0x3C)[0]
                self.assertEqual(struct.unpack_from("<H", data, header + 24 + 68)[0], subsystem)

    def test_version_information(self):
        import ctypes
        for file in (PYTHON, TREE / "pythonw.exe", TREE / LIBPYTHON, TREE / "python3.dll"):
            with self.subTest(file.name):
                api = ctypes.windll.version
                size = api.GetFileVersionInfoSizeW(str(file), None)
                self.assertTrue(size)
                block = ctypes.create_string_buffer(size)
                self.assertTrue(api.GetFileVersionInfoW(str(file), 0, size, block))
                value, length = ctypes.c_wchar_p(), ctypes.c_uint()
                api.VerQueryValueW.argtypes = [ctypes.c_void_p, ctypes.c_wchar_p, ctypes.c_void_p, ctypes.c_void_p]
                self.assertTrue(api.VerQueryValueW(block, "\\StringFileInfo\\000004b0\\FileVersion", ctypes.byref(value), ctypes.byref(length)))
                self.assertEqual(value.value, expect["version"])
