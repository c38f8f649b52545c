"""The components linked in are the versions that the catalog names."""

import re

from support import PYTHON, TREE, WINDOWS, Case, expect


def openssl():
    import ssl
    return ssl.OPENSSL_VERSION.split()[1]


def sqlite():
    import sqlite3
    return sqlite3.sqlite_version


def mpdecimal():
    import decimal
    return decimal.__libmpdec_version__


def expat():
    import pyexpat
    return pyexpat.EXPAT_VERSION.removeprefix("expat_")


def zlib():
    import zlib
    return zlib.ZLIB_RUNTIME_VERSION


def ncurses():
    import curses
    return "{0.major}.{0.minor}.{0.patch}".format(curses.ncurses_version)


def tcl():
    import tkinter
    return tkinter.Tcl().call("info", "patchlevel")


def in_binary(pattern):
    """For libraries that Python asks for no version, but that carry it as a string."""
    def search():
        files = (TREE / "DLLs").glob("*.pyd") if WINDOWS else [PYTHON]
        found = next(filter(None, (re.search(pattern, file.read_bytes()) for file in files)), None)
        return found[1].decode() if found else "no trace of it in the interpreter"
    return search


ASK = {"openssl": openssl, "sqlite": sqlite, "mpdecimal": mpdecimal, "expat": expat, "zlib": zlib, "ncurses": ncurses,
       "tcl": tcl,
       "bdb": in_binary(rb"Berkeley DB (\d+\.\d+\.\d+):"), "bzip2": in_binary(rb"\0(\d\.\d\.\d), \d+-[A-Z][a-z]{2}-\d{4}\0")}
# Do not tell their version; that of Tk asks for a display.
SILENT = {"xz", "libffi", "libedit", "libuuid", "zstd", "tk", "xorgproto", "xcb-proto", "xcbgen", "xtrans", "libxau",
          "libxcb", "libx11", "libxrender", "freetype", "fontconfig", "libxft"}


class Libraries(Case):

    def test_versions(self):
        self.assertIn("zlib", expect["libraries"])
        for name, version in expect["libraries"].items():
            if name in SILENT:
                continue
            with self.subTest(name):
                self.assertIn(name, ASK, "no way known to ask it for its version")
                try:
                    actual, wanted = ASK[name](), version.partition("+")[0].replace("-", ".")
                except ModuleNotFoundError as e:      # linked for a module of a project's own
                    self.assertIn(e.name, expect["disabled"])
                    continue
                self.assertTrue(actual == wanted or actual.startswith(wanted + "."), f"{name} is {actual}, not {wanted}")
