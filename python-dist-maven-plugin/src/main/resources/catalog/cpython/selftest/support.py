"""What the tests share: the tree under test, what is expected of it, and ways to run things."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

DATA = pathlib.Path(__file__).resolve().parent / "data"
TREE = pathlib.Path(sys.base_prefix)
SERIES = "%d.%d" % sys.version_info[:2]
WINDOWS = os.name == "nt"
PYTHON = TREE / ("python.exe" if WINDOWS else f"bin/python{SERIES}")
STDLIB = pathlib.Path(os.__file__).resolve().parent
LIBPYTHON = f"python{SERIES.replace('.', '')}.dll" if WINDOWS else f"libpython{SERIES}{sys.abiflags}.so"

expect = {}
compiler = None
no_compiler = "no C compiler: give one by --cc or CC"


# What a project may have left out, by what is imported to see that it works.
FRONTS = {"ctypes": "_ctypes", "dbm.ndbm": "_dbm", "decimal": "_decimal", "readline": "readline", "sqlite3": "_sqlite3",
          "ssl": "_ssl"}


def imports(*names):
    """A statement that imports those of the modules that can be there."""
    return "import " + ", ".join(name for name in names if FRONTS.get(name) not in expect["disabled"])


def find_compiler(wanted):
    global compiler
    found = shutil.which(wanted) if wanted else next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if wanted and not found:
        raise SystemExit(f"compiler not found: {wanted}")
    if found:                                 # one that cannot link programs (no libc headers) is none
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "try.c")
            source.write_text("#include <stdio.h>\nint main(void) { return puts(\"\") < 0; }\n")
            tried = subprocess.run([found, source.name, "-o", "try"], cwd=folder, capture_output=True, text=True)
            if tried.returncode:
                if wanted:
                    raise SystemExit(f"compiler does not work: {tried.stderr}")
                found = None
    compiler = found


def environment(**changes):
    """This process's environment without what would steer Python; None removes a variable."""
    result = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PIP_", "VIRTUAL_ENV", "SSL_CERT", "LD_"))}
    result.update(changes, PYTHONDONTWRITEBYTECODE="1")
    return {k: v for k, v in result.items() if v is not None}


def absolute(paths):
    """Matches a path where it begins a path name, not inside a longer one."""
    names = "|".join(re.escape(path.rstrip("/")) for path in paths)
    return re.compile(rf"(?:(?<![\w.$}})/-])|(?<=-I)|(?<=-L))(?:{names})(?![\w.-])".encode())


class Case(unittest.TestCase):
    maxDiff = None
    folder_name = "self test ü "

    def folder(self):
        path = tempfile.mkdtemp(prefix=self.folder_name)

        def remove():
            for where, _, names in os.walk(path):
                os.chmod(where, 0o755)
                for name in names if WINDOWS else []:      # where what is read-only cannot be deleted
                    os.chmod(os.path.join(where, name), 0o644)
            shutil.rmtree(path)
        self.addCleanup(remove)
        return pathlib.Path(path).resolve()

    def copy(self, name="größe & más"):
        """A copy of the tree, elsewhere, without what is large and not needed to start."""
        target = self.folder() / "moved here" / name
        shutil.copytree(TREE, target, symlinks=True, ignore=lambda where, names: {n for n in names if n in ("test", "idlelib") or n.endswith(".a")})
        return target

    def run_command(self, *command, status=0, timeout=120, env=None, **options):
        """Runs a command and returns what it printed; any other status fails the test with both outputs."""
        options.setdefault("text", True)
        done = subprocess.run([os.fspath(c) for c in command], capture_output=True, timeout=timeout,
                              env=environment() if env is None else env, stdin=subprocess.DEVNULL, **options)
        if done.returncode != status:
            self.fail(f"exit status {done.returncode} of {command}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def run_python(self, code, *arguments, python=PYTHON, **options):
        return self.run_command(python, "-I", "-c", code, *arguments, **options).rstrip("\n")

    def need(self, module):
        if module in expect["disabled"]:
            self.skipTest(f"{module} is not built")

    def need_proc(self):
        if not os.path.exists("/proc/self/exe"):
            self.skipTest("no /proc here: only it tells which file was started")

    def need_compiler(self):
        if not compiler:
            self.skipTest(no_compiler)
        return compiler
