"""Writes PYTHON.json: the tree in the words of python-build-standalone's format version 8.

Run by a CPython of the same source on the machine that builds. Paths are relative to the tree's root. There are no objects
to link an interpreter of one's own, so nothing is said of any. Licences are filled in when the archive is made: this recipe
does not know them.
"""

import argparse
import importlib.machinery
import importlib.util
import json
import pathlib
import re
import sys
import sysconfig

# Without these the interpreter does not start.
REQUIRED = {"_codecs", "_io", "_signal", "_thread", "_tracemalloc", "_weakref", "_winapi", "faulthandler", "nt", "winreg"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tree", type=pathlib.Path, required=True)
    parser.add_argument("--target", required=True)
    parser.add_argument("--platform", required=True, help="the platform's tag in names of wheels, such as win_amd64")
    parser.add_argument("--built-in", type=pathlib.Path, required=True, help="modules that are built in, one a line")
    options = parser.parse_args()
    tree = options.tree
    version = sys.version_info
    series = f"{version[0]}{version[1]}"
    modules = {name: {"in_core": True, "init_fn": f"PyInit_{name}", "links": [], "objs": [],
                      "required": name in REQUIRED, "variant": "default"}
               for name in options.built_in.read_text(encoding="utf-8").split()}
    for file in sorted((tree / "DLLs").glob("*.pyd")):
        name = file.name.partition(".")[0]
        modules[name] = {"in_core": False, "init_fn": f"PyInit_{name}", "links": [], "objs": [], "required": False,
                         "shared_lib": f"DLLs/{file.name}", "variant": "default"}
    stdlib = tree / "Lib"
    tests = ["test"] + sorted(
        ".".join(path.relative_to(stdlib).parts) for path in stdlib.rglob("*") if path.is_dir()
        and path.name in ("test", "tests", "idle_test") and path != stdlib / "test" and "site-packages" not in path.parts
        and (path / "__init__.py").is_file() and "test" not in path.relative_to(stdlib).parts[:-1])
    variables = {"base": ".", "platbase": ".", "installed_base": ".", "installed_platbase": "."}
    paths = sysconfig.get_paths("nt", variables)
    description = {
        "version": "8",
        "target_triple": options.target,
        "build_options": "noopt",
        "optimizations": "noopt",
        "python_tag": f"cp{series}",
        "python_abi_tag": "",
        "python_platform_tag": options.platform.replace("_", "-"),
        "python_implementation_cache_tag": sys.implementation.cache_tag,
        "python_implementation_hex_version": sys.implementation.hexversion,
        "python_implementation_name": sys.implementation.name,
        "python_implementation_version": [str(part) for part in sys.implementation.version],
        "python_version": ".".join(map(str, version[:3])),
        "python_major_minor_version": "%d.%d" % version[:2],
        # As the folder is spelt, which only other systems tell apart.
        "python_paths": {name: re.sub(r"^\./", "", path.replace("\\", "/")).replace("Include", "include")
                         for name, path in sorted(paths.items())},
        "python_paths_abstract": dict(sorted(sysconfig.get_paths("nt", expand=False).items())),
        "python_exe": "python.exe",
        "python_stdlib_test_packages": tests,
        "python_suffixes": {
            "bytecode": importlib.machinery.BYTECODE_SUFFIXES,
            "debug_bytecode": importlib.machinery.DEBUG_BYTECODE_SUFFIXES,
            "optimized_bytecode": importlib.machinery.OPTIMIZED_BYTECODE_SUFFIXES,
            "extension": [f".cp{series}-{options.platform}.pyd", ".pyd"],
            "source": [*importlib.machinery.SOURCE_SUFFIXES, ".pyw"],
        },
        "python_bytecode_magic_number": importlib.util.MAGIC_NUMBER.hex(),
        "libpython_link_mode": "shared",
        "python_symbol_visibility": "dllexport",
        "python_extension_module_loading": ["builtin", "shared-library"],
        "crt_features": ["vcruntime:ucrt"],
        "run_tests": "Lib/test/__main__.py",
        "build_info": {
            "core": {"objs": [], "links": [], "shared_lib": f"python{series}.dll"},
            "extensions": {name: [entry] for name, entry in sorted(modules.items())},
            "object_file_format": "coff",
        },
    }
    (tree / "PYTHON.json").write_text(json.dumps(description, indent=4, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
