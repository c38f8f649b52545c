"""PYTHON.json of the full content tells the truth, and an interpreter can be linked from what it names."""

import importlib.machinery
import importlib.util
import json
import os
import pathlib
import sys
import sysconfig

from support import TREE, Case, imports

DESCRIPTION = json.loads((TREE / "PYTHON.json").read_text(encoding="utf-8"))
BUILD = DESCRIPTION["build_info"]


def variants():
    for name, entries in sorted(BUILD["extensions"].items()):
        for entry in entries:
            yield name, entry


class PythonJson(Case):

    def test_what_the_interpreter_says_of_itself(self):
        said = DESCRIPTION
        self.assertEqual(said["version"], "8")
        self.assertEqual(said["python_version"], sys.version.split()[0])
        self.assertEqual(said["python_abi_tag"], sys.abiflags)
        self.assertEqual(said["python_platform_tag"], sysconfig.get_platform())
        self.assertEqual(said["python_implementation_cache_tag"], sys.implementation.cache_tag)
        self.assertEqual(said["python_implementation_hex_version"], sys.implementation.hexversion)
        self.assertEqual(said["python_bytecode_magic_number"], importlib.util.MAGIC_NUMBER.hex())
        suffixes = said["python_suffixes"]
        self.assertEqual(suffixes["extension"], importlib.machinery.EXTENSION_SUFFIXES)
        self.assertEqual(suffixes["bytecode"], importlib.machinery.BYTECODE_SUFFIXES)
        self.assertEqual(suffixes["source"], importlib.machinery.SOURCE_SUFFIXES)

    def test_configuration_variables(self):
        actual = sysconfig.get_config_vars()
        for name, value in DESCRIPTION["python_config_vars"].items():
            if "/" not in value:                       # paths are where the tree stands
                with self.subTest(name):
                    self.assertEqual(value, str(actual[name]))

    def test_paths_of_the_tree(self):
        actual = sysconfig.get_paths()
        for name, path in DESCRIPTION["python_paths"].items():
            with self.subTest(name):
                self.assertEqual((TREE / path).resolve(), pathlib.Path(actual[name]).resolve())

    def test_every_named_file_is_there(self):
        files = [DESCRIPTION["python_exe"], DESCRIPTION["python_stdlib_platform_config"], DESCRIPTION["run_tests"],
                 BUILD["core"]["shared_lib"], BUILD["core"]["static_lib"], BUILD["inittab_object"],
                 BUILD["inittab_source"], *BUILD["core"]["objs"]]
        for _, entry in variants():
            files += [*entry["objs"], *filter(None, [entry.get("shared_lib")])]
            files += [link["path_static"] for link in entry["links"] if "path_static" in link]
        missing = sorted({file for file in files if not (TREE / file).exists()})
        self.assertEqual(missing, [])
        self.assertGreater(len(BUILD["core"]["objs"]), 100)

    def test_every_module_of_the_interpreter_is_described(self):
        static = {name for name, entry in variants() if "shared_lib" not in entry}
        self.assertEqual(static, set(sys.builtin_module_names))
        for name, entry in variants():
            with self.subTest(name):
                if "shared_lib" in entry:
                    self.assertTrue(entry["objs"])
                    self.assertTrue(entry["init_fn"].startswith("PyInit_"))

    def test_test_packages_are_there(self):
        stdlib = TREE / DESCRIPTION["python_paths"]["stdlib"]
        packages = DESCRIPTION["python_stdlib_test_packages"]
        self.assertIn("test", packages)
        for name in packages:
            with self.subTest(name):
                self.assertTrue((stdlib / name.replace(".", "/") / "__init__.py").is_file())

    def test_the_test_suite_starts(self):
        listed = self.run_command(TREE / DESCRIPTION["python_exe"], "-I", TREE / DESCRIPTION["run_tests"], "--list-tests")
        self.assertIn("test_json", listed.split())

    def test_an_interpreter_can_be_linked(self):
        objects = list(BUILD["core"]["objs"])
        for _, entry in variants():
            if "shared_lib" not in entry:
                objects += entry["objs"]
        self.check_linked(objects)

    def test_an_interpreter_can_be_linked_with_the_static_library(self):
        self.check_linked([BUILD["core"]["static_lib"]])

    def check_linked(self, code):
        """What is linked from files of CPython and the libraries they need has all modules."""
        compiler = self.need_compiler()
        place = self.folder()
        links = list(BUILD["core"]["links"])
        for _, entry in variants():
            if "shared_lib" not in entry:
                links += entry["links"]
        files = ["build/Programs/python.o", BUILD["inittab_object"], *code]
        static = [link["path_static"] for link in links if "path_static" in link]
        system = [f"-l{link['name']}" for link in links if "path_static" not in link]
        arguments = [os.fspath(TREE / file) for file in dict.fromkeys(files)]
        arguments += ["-Wl,--start-group", *(os.fspath(TREE / file) for file in dict.fromkeys(static)), "-Wl,--end-group"]
        response = place / "link.rsp"
        response.write_text("\n".join('"%s"' % argument for argument in [*arguments, *dict.fromkeys(system)]), encoding="utf-8")
        self.run_command(compiler, "-Wl,--export-dynamic", "-o", place / "python", f"@{response}")
        statements = imports("sys", "ssl", "sqlite3", "ctypes", "readline", "decimal", "dbm.ndbm") + "; print(len(sys.builtin_module_names))"
        out = self.run_command(place / "python", "-c", statements, env={"PYTHONHOME": os.fspath(TREE), "PATH": "/usr/bin:/bin"})
        self.assertEqual(int(out), len(sys.builtin_module_names))
