"""Lays out what python.org calls the embeddable package: an interpreter to be put beside a program, which looks nowhere else.

All files are in one folder, the standard library is one zip archive of bytecode, and the file python<series>._pth says
that there is no other place for modules. What is left out is for those who develop, not for what runs: pip, venv, the test
suite, IDLE.

    embed.py --tree DIR --out DIR --series 3.13 --test-modules FILE
"""

import argparse
import os
import pathlib
import py_compile
import shutil
import sys
import tempfile
import time
import zipfile

FILES = ["LICENSE.txt", "python.exe", "pythonw.exe", "python3.dll"]
PACKAGES_LEFT_OUT = {"ensurepip", "idlelib", "site-packages", "test", "tests", "tkinter", "turtledemo", "venv"}
MODULES_LEFT_OUT = {"turtle.py"}


def library(tree, out):
    """The standard library as an archive of bytecode, which zipimport wants without __pycache__."""
    when = max(time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6], (1980, 1, 1, 0, 0, 0))
    root = tree / "Lib"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive, tempfile.TemporaryDirectory() as scratch:
        compiled = os.path.join(scratch, "module.pyc")
        for file in sorted(root.rglob("*"), key=lambda path: path.as_posix()):
            name = file.relative_to(root)
            if (file.is_dir() or PACKAGES_LEFT_OUT.intersection(name.parts[:-1]) or "__pycache__" in name.parts
                    or str(name) in MODULES_LEFT_OUT or file.suffix in (".exe", ".pickle")):
                continue
            content = file
            if file.suffix == ".py":
                py_compile.compile(str(file), compiled, dfile=name.as_posix(), doraise=True,
                                   invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
                name, content = name.with_suffix(".pyc"), pathlib.Path(compiled)
            entry = zipfile.ZipInfo(name.as_posix(), when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content.read_bytes(), compresslevel=9)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tree", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--series", required=True)
    parser.add_argument("--test-modules", type=pathlib.Path, required=True, help="extension modules of the test suite, one a line")
    options = parser.parse_args()
    name = "python" + options.series.replace(".", "")
    options.out.mkdir()
    for file in [*FILES, name + ".dll"]:
        shutil.copy(options.tree / file, options.out / file)
    for_tests = {module + ".pyd" for module in options.test_modules.read_text(encoding="utf-8").split()}
    for module in sorted((options.tree / "DLLs").glob("*.pyd")):
        if module.name not in for_tests:
            shutil.copy(module, options.out / module.name)
    library(options.tree, options.out / (name + ".zip"))
    lines = [name + ".zip", ".", "", "# Without this line the module site is not imported, and no .pth file is read:", "#import site", ""]
    (options.out / (name + "._pth")).write_bytes("\r\n".join(lines).encode())


if __name__ == "__main__":
    sys.exit(main())
