"""The tree works and tells the truth wherever it stands and however it is started."""

import json
import os
import pathlib
import shlex
import shutil
import stat
import sys
import sysconfig

from support import PYTHON, SERIES, STDLIB, TREE, Case, absolute, environment, expect, imports

WHERE = imports("sys", "os", "json", "ssl") + "; print(json.dumps([sys.prefix, sys.base_prefix, sys.exec_prefix, os.__file__, sys.executable]))"


class Located(Case):

    def where(self, *command, isolated=True, **options):
        out = self.run_command(*command, *(["-I"] if isolated else []), "-c", WHERE, **options)
        return json.loads(out)

    def test_prefixes(self):
        prefix, base, exec_prefix, library, executable = self.where(PYTHON)
        self.assertEqual({prefix, base, exec_prefix}, {str(TREE)})
        self.assertEqual(library, str(STDLIB / "os.py"))
        self.assertEqual(executable, str(PYTHON))

    def test_no_start_up_warning(self):
        import subprocess
        done = subprocess.run([PYTHON, "-I", "-X", "dev", "-W", "error", "-c", "pass"], capture_output=True, text=True, env=environment())
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_all_names(self):
        for name in ("python", "python3", f"python{SERIES}"):
            with self.subTest(name):
                self.assertEqual(self.where(TREE / "bin" / name)[1], str(TREE))

    def test_through_symbolic_link(self):
        folder = self.folder()
        link = folder / "my python"
        link.symlink_to(PYTHON)
        self.assertEqual(self.where(link)[1], str(TREE))
        (folder / "chain").symlink_to("my python")
        self.assertEqual(self.where(folder / "chain")[1], str(TREE))

    def test_through_linked_directory(self):
        link = self.folder() / "linked ü"
        link.symlink_to(TREE)
        self.assertTrue(os.path.samefile(self.where(link / "bin" / "python3")[1], TREE))

    def test_by_bare_name_on_path(self):
        env = environment(PATH=f"{TREE / 'bin'}{os.pathsep}{os.environ['PATH']}")
        self.assertEqual(self.where("/bin/sh", "-c", 'python3 "$@"', "sh", env=env)[1], str(TREE))

    def test_relative_path(self):
        self.assertEqual(self.where(pathlib.Path("bin", "python3"), cwd=TREE)[1], str(TREE))
        self.assertEqual(self.where(pathlib.Path("python3"), cwd=TREE / "bin", executable=str(PYTHON))[1], str(TREE))

    def test_odd_program_names(self):
        self.need_proc()
        for name in ("no such name", "/no/such/file", "-", "./python"):
            with self.subTest(name):
                prefix, base, _, _, executable = self.where(name, executable=str(PYTHON), cwd="/")
                self.assertEqual(base, str(TREE))
                self.assertTrue(os.path.samefile(executable, PYTHON), executable)

    def test_home_variable_still_rules(self):
        env = environment(PYTHONHOME="/no/such/home")
        self.run_command(PYTHON, "-c", "pass", env=env, status=1)
        self.assertEqual(self.where(PYTHON, isolated=False, env=environment(PYTHONHOME=str(TREE)))[1], str(TREE))

    def test_moved_again(self):
        target = self.copy()
        self.assertEqual(self.where(target / "bin" / "python3")[1], str(target))
        shown = self.run_command(target / "bin" / "pip3", "--version")
        self.assertIn(str(target), shown)

    def test_read_only_tree(self):
        target = self.copy()
        for where, _, names in os.walk(target, topdown=False):
            for name in [*names, "."]:
                path = os.path.join(where, name)
                if not os.path.islink(path):
                    os.chmod(path, stat.S_IMODE(os.stat(path).st_mode) & ~0o222)
        self.assertEqual(self.where(target / "bin" / "python3", env=environment() | {"PYTHONDONTWRITEBYTECODE": ""})[1], str(target))


class Sysconfig(Case):

    def test_paths_are_in_the_tree(self):
        for scheme in ("posix_prefix",):
            for name, path in sysconfig.get_paths(scheme).items():
                with self.subTest(name):
                    self.assertTrue(path == str(TREE) or path.startswith(f"{TREE}/"), path)
        self.assertTrue(os.path.isfile(os.path.join(sysconfig.get_path("include"), "Python.h")))
        self.assertTrue(os.path.isfile(sysconfig.get_config_h_filename()))
        self.assertTrue(os.path.isfile(sysconfig.get_makefile_filename()))

    def test_variables(self):
        values = sysconfig.get_config_vars()
        for name in ("INCLUDEPY", "CONFINCLUDEPY", "LIBDIR", "LIBPL", "LIBDEST", "BINDIR", "DESTSHARED", "MANDIR", "prefix"):
            with self.subTest(name):
                self.assertTrue(values[name].startswith(str(TREE)), values[name])
        for name in ("INCLUDEPY", "LIBDIR", "LIBPL", "LIBDEST", "BINDIR", "DESTSHARED"):
            with self.subTest(name):
                self.assertTrue(os.path.isdir(values[name]), values[name])
        self.assertTrue(os.path.isfile(os.path.join(values["LIBDIR"], values["LDLIBRARY"])))
        self.assertTrue(os.path.isfile(os.path.join(values["LIBDIR"], values["INSTSONAME"])))
        self.assertEqual(values["Py_ENABLE_SHARED"], 1)

    def test_tools_have_the_names_that_every_system_knows(self):
        values = sysconfig.get_config_vars()
        self.assertEqual({name: values[name].split()[0] for name in ("CC", "CXX", "AR", "LDSHARED", "LDCXXSHARED", "LINKCC", "BLDSHARED")},
                         {"CC": "cc", "CXX": "c++", "AR": "ar", "LDSHARED": "cc", "LDCXXSHARED": "c++", "LINKCC": "cc", "BLDSHARED": "cc"})

    def test_nothing_of_the_build(self):
        places = absolute([*expect["forbidden"], "/install"])
        for name, value in sysconfig.get_config_vars().items():
            with self.subTest(name):
                text = str(value).replace(str(TREE), "")
                self.assertIsNone(places.search(text.encode()), text)
                for sign in ("--exclude-libs", "prefix-map", "--sysroot", "llvm", "clang", "-flto", "-fprofile", "@prefix@"):
                    self.assertNotIn(sign, text)

    def test_flags_for_extensions_are_plain(self):
        values = sysconfig.get_config_vars()
        # How overflow is defined, the warnings and the optimisation: nothing that only serves the build of CPython.
        flags = {word for word in values["CFLAGS"].split() if not word.startswith("-W")}
        self.assertEqual(len(flags & {"-fno-strict-overflow", "-fwrapv"}), 1, flags)
        plain = {"-DNDEBUG", "-O3"}
        if "d" in sys.abiflags:
            plain = {"-Og"}
            # From 3.12 on a debug build keeps frame pointers, for perf.
            if sys.version_info >= (3, 12):
                plain |= {"-fno-omit-frame-pointer", "-mno-omit-leaf-frame-pointer"}
        self.assertEqual(flags - {"-fno-strict-overflow", "-fwrapv"}, plain)
        self.assertEqual(values["LDFLAGS"].split(), [])
        self.assertIn(values["CCSHARED"], ("-fPIC",))


class Development(Case):

    def config(self, *options, script=TREE / "bin" / "python3-config"):
        return self.run_command(script, *options).splitlines()

    def test_python_config(self):
        self.assertEqual(self.config("--prefix", "--exec-prefix"), [str(TREE)] * 2)
        self.assertEqual(shlex.split(self.config("--includes")[0]), [f"-I{sysconfig.get_path('include')}"])
        self.assertIn(f"-I{sysconfig.get_path('include')}", shlex.split(self.config("--cflags")[0]))
        plain, embedded = (shlex.split(self.config("--ldflags", *more)[0]) for more in ((), ("--embed",)))
        self.assertIn(f"-L{TREE}/lib", plain)
        self.assertIn(f"-lpython{SERIES}{sys.abiflags}", embedded)
        self.assertNotIn(f"-lpython{SERIES}{sys.abiflags}", plain)
        self.assertEqual(self.config("--extension-suffix"), [sysconfig.get_config_var("EXT_SUFFIX")])
        self.assertEqual(self.config("--configdir"), [sysconfig.get_config_var("LIBPL")])
        self.assertEqual(self.config("--abiflags"), [sys.abiflags])

    def test_python_config_through_symbolic_link(self):
        link = self.folder() / "python3-config"
        link.symlink_to(TREE / "bin" / "python3-config")
        self.assertEqual(self.config("--prefix", script=link), [str(TREE)])

    def test_python_config_refuses_nonsense(self):
        self.run_command(TREE / "bin" / "python3-config", "--nonsense", status=1)

    def test_pkg_config_files(self):
        for name in ("python3", f"python-{SERIES}", "python3-embed", f"python-{SERIES}-embed"):
            with self.subTest(name):
                lines = (TREE / "lib/pkgconfig" / f"{name}.pc").read_text().splitlines()
                self.assertIn("prefix=${pcfiledir}/../..", lines)
                self.assertEqual([line for line in lines if "-L" in line and "${libdir}" not in line], [])
                self.assertTrue(any(line.startswith("Cflags: -I${includedir}/python") for line in lines))

    def test_pkg_config(self):
        tool = shutil.which("pkg-config") or shutil.which("pkgconf")
        if not tool:
            self.skipTest("no pkg-config here")
        env = environment(PKG_CONFIG_LIBDIR=str(TREE / "lib/pkgconfig"))
        # pkgconf escapes the bytes of a name one by one
        shown = self.run_command(tool, "--cflags", "--libs", "python3-embed", env=env, encoding="latin-1")
        words = shlex.split(shown)
        folders = [os.path.realpath(os.fsdecode(word[2:].encode("latin-1"))) for word in words if word.startswith(("-I", "-L"))]
        self.assertIn(os.path.realpath(TREE / "include" / f"python{SERIES}{sys.abiflags}"), folders)
        self.assertIn(f"-lpython{SERIES}{sys.abiflags}", words)

    def test_scripts(self):
        self.assertIn(f"(python {SERIES})", self.run_command(TREE / "bin" / "pip3", "--version"))
        self.assertIn("built-in function len", self.run_command(TREE / "bin" / f"pydoc{SERIES}", "len"))
        folder = self.folder()
        (folder / "pip link").symlink_to(TREE / "bin" / "pip3")
        self.assertIn(str(TREE), self.run_command(folder / "pip link", "--version"))
        self.assertIn(str(TREE), self.run_command("/bin/sh", "-c", 'PATH=$1:$PATH; pip3 --version', "sh", str(TREE / "bin")))
        for script in (TREE / "bin").iterdir():
            with self.subTest(script.name):
                first = script.read_bytes()[:64].split(b"\n")[0]
                self.assertTrue(first.startswith(b"\x7fELF") or first == b"#!/bin/sh", first)

    def test_makefile(self):
        tool = shutil.which("make")
        if not tool or " " in str(TREE):
            self.skipTest("no make here, or a path with spaces, which make cannot follow")
        file = self.folder() / "mk"
        file.write_text(f"include {sysconfig.get_makefile_filename()}\nshow:\n\t@echo $(LIBPL)\n")
        self.assertEqual(self.run_command(tool, "-s", "-f", file, "show").strip(), sysconfig.get_config_var("LIBPL"))
