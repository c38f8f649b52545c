"""Extensions and embedding programs, built with a plain compiler by what the moved tree says of itself."""

import os
import shlex
import sys
import sysconfig
import zipfile

from support import LIBPYTHON, PYTHON, TREE, Case, environment, imports

EXTENSION = r"""
#define PY_SSIZE_T_CLEAN
#include <Python.h>
static PyObject *answer(PyObject *self, PyObject *args) { return PyLong_FromLong(42); }
static PyMethodDef methods[] = {{"answer", answer, METH_NOARGS, "the answer"}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "NAME", NULL, 0, methods};
PyMODINIT_FUNC PyInit_NAME(void) { return PyModule_Create(&module); }
"""

EMBEDDER = r"""
#include <Python.h>
int main(void) {
  Py_Initialize();
  int status = PyRun_SimpleString("IMPORTS\nprint(sys.prefix, sys.version.split()[0])");
  return Py_FinalizeEx() < 0 || status;
}
""".replace("IMPORTS", imports("sys", "ssl", "sqlite3", "ctypes", "decimal"))

# A host that knows nothing of Python but the library's path, as a JVM does.
LOADER = r"""
#include <dlfcn.h>
#include <stdio.h>
int main(int argc, char **argv) {
  void *library = dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL);
  if (!library) { fprintf(stderr, "%s\n", dlerror()); return 2; }
  void (*start)(int) = (void (*)(int)) dlsym(library, "Py_InitializeEx");
  int (*run)(const char *) = (int (*)(const char *)) dlsym(library, "PyRun_SimpleString");
  int (*stop)(void) = (int (*)(void)) dlsym(library, "Py_FinalizeEx");
  if (!start || !run || !stop) return 3;
  start(0);
  int status = run("IMPORTS\nprint(sys.prefix)");
  return stop() < 0 || status;
}
""".replace("IMPORTS", imports("sys", "ssl", "json", "multiprocessing"))

BACKEND = """
import os, shlex, subprocess, sysconfig, zipfile

def build_wheel(folder, config_settings=None, metadata_directory=None):
    v = sysconfig.get_config_vars()
    module = "sdisted" + v["EXT_SUFFIX"]
    cc = os.environ.get("SELFTEST_CC")
    words = lambda name: ([cc] + shlex.split(v[name])[1:]) if cc and name in ("CC", "LDSHARED") else shlex.split(v[name])
    subprocess.run([*words("CC"), *words("CFLAGS"), *words("CCSHARED"), "-I" + sysconfig.get_path("include"), "-c", "sdisted.c"], check=True)
    subprocess.run([*words("LDSHARED"), "sdisted.o", "-o", module], check=True)
    name = "sdisted-1.0-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as out:
        out.write(module)
        out.writestr("sdisted-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: sdisted\\nVersion: 1.0\\n")
        out.writestr("sdisted-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: false\\nTag: py3-none-any\\n")
        out.writestr("sdisted-1.0.dist-info/RECORD", "")
    return name
"""


class Compiler(Case):

    def words(self, name):
        """A command of sysconfig, with the compiler under test in place of cc."""
        return [self.compiler, *shlex.split(sysconfig.get_config_var(name))[1:]]

    def setUp(self):
        self.compiler = self.need_compiler()
        self.place = self.folder()

    def write(self, name, text):
        (self.place / name).write_text(text)
        return name

    def build(self, *command):
        return self.run_command(*command, cwd=self.place)

    def test_extension_by_sysconfig(self):
        source = self.write("plain.c", EXTENSION.replace("NAME", "plain"))
        self.build(*self.words("CC"), *shlex.split(sysconfig.get_config_var("CFLAGS")), *shlex.split(sysconfig.get_config_var("CCSHARED")),
                   f"-I{sysconfig.get_path('include')}", "-Werror", "-Wno-unused-parameter", "-c", source)
        module = "plain" + sysconfig.get_config_var("EXT_SUFFIX")
        self.build(*self.words("LDSHARED"), "plain.o", "-o", module)
        self.assertEqual(self.run_python("import sys; sys.path.insert(0, sys.argv[1]); import plain; print(plain.answer())", str(self.place)), "42")

    def test_extension_by_python_config_with_limited_api(self):
        if "t" in sys.abiflags:
            self.skipTest("the free-threaded build has no limited API (PEP 703)")
        source = self.write("stable.c", "#define Py_LIMITED_API 0x030b0000\n" + EXTENSION.replace("NAME", "stable"))
        flags = shlex.split(self.run_command(TREE / "bin/python3-config", "--includes"))
        self.build(self.compiler, "-shared", "-fPIC", *flags, source, "-o", "stable.abi3.so")
        self.assertEqual(self.run_python("import sys; sys.path.insert(0, sys.argv[1]); import stable; print(stable.answer())", str(self.place)), "42")

    def test_pip_installs_a_source_distribution_in_c(self):
        self.write("sdisted.c", EXTENSION.replace("NAME", "sdisted"))
        self.write("backend.py", BACKEND)
        self.write("pyproject.toml", '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
                                     '[project]\nname = "sdisted"\nversion = "1.0"\n')
        env = environment(PIP_NO_INDEX="1", PIP_DISABLE_PIP_VERSION_CHECK="1", SELFTEST_CC=self.compiler)
        venv = self.place / "venv"
        self.run_command(PYTHON, "-I", "-m", "venv", venv, env=env)
        self.run_command(venv / "bin/python", "-m", "pip", "install", self.place, env=env)
        self.assertEqual(self.run_python("import sdisted; print(sdisted.answer())", python=venv / "bin/python"), "42")

    def embedded(self, program):
        env = environment(LD_LIBRARY_PATH=str(TREE / "lib"), PATH="/usr/bin:/bin")
        self.assertEqual(self.run_command(program, cwd="/", env=env).split("\n")[0].rpartition(" ")[0] or "", str(TREE))

    def test_embedding_by_python_config(self):
        source = self.write("embedder.c", EMBEDDER)
        flags = [word for option in ("--cflags", "--ldflags") for word in shlex.split(self.run_command(TREE / "bin/python3-config", option, "--embed"))]
        self.build(self.compiler, source, *flags, "-o", "embedder")
        self.embedded(self.place / "embedder")

    def test_loading_the_library_by_its_path(self):
        source = self.write("loader.c", LOADER)
        self.build(self.compiler, source, "-ldl", "-o", "loader")
        names = [LIBPYTHON + ".1.0", LIBPYTHON, *([] if sys.abiflags else ["libpython3.so"])]
        for name in names:
            with self.subTest(name):
                self.assertEqual(self.run_command(self.place / "loader", TREE / "lib" / name, cwd="/"), f"{TREE}\n")
        link = self.place / "linked.so"
        link.symlink_to(TREE / "lib" / (LIBPYTHON + ".1.0"))
        self.assertEqual(self.run_command(self.place / "loader", link, cwd="/"), f"{TREE}\n")
        self.assertEqual(self.run_command(self.place / "loader", "./linked.so", cwd=self.place), f"{TREE}\n")
