"""Finds out what of the standard library a bundle needs, and whether modules can be imported.

    modules.py find <sources> <scratch file> <module>...    prints {"keep": [...], "modules": [...], "packages": [...]}
    modules.py check                                        reads names of modules, prints those that fail, tab, why

Runs in the bundle's own interpreter, isolated. What is needed is found in two ways: by what the code says (every import
statement is followed, also those in functions), and by importing the roots and looking at what that loaded. Neither sees
a name that is put together at run time or an import that a C extension makes: those of the standard library are in
HIDDEN, others have to be named as roots.
"""

import importlib
import os
import sys

if sys.argv[1:2] == ["find"]:                                # a bundle that is pruned has not all of these
    import json
    import modulefinder
    import pathlib
    import subprocess

    STDLIB = pathlib.Path(os.__file__).parent

# Needed by every interpreter: its start, its error messages, "python -m", and what C code imports on its own.
ALWAYS = [
    "__future__", "_strptime", "abc", "codecs", "collections.abc", "copyreg", "encodings", "importlib.machinery",
    "importlib.resources", "importlib.util", "io", "linecache", "locale", "os", "pkgutil", "re", "runpy", "site", "stat",
    "threading", "tokenize", "traceback", "warnings", "weakref", "zipimport",
]

# Modules that import others without saying so in their code.
HIDDEN = {
    "_asyncio": ["asyncio"],
    "_ctypes": ["ctypes"],
    "_datetime": ["_strptime"],
    "_decimal": ["collections", "numbers"],
    "_elementtree": ["copy", "xml.etree.ElementPath"],
    "_json": ["json.decoder"],
    "_pickle": ["_compat_pickle", "copyreg"],
    "_sqlite3": ["sqlite3"],
    "_ssl": ["socket"],
    "_zoneinfo": ["zoneinfo._common", "zoneinfo._tzpath"],
    "concurrent.futures": ["concurrent.futures.process", "concurrent.futures.thread"],
    "dbm": ["dbm.dumb", "dbm.ndbm", "dbm.sqlite3"],
    "multiprocessing": ["multiprocessing.popen_fork", "multiprocessing.popen_forkserver",
                        "multiprocessing.popen_spawn_posix", "multiprocessing.resource_tracker"],
    "xml.dom": ["xml.dom.minidom", "xml.dom.expatbuilder"],
    "xml.sax": ["xml.sax.expatreader"],
}

# Files of the standard library that are loaded by a name put together at run time.
HIDDEN_FILES = {
    "sysconfig": ["_sysconfigdata_*.py", "_sysconfig_vars_*.json"],
}

IMPORT = """
import importlib, json, sys
importlib.import_module(sys.argv[1])
with open(sys.argv[2], 'w') as out:
    json.dump(sorted(sys.modules), out)
"""


def exists(name):
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, AttributeError, ValueError):
        return False


def sources(app):
    """Names of the modules in a directory of sources."""
    for file in sorted(app.rglob("*.py")) if app.is_dir() else []:
        parts = list(file.relative_to(app).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        if parts and all(part.isidentifier() for part in parts):
            yield ".".join(parts)


def loaded(name, scratch):
    """What importing a module in a process of its own loads."""
    process = subprocess.run([sys.executable, "-I", "-B", "-c", IMPORT, name, scratch],
                             stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if process.returncode:
        sys.exit(f"the module {name} cannot be imported:\n{process.stderr.rstrip()}")
    with open(scratch) as result:
        return json.load(result)


def find(app, roots, scratch):
    finder = modulefinder.ModuleFinder()
    said = set()
    pending = [*ALWAYS, *roots, *sources(app)]
    for root in roots:
        pending += loaded(root, scratch)
    while pending:
        for name in pending:
            if name not in said and name != "__main__":
                said.add(name)
                try:
                    finder.import_hook(name)
                except (ImportError, SyntaxError):
                    pass                                     # for another system, or optional
        found = set(finder.modules) | said
        pending = [hidden for name in found for hidden in HIDDEN.get(name, ()) if hidden not in said and exists(hidden)]
    return finder


def files(finder):
    """The files of the standard library that the modules are, relative to it."""
    keep, packages = set(), {STDLIB / "encodings"}
    keep.update(file for file in (STDLIB / "encodings").rglob("*"))
    for name, module in finder.modules.items():
        file = getattr(module, "__file__", None)
        if file and pathlib.Path(file).is_relative_to(STDLIB):
            keep.add(pathlib.Path(file))
            if module.__path__:
                packages.add(pathlib.Path(file).parent)
        for pattern in HIDDEN_FILES.get(name, ()):
            keep.update(STDLIB.glob(pattern))
    keep.update((STDLIB / "lib-dynload").glob("README*"))    # the directory tells the interpreter where it is
    for package in packages:
        # Data beside the code: files that are no modules, and directories that are no packages.
        for entry in package.iterdir():
            if entry.is_file() and entry.suffix != ".py":
                keep.add(entry)
            elif entry.is_dir() and entry.name not in ("__pycache__", "test", "tests") and not any(entry.glob("*.py")):
                keep.update(entry.rglob("*"))
    for file in list(keep):
        if file.suffix == ".py":
            keep.update((file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"))
    third_party = STDLIB / "site-packages"
    return sorted(file.relative_to(STDLIB).as_posix() for file in keep
                  if file.is_file() and not file.is_relative_to(third_party))


def check(names):
    """Tells of the modules that cannot be imported."""
    out, sys.stdout = sys.stdout, sys.stderr                 # for what a module prints when it is imported
    for name in names:
        try:
            importlib.import_module(name)
        except BaseException as error:                       # also what calls sys.exit()
            print(name, f"{type(error).__name__}: {error}".replace("\n", " "), sep="\t", file=out)


def main(command, *arguments):
    if command == "check":
        check(sys.stdin.read().split())
        return
    app, scratch, *roots = arguments
    finder = find(pathlib.Path(app), roots, scratch)
    # Without the app's own modules: those are looked at and not run.
    standard = sorted(name for name in finder.modules
                      if name.partition(".")[0] in sys.stdlib_module_names and not name.endswith("__main__")
                      and name not in ("antigravity", "this"))
    print(json.dumps({"keep": files(finder), "modules": standard,
                      "packages": sorted({name.partition(".")[0] for name in finder.modules})}, sort_keys=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
