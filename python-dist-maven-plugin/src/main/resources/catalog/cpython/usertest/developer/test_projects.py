"""Projects as developers have them, each an extension module and a program that embeds Python, are built and run."""

import pathlib
import shlex
import sysconfig

import places
from support import SERIES
from test_compiler import EMBEDDER, EXTENSION

CMAKE = f"""
cmake_minimum_required(VERSION 3.18)
project(answers C)
find_package(Python {SERIES} EXACT REQUIRED COMPONENTS Interpreter Development.Module Development.Embed)
Python_add_library(cmaked MODULE WITH_SOABI module.c)
add_executable(program program.c)
target_link_libraries(program PRIVATE Python::Python)
file(WRITE "${{CMAKE_BINARY_DIR}}/found.txt" "${{Python_EXECUTABLE}}\\n${{Python_INCLUDE_DIRS}}\\n${{Python_LIBRARIES}}\\n${{Python_SITELIB}}\\n")
"""

MESON = """
project('answers', 'c')
python = import('python').find_installation(get_option('python'))
python.extension_module('mesoned', 'module.c', dependencies: python.dependency())
executable('program', 'program.c', dependencies: dependency('python3-embed'))
executable('by_python', 'program.c', dependencies: python.dependency(embed: true))
"""

SETUPTOOLS = """
[build-system]
requires = ["setuptools", "wheel"]
build-backend = "setuptools.build_meta"

[project]
name = "setuptooled"
version = "1.0"

[tool.setuptools]
packages = []
"""

SETUP = """
from setuptools import Extension, setup
from setuptools.command.install import install
install.install_layout = install.prefix_option = None     # Debian's setuptools asks for what only its own Python defines
setup(ext_modules=[Extension("setuptooled", ["module.c"])])
"""


class Projects:

    def project(self, module, **files):
        folder = self.work / "project"
        folder.mkdir()
        (folder / "module.c").write_text(EXTENSION.replace("NAME", module))
        (folder / "program.c").write_text(EMBEDDER)
        for name, text in files.items():
            (folder / name.replace("__", ".")).write_text(text)
        return folder

    def check_module(self, name, folder):
        found = list(folder.glob(f"{name}*.so"))
        self.assertEqual([file.name for file in found], [name + sysconfig.get_config_var("EXT_SUFFIX")])
        code = f"import sys; sys.path.insert(0, sys.argv[1]); import {name}; print({name}.answer())"
        self.assertEqual(self.start("-I", "-c", code, folder), "42\n")

    def check_program(self, program):
        shown = self.run_command(program, cwd="/", env=self.env)
        prefix = shown.strip().rpartition(" ")[0]
        self.assertIn(prefix, (str(self.tree), str(self.tree.resolve())), shown)

    def check_inside(self, *paths):
        roots = tuple({f"{self.tree}/", f"{self.tree.resolve()}/", f"{self.work}/virtual/"})
        for path in paths:
            self.assertTrue(path.startswith(roots), path)

    def test_cmake(self):
        folder = self.project("cmaked", CMakeLists__txt=CMAKE)
        build = folder / "build"
        self.run_command("cmake", "-G", "Ninja", "-S", folder, "-B", build, f"-DPython_EXECUTABLE={self.python}", env=self.env)
        self.check_inside(*(build / "found.txt").read_text().split("\n")[:4])
        self.run_command("cmake", "--build", build, env=self.env)
        self.check_module("cmaked", build)
        self.check_program(build / "program")

    def test_meson(self):
        folder = self.project("mesoned", meson__build=MESON,
                              **{"meson_options.txt": "option('python', type: 'string')\n"})
        build = folder / "build"
        shown = self.run_command("meson", "setup", build, folder, f"-Dpython={self.python}", env=self.env)
        self.assertIn(f"{SERIES}", shown)
        self.run_command("ninja", "-C", build, env=self.env)
        self.check_module("mesoned", build)
        self.check_program(build / "program")
        self.check_program(build / "by_python")

    def test_pkg_config(self):
        folder = self.project("pkgconfiged")
        for package, command in (("python3", "-shared -fPIC module.c -o pkgconfiged" + sysconfig.get_config_var("EXT_SUFFIX")),
                                 ("python3-embed", 'program.c -o program -Wl,-rpath,"$2"')):
            self.run_command("bash", "-ec", f'flags=$(pkg-config --cflags --libs {package}); eval "cc $1 $flags"', "bash",
                             command, self.tree / "lib", cwd=folder, env=self.env)
        self.check_module("pkgconfiged", folder)
        self.check_program(folder / "program")

    def test_python_config(self):
        folder = self.project("configured")
        self.run_command("bash", "-ec", 'flags=$("$1" --cflags --ldflags --embed); eval "cc program.c -o program -Wl,-rpath,\\"\\$2\\" "$flags',
                         "bash", self.tree / "bin" / "python3-config", self.tree / "lib", cwd=folder, env=self.env)
        self.check_program(folder / "program")


class OnAReadOnlyMount(Projects, places.OnAReadOnlyMount): pass
class InAPathWithSpaces(Projects, places.InAPathWithSpaces): pass
class ThroughALinkedDirectory(Projects, places.ThroughALinkedDirectory): pass


class InAVirtualEnvironment(Projects, places.InAVirtualEnvironment):

    def test_setuptools(self):
        """A wheel is built in isolation, and installed into the virtual environment by the tree's own pip."""
        folder = self.project("setuptooled", pyproject__toml=SETUPTOOLS, setup__py=SETUP)
        self.run_command(self.tree / "bin" / "python3", "-m", "pip", "--python", self.python, "install",
                         "--find-links", "/usr/share/python-wheels", folder, env=self.env)
        self.assertEqual(self.start("-I", "-c", "import setuptooled; print(setuptooled.answer())"), "42\n")
