"""The extension modules are exactly those of the catalog, and the whole standard library imports."""

import importlib
import importlib.util
import json
import sys

from support import STDLIB, TREE, WINDOWS, Case, expect

# Parts of the standard library for other systems.
ELSEWHERE = {"_ios_support", "_scproxy"}
if WINDOWS:
    ELSEWHERE |= {"_crypt", "_curses", "_curses_panel", "_dbm", "_gdbm", "_posixshmem", "_posixsubprocess", "crypt",
                  "curses", "fcntl", "grp", "nis", "ossaudiodev", "posix", "pty", "pwd", "readline", "resource", "spwd",
                  "syslog", "termios", "tty"}
else:
    ELSEWHERE |= {"_msi", "_overlapped", "_winapi", "_wmi", "msilib", "msvcrt", "nt", "winreg", "winsound"}
# What importing would do: open a browser, print, start a program.
NOT_IMPORTED = {"antigravity", "this", "__main__"}


class Modules(Case):

    def test_version(self):
        self.assertEqual(sys.version.split()[0], expect["version"])

    def test_built_in_modules_are_those_of_the_catalog(self):
        self.assertEqual(sorted(sys.builtin_module_names), sorted(expect["builtin"]))

    def test_every_built_in_module_imports(self):
        for name in expect["builtin"]:
            with self.subTest(name):
                importlib.import_module(name)
                if name != "__main__":
                    self.assertIn(importlib.util.find_spec(name).origin, ("built-in", None))

    def test_shared_modules_are_those_of_the_catalog(self):
        files = (TREE / "DLLs").glob("*.pyd") if WINDOWS else (STDLIB / "lib-dynload").glob("*.so")
        found = {file.name.partition(".")[0] for file in files}
        self.assertEqual(sorted(found), sorted(expect["shared"]))
        for name in expect["shared"]:
            with self.subTest(name):
                importlib.import_module(name)

    def test_disabled_modules_are_absent(self):
        for name in expect["disabled"]:
            with self.subTest(name):
                self.assertRaises(ModuleNotFoundError, importlib.import_module, name)

    def test_standard_library_imports(self):
        code = """if 1:
            import importlib, json, sys, warnings
            warnings.simplefilter("ignore")
            failed = {}
            for name in json.loads(sys.argv[1]):
                try:
                    importlib.import_module(name)
                except BaseException as e:
                    missing = e
                    while missing and not isinstance(missing, ModuleNotFoundError):
                        missing = missing.__context__
                    failed[name] = missing.name if missing else repr(e)
            print(json.dumps(failed))
            """
        names = sorted(sys.stdlib_module_names - ELSEWHERE - NOT_IMPORTED - set(expect["disabled"]))
        failed = json.loads(self.run_python(code, json.dumps(names)))
        if "_tkinter" in expect["disabled"]:      # what is built on Tk goes with it
            for name in ("tkinter", "turtle", "turtledemo", "idlelib"):
                self.assertIn(failed.pop(name, "_tkinter"), (name, "_tkinter", "tkinter"))
        # Others are but the front of an extension module that is not built, or that other systems have.
        self.assertEqual({name: missing for name, missing in failed.items() if missing not in {*expect["disabled"], *ELSEWHERE}}, {})
