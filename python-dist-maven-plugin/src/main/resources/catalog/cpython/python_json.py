"""Writes PYTHON.json: the tree as tools for python-build-standalone's full archives read it (format version 8).

Run by the built interpreter, or in a cross build by one of the same series. Paths are relative to the tree's root.
Licences are filled in when the archive is made: this recipe does not know them.
"""

import argparse
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import re
import runpy
import sys
import sysconfig

# Without these the interpreter does not start.
REQUIRED = {"_codecs", "_io", "_signal", "_thread", "_tracemalloc", "_weakref", "faulthandler", "posix"}


def makefile(path):
    """Variables of a Makefile, expanded."""
    values = {}
    for line in path.read_text(encoding="utf-8").replace("\\\n", " ").split("\n"):
        if found := re.match(r"([A-Za-z_]\w*)\s*:?=\s*(.*)", line):
            values.setdefault(found[1], found[2].strip())

    def expand(text, depth=0):
        if depth > 20:
            return text
        return re.sub(r"\$[({](\w+)[)}]", lambda found: expand(values.get(found[1], ""), depth + 1), text)
    return lambda text: " ".join(expand(text).split())


def modules(build, expand):
    """Module -> (linkage, objects, libraries), by the rules of Modules/makesetup: the first line of a module counts."""
    found = {}
    for name in ("Setup.local", "Setup.stdlib", "Setup.bootstrap", "Setup"):
        linkage = "static"
        lines = (build / "Modules" / name).read_text(encoding="utf-8").replace("\\\n", " ").split("\n")
        for line in lines:
            words = line.partition("#")[0].split()
            if not words or "=" in words[0]:
                continue
            if words[0].startswith("*"):
                linkage = words[0].strip("*")
                continue
            sources = [word for word in words if re.search(r"\.(c|cc|cpp|cxx|m)$", word)]
            names = [word for word in words if re.fullmatch(r"[A-Za-z_]\w*", word)]
            options = [word for word in words if word.startswith(("-l", "-L", "-W", "$(")) or word.endswith((".a", ".o"))]
            for module in names:
                if module in found:
                    continue
                libraries = options or [f"$(MODULE_{module.upper()}_LDFLAGS)"]
                found[module] = (linkage, [f"build/Modules/{re.sub(r'[.]c[a-z]*$', '.o', source)}" for source in sources],
                                 expand(" ".join(libraries)).split())
    return found


def links(words, tree):
    """Link entries of -l words and of archives: a component's static library where the tree has it, else the system's."""
    entries = []
    for word in words:
        if word.startswith("-l"):
            name = word[2:]
            archive = f"build/lib/lib{name}.a"
        elif word.endswith(".a"):
            name = word.rpartition("/")[2].removeprefix("lib").removesuffix(".a")
            archive = next((path for path in (f"build/{word}", f"build/lib/lib{name}.a") if (tree / path).is_file()), "")
        else:
            continue
        entry = {"name": name}
        if archive and (tree / archive).is_file():
            entry["path_static"] = archive
        else:
            entry["system"] = True
        if entry not in entries:
            entries.append(entry)
    return entries


def extensions(tree, stdlib, config, expand):
    """Extension -> variants. What config.c lists without a rule of its own is part of the core."""
    inittab = dict(re.findall(r'^\s*\{"(\w+)",\s*(\w+)\}', (tree / "build/Modules/config.c").read_text(), re.M))
    ruled = modules(tree / "build", expand)
    in_core = set()
    for line in (tree / "build/Modules/Setup.bootstrap").read_text(encoding="utf-8").split("\n"):
        if found := re.match(r"([a-z_]\w*)\s", line):
            in_core.add(found[1])
    result = {}
    for name in sorted({*inittab, *(m for m, (linkage, _, _) in ruled.items() if linkage == "shared")}):
        linkage, objects, words = ruled.get(name, ("static", [], []))
        entry = {
            "in_core": name in in_core or name not in ruled,
            "init_fn": inittab.get(name, f"PyInit_{name}"),
            "links": links(words, tree),
            "objs": [path for path in objects if (tree / path).is_file()],
            "required": name in REQUIRED,
            "variant": "default",
        }
        if linkage == "shared":
            file = stdlib / "lib-dynload" / (name + config["EXT_SUFFIX"])
            if not file.is_file():
                continue
            entry["shared_lib"] = str(file.relative_to(tree))
        result[name] = [entry]
    return result


def paths(tree, stdlib, config, concrete):
    """sysconfig's paths, relative to the tree's root or with its own placeholders."""
    scheme = sysconfig.get_preferred_scheme("prefix")
    if not concrete:
        return dict(sorted(sysconfig.get_paths(scheme, expand=False).items()))
    root = str(tree)
    variables = {"base": root, "platbase": root, "installed_base": root, "installed_platbase": root}
    return {name: os.path.relpath(path, root) for name, path in sorted(sysconfig.get_paths(scheme, variables).items())}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tree", type=pathlib.Path, required=True)
    parser.add_argument("--prefix", required=True)
    parser.add_argument("--target", required=True)
    parser.add_argument("--glibc", help="highest GLIBC_ symbol version that a binary of the tree asks for")
    parser.add_argument("--pgo", action="store_true")
    parser.add_argument("--lto", action="store_true")
    options = parser.parse_args()
    tree = options.tree.resolve()
    [landmark] = tree.glob("lib/python*/os.py")
    stdlib = landmark.parent
    [data] = stdlib.glob("_sysconfigdata_*.py")
    config = {name: value.replace(str(tree), options.prefix) if isinstance(value, str) else value
              for name, value in runpy.run_path(str(data))["build_time_vars"].items()}
    [platform] = stdlib.glob("config-*")
    config["srcdir"] = config["LIBPL"]          # as sysconfig answers outside of a build directory
    expand = makefile(platform / "Makefile")
    version = sys.version_info
    flags = config["ABIFLAGS"]
    name = config["LDVERSION"]

    built = extensions(tree, stdlib, config, expand)
    apart = {"build/Modules/config.o", "build/Modules/getpath-library.o", "build/Programs/python.o",
             *(path for [entry] in built.values() for path in entry["objs"] if not entry["in_core"])}
    core = sorted({str(path.relative_to(tree)) for path in (tree / "build").rglob("*.o")} - apart)
    library = expand("$(LIBS) $(SYSLIBS)").split()
    features = ["glibc-dynamic", f"glibc-max-symbol-version:{options.glibc}"] if options.glibc else [
        "musl-dynamic" if "musl" in options.target else "static"]
    build = "+".join(filter(None, ("freethreaded" if "t" in flags else "", "debug" if "d" in flags else "",
                                   "pgo" if options.pgo else "", "lto" if options.lto else ""))) or "noopt"
    tests = ["test"] + sorted(
        ".".join(path.relative_to(stdlib).parts) for path in stdlib.rglob("*") if path.is_dir()
        and path.name in ("test", "tests", "idle_test") and path != stdlib / "test" and "site-packages" not in path.parts
        and (path / "__init__.py").is_file() and "test" not in path.relative_to(stdlib).parts[:-1])

    tcl = sorted(path.name for path in (tree / "lib").glob("t*[0-9]") if re.fullmatch(r"(tcl|tk)[0-9.]+", path.name))

    description = {
        "version": "8",
        "target_triple": config["HOST_GNU_TYPE"],
        "build_options": build,
        "optimizations": build.removeprefix("freethreaded+").replace("freethreaded", "noopt"),
        "python_tag": f"cp{version[0]}{version[1]}",
        "python_abi_tag": flags,
        "python_platform_tag": sysconfig.get_platform(),
        "python_implementation_cache_tag": sys.implementation.cache_tag,
        "python_implementation_hex_version": sys.implementation.hexversion,
        "python_implementation_name": sys.implementation.name,
        "python_implementation_version": [str(part) for part in sys.implementation.version],
        "python_version": ".".join(map(str, version[:3])),
        "python_major_minor_version": "%d.%d" % version[:2],
        "python_paths": paths(tree, stdlib, config, True),
        "python_paths_abstract": paths(tree, stdlib, config, False),
        "python_config_vars": {key: str(value) for key, value in sorted(config.items())},
        "python_exe": f"bin/python{version[0]}.{version[1]}",
        "python_stdlib_platform_config": str(platform.relative_to(tree)),
        "python_stdlib_test_packages": tests,
        "python_suffixes": {
            "bytecode": importlib.machinery.BYTECODE_SUFFIXES,
            "debug_bytecode": importlib.machinery.DEBUG_BYTECODE_SUFFIXES,
            "optimized_bytecode": importlib.machinery.OPTIMIZED_BYTECODE_SUFFIXES,
            "extension": [config["EXT_SUFFIX"], *importlib.machinery.EXTENSION_SUFFIXES[1:]],
            "source": importlib.machinery.SOURCE_SUFFIXES,
        },
        "python_bytecode_magic_number": importlib.util.MAGIC_NUMBER.hex(),
        "libpython_link_mode": "static",
        "python_symbol_visibility": "global-default",
        "python_extension_module_loading": ["builtin", "shared-library"],
        "crt_features": features,
        **({"tcl_library_path": "lib", "tcl_library_paths": tcl} if tcl else {}),
        "run_tests": str((stdlib / "test/__main__.py").relative_to(tree)),
        "build_info": {
            "core": {
                "objs": core,
                "links": links(library, tree),
                "shared_lib": f"lib/libpython{name}.so.1.0",
                "static_lib": str((platform / f"libpython{name}.a").relative_to(tree)),
            },
            "extensions": built,
            "inittab_object": "build/Modules/config.o",
            "inittab_source": "build/Modules/config.c",
            "inittab_cflags": [*(word for word in expand("$(PY_CORE_CFLAGS)").split() if not word.startswith("-I")),
                               f"-Iinclude/python{name}", f"-Iinclude/python{name}/internal"],
            "object_file_format": "elf",
        },
    }
    (tree / "PYTHON.json").write_text(json.dumps(description, indent=4, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
