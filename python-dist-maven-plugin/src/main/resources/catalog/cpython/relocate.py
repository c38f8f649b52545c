"""Makes an installed CPython independent of where it stands, or checks that it is.

Runs after `make install`, on the just-built interpreter or, in a cross build, on one of the same series.
Every file that names the prefix or the build is rewritten: scripts, sysconfig's data, Makefile, python-config,
pkg-config files, pip's RECORD. With --check nothing is written; files that still hold a forbidden path are listed.
"""

import argparse
import base64
import csv
import hashlib
import io
import os
import pathlib
import re
import runpy
import shlex
import sys

HERE = pathlib.Path(__file__).resolve().parent

# The shell runs the lines up to exec; Python takes them for one string.
TRAMPOLINE = """\
#!/bin/sh
''':' # finds the interpreter beside this script, through symbolic links
f=$0
case $f in */*) ;; *) f=./$f ;; esac
while [ -h "$f" ]; do
  l=$(readlink "$f") || break
  case $l in /*) f=$l ;; *) f=${f%/*}/$l ;; esac
done
exec "${f%/*}/PYTHON" "$0" "$@"
'''
"""

# Tools of the build environment, and what the same tool is called elsewhere.
NEUTRAL = {
    "clang": "cc", "clang++": "c++", "clang-cpp": "cpp", "ld.lld": "ld",
    **{"llvm-" + tool: tool for tool in ("ar", "ranlib", "nm", "strip", "readelf", "objcopy", "objdump")},
}

# Facts about the build that mean nothing to whoever uses its result.
EMPTIED = {
    "abs_builddir", "abs_srcdir", "PYTHON_FOR_BUILD", "PYTHON_FOR_BUILD_DEPS", "PYTHON_FOR_REGEN",
    "PYTHON_FOR_FREEZE", "FREEZE_MODULE", "FREEZE_MODULE_BOOTSTRAP", "RUNSHARED", "HOSTRUNNER",
    "LLVM_PROF_FILE", "LLVM_PROF_MERGER", "LLVM_PROF_FOUND", "LLVM_PROF_ERR", "LLVM_PROFDATA", "LLVM_AR",
    "LLVM_BOLT", "MERGE_FDATA", "PGO_PROF_GEN_FLAG", "PGO_PROF_USE_FLAG", "PROFILE_TASK", "LIBMPDEC_CFLAGS",
}

# Options whose argument is the next word.
TAKES_PATH = {"-I", "-L", "-isystem", "-idirafter", "-isysroot", "--sysroot"}

# What only the linker or compiler of the build understands, or only its link wanted.
OURS_ALONE = ("-Wl,--exclude-libs", "-Wl,-mllvm", "-fprofile-instr-", "-Wno-profile-instr", "-flto", "-ffat-lto-objects")


def forbidden_pattern(paths):
    """Matches one of the paths where it is an absolute path, not the tail of another or of a longer name."""
    names = "|".join(re.escape(p.rstrip("/")) for p in paths)
    return re.compile(rf"(?:(?<![\w.$}})/-])|(?<=-I)|(?<=-L))(?:{names})(?![\w.-])".encode())


def shared_values(values):
    """What sysconfig says of a build with a shared libpython, which is what is shipped for embedding."""
    name = values["LDVERSION"]
    return {
        "Py_ENABLE_SHARED": 1,
        "LDLIBRARY": f"libpython{name}.so",
        "INSTSONAME": f"libpython{name}.so.1.0",
        "PY3LIBRARY": "" if values["ABIFLAGS"] else "libpython3.so",
        "BLDLIBRARY": f"-L. -lpython{name}",
    }


class Cleaner:

    def __init__(self, forbidden):
        self.forbidden = forbidden

    def words(self, text):
        """The words of a value that are true wherever the distribution stands."""
        kept, words = [], iter(text.split())
        for word in words:
            if word in TAKES_PATH:
                argument = next(words, "")
                if not self.forbidden.search(argument.encode()):
                    kept += [word, argument]
            elif word == "-mllvm":
                next(words, "")
            elif self.forbidden.search(word.encode()) or word.startswith(OURS_ALONE):
                continue
            else:
                kept.append(NEUTRAL.get(word.rpartition("/")[2], word))
        return kept

    def value(self, name, text):
        if name in EMPTIED:
            return ""
        if name == "CONFIG_ARGS":
            return " ".join(shlex.quote(a) for a in shlex.split(text)
                            if a.startswith("--") and not a.startswith(("--prefix", "--build", "--host", "--with-build-python"))
                            and not self.forbidden.search(a.encode()))
        words = self.words(text)
        return text if words == text.split() else " ".join(words)


def scripts(tree, python):
    """Python scripts start the interpreter of their own tree. Returns those that changed."""
    changed = []
    for file in sorted([*(tree / "bin").iterdir(), *tree.glob("lib/python*/config-*/*.py")]):
        if file.is_symlink() or not file.is_file():
            continue
        first, _, rest = file.read_bytes().partition(b"\n")
        if first == b"#!/bin/sh" and rest.startswith(b"'''exec'"):               # pip's own, for long paths
            rest = rest.split(b"\n' '''\n", 1)[1]
        elif not re.match(rb"#!.*python[\d.]*[a-z]*\s*$", first):
            continue
        beside = os.path.relpath(tree / "bin" / python, file.parent)
        file.write_bytes(TRAMPOLINE.replace("PYTHON", beside).encode() + rest)
        changed.append(file)
    return changed


def modules(stdlib):
    """A module that can be run as a script starts whatever Python 3 the user has, as most of them do."""
    for file in sorted(stdlib.rglob("*.py")):
        first, _, rest = file.read_bytes().partition(b"\n")
        others = {"test", "site-packages"}.intersection(file.relative_to(stdlib).parts)
        if re.match(rb"#!\s*/(?!usr/bin/env\b)\S*python", first) and not others:
            file.write_bytes(b"#!/usr/bin/env python3\n" + rest)


def records(stdlib, changed):
    """The RECORD files of installed wheels agree with the rewritten scripts."""
    digests = {}
    for file in changed:
        digest = base64.urlsafe_b64encode(hashlib.sha256(file.read_bytes()).digest()).rstrip(b"=").decode()
        digests[file.resolve()] = ("sha256=" + digest, str(file.stat().st_size))
    for record in stdlib.glob("site-packages/*.dist-info/RECORD"):
        rows = [[row[0], *digests.get((record.parent.parent / row[0]).resolve(), row[1:])]
                for row in csv.reader(io.StringIO(record.read_text(encoding="utf-8")))]
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(sorted(rows))
        record.write_text(out.getvalue(), encoding="utf-8")


def pkgconfig(tree, prefix):
    for file in (tree / "lib/pkgconfig").glob("*.pc"):
        if not file.is_symlink():
            text = file.read_text(encoding="utf-8")
            file.write_text(re.sub(rf"(?m)^prefix={re.escape(prefix)}$", "prefix=${pcfiledir}/../..", text), encoding="utf-8")


def sysconfigdata(stdlib, prefix, cleaner):
    """Rewrites the variables; returns them with the prefix still in place."""
    [file] = stdlib.glob("_sysconfigdata_*.py")
    values = runpy.run_path(str(file))["build_time_vars"]
    values = {k: cleaner.value(k, v) if isinstance(v, str) else v for k, v in values.items()}
    values |= shared_values(values)
    path = re.compile(rf"(?<![\w.$)}}/]){re.escape(prefix)}(?![\w.-])")
    plain, located = [], []
    for name, value in sorted(values.items()):
        if isinstance(value, str) and path.search(value):
            located.append(f"    {name!r}: {path.sub('@prefix@', value)!r},\n")
        else:
            plain.append(f"    {name!r}: {value!r},\n")
    file.write_text(f"""\
# Build-time variables for sysconfig. The prefix is where this file is found.
import os as _os

_prefix = _os.path.dirname(_os.path.dirname(_os.path.dirname(_os.path.abspath(__file__))))

build_time_vars = {{
{"".join(plain)}}}

build_time_vars.update((_name, _value.replace('@prefix@', _prefix)) for _name, _value in {{
{"".join(located)}}}.items())
""", encoding="utf-8")
    return values


def makefile(stdlib, prefix, values, cleaner):
    for file in stdlib.glob("config-*/Makefile"):
        up = "/".join([".."] * len(file.parent.relative_to(stdlib.parent.parent).parts))
        located = f"$(abspath $(dir $(lastword $(MAKEFILE_LIST)))/{up})"
        lines = []
        for line in file.read_text(encoding="utf-8").split("\n"):
            assignment = re.fullmatch(r"([A-Za-z_]\w*)([?:]?=)([ \t]*)(.*)", line)
            if assignment:
                name, equals, space, value = assignment.groups()
                if name == "prefix":
                    equals, value = ":=", located
                elif name in ("BLDLIBRARY", "INSTSONAME", "LDLIBRARY", "PY3LIBRARY", "Py_ENABLE_SHARED"):
                    value = str(values[name])
                elif name == "PY_ENABLE_SHARED":
                    value = "1"
                else:
                    value = cleaner.value(name, value).replace(prefix + "/", "$(prefix)/")
                line = f"{name}{equals}{space}{value}".rstrip()
            lines.append(line)
        file.write_text("\n".join(lines), encoding="utf-8")


def python_config(tree, prefix, values):
    text = (HERE / "python-config.sh.in").read_text(encoding="utf-8")
    libraries = f"{values['LIBS']} {values['SYSLIBS']}".split()
    fill = {
        "LDVERSION": values["LDVERSION"],
        "LIBS": " ".join(dict.fromkeys(libraries)),
        "CFLAGS": " ".join(f"{values['BASECFLAGS']} {values['CONFIGURE_CFLAGS']} {values['OPT']}".split()),
        "EXT_SUFFIX": values["EXT_SUFFIX"],
        "ABIFLAGS": values["ABIFLAGS"],
        "CONFIGDIR": values["LIBPL"].removeprefix(prefix + "/"),
    }
    text = re.sub(r"@([A-Z_]+)@", lambda found: fill[found[1]], text)
    file = tree / "bin" / f"python{values['LDVERSION']}-config"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o755)


def check(tree, forbidden, prefix):
    """Files that name a place of the build; text must not name the prefix either. (Binaries may: it is getpath's last
    resort, and an interpreter without one does not start in its build directory.)"""
    found = []
    for folder, _, names in os.walk(tree):
        for name in names:
            file = pathlib.Path(folder, name)
            if file.is_symlink():
                if os.readlink(file).startswith("/"):
                    found.append(f"{file.relative_to(tree)}: absolute link to {os.readlink(file)}")
                continue
            data = file.read_bytes()
            pattern = forbidden if b"\0" in data else prefix
            for hit in list(pattern.finditer(data))[:3]:
                around = data[max(0, hit.start() - 30):hit.end() + 40]
                found.append(f"{file.relative_to(tree)}: {around!r}")
    return sorted(found)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tree", type=pathlib.Path, required=True)
    parser.add_argument("--prefix", required=True)
    parser.add_argument("--forbid", action="append", default=[])
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    tree, prefix = options.tree.resolve(), options.prefix
    [landmark] = tree.glob("lib/python*/os.py")
    stdlib = landmark.parent

    if options.check:
        found = check(tree, forbidden_pattern(options.forbid), forbidden_pattern([*options.forbid, prefix]))
        print("\n".join(found), file=sys.stderr)
        return bool(found)

    cleaner = Cleaner(forbidden_pattern(options.forbid))
    modules(stdlib)
    records(stdlib, scripts(tree, "python%d.%d" % sys.version_info[:2]))
    pkgconfig(tree, prefix)
    values = sysconfigdata(stdlib, prefix, cleaner)
    makefile(stdlib, prefix, values, cleaner)
    python_config(tree, prefix, values)
    return 0


if __name__ == "__main__":
    sys.exit(main())
