"""Writes a makefile that builds with clang what CPython's Visual Studio projects (PCbuild/*.vcxproj) build.

Nothing is copied from them by hand: sources, definitions, include directories and libraries are those of the very version
that is built, a new file in a new version among them. What the projects take from sources of other projects, or from
copies of those in CPython's own, comes from the static components instead.

    projects.py --source DIR --cpu x86_64 --makefile FILE --libraries DIR --modules FILE --left-out FILE
"""

import argparse
import pathlib
import posixpath
import re
import shlex
import sys

from msbuild import Evaluation, ProjectError

# What MSBuild calls the processors of clang's targets: Platform, and CPython's own name.
PLATFORMS = {"x86_64": ("x64", "amd64"), "aarch64": ("ARM64", "arm64")}

# A folder of CPython's externals, and the component that has what is in it. Sources below it are not compiled.
EXTERNALS = {
    "bz2Dir": "bz2", "zlibDir": "z", "lzmaDir": "lzma", "sqlite3Dir": "sqlite3", "mpdecimalDir": "mpdec",
    "libffiDir": "ffi", "libffiOutDir": "ffi", "libffiIncludeDir": "ffi",
    "opensslDir": "", "opensslOutDir": "", "opensslIncludeDir": "",
}

# Folders of CPython's own source with copies of a component, or with what only such a copy needs.
COPIES = {"Modules/expat": "expat", "Modules/_decimal/libmpdec": "mpdec", "Modules/_decimal/windows": "mpdec"}

# Definitions for the code of such a copy; the component was told its own.
FOR_COPIES = {"_decimal": {"BUILD_LIBMPDEC", "CONFIG_64", "CONFIG_32", "PPRO", "MASM", "ANSI"}}

# Libraries by the names that the projects have for them, where those are not the import library's.
LIBRARIES = {"liblzma": "lzma", "libffi-8": "ffi", "libcrypto": "crypto", "libssl": "ssl"}

# Projects that others wait for, and what that brings to their link.
REFERENCES = {
    "pythoncore": "pythoncore", "python3dll": "python3dll", "sqlite3": "-lsqlite3", "liblzma": "-llzma",
    "_socket": None,      # only so that the two are not built at once
}

# A static library, and what it needs in turn of the system.
NEEDS = {"crypto": ["ws2_32", "crypt32", "bcrypt", "advapi32", "user32", "gdi32"], "ffi": ["uuid"]}

# Programs and libraries that are no extension modules, with the directory they are put into.
PROGRAMS = {
    "pythoncore": ".", "python3dll": ".", "python": ".", "pythonw": ".",
    "venvlauncher": "Lib/venv/scripts/nt", "venvwlauncher": "Lib/venv/scripts/nt",
}

# What tells Microsoft's compiler or linker things that are decided elsewhere, or that clang does anyway.
IGNORED = {
    "ClCompile": {
        "BufferSecurityCheck", "CompileAs", "ControlFlowGuard", "DebugInformationFormat", "DisableSpecificWarnings",
        "ExceptionHandling", "FloatingPointModel", "FunctionLevelLinking", "InlineFunctionExpansion",
        "IntrinsicFunctions", "MultiProcessorCompilation", "Optimization", "RuntimeLibrary", "StringPooling",
        "SuppressStartupBanner", "WarningLevel", "WholeProgramOptimization",
    },
    "Link": {
        "AdditionalLibraryDirectories", "DataExecutionPrevention", "DelayLoadDLLs", "GenerateDebugInformation",
        "IgnoreSpecificDefaultLibraries", "LinkTimeCodeGeneration", "NoEntryPoint", "ProgramDatabaseFile",
        "RandomizedBaseAddress", "SuppressStartupBanner", "TargetMachine",
    },
    "ResourceCompile": {"Culture", "AdditionalIncludeDirectories"},
}
USED = {
    "ClCompile": {"AdditionalIncludeDirectories", "AdditionalOptions", "PreprocessorDefinitions"},
    "Link": {"AdditionalDependencies", "AdditionalOptions", "StackReserveSize", "SubSystem"},
    "ResourceCompile": {"PreprocessorDefinitions"},
}
ITEMS_IGNORED = {
    "ClInclude", "None", "ProjectConfiguration", "Projects",
    "_LIBFFIDLL", "_SSLDLL",      # to be copied beside the programs
}


# What a name may have in it: it becomes part of a makefile and of commands.
NAME = re.compile(r"[A-Za-z0-9_.+/-]+")
SOURCES = (".c", ".cpp")


def paragraphs(text):
    return [word.strip() for word in text.split(";") if word.strip()]


class Project:
    """One vcxproj file, as far as a build needs it."""

    def __init__(self, build, name):
        self.build = build
        self.name = name
        self.evaluation = Evaluation(build.source / "PCbuild" / f"{name}.vcxproj", build.properties)
        properties = self.evaluation.properties
        kind = properties.get("configurationtype")
        if kind not in ("DynamicLibrary", "Application"):
            self.fail(f"ConfigurationType is {kind}")
        self.is_program = kind == "Application"
        extension = properties.get("targetext") or (".exe" if self.is_program else ".dll")
        self.file = self.known(properties.get("targetname") or name, "TargetName") + self.known(extension, "TargetExt")
        if not NAME.fullmatch(self.file) or "/" in self.file:
            self.fail(f"makes {self.file}, which is no proper name of a file")
        self.sources, self.resources, self.libraries, self.references = [], [], [], []
        for kind, defaults in self.evaluation.defaults.items():
            self.check(kind, defaults)
        for kind, include, metadata in self.evaluation.items:
            self.item(kind, include, metadata)
        self.link(self.evaluation.defaults.get("Link", {}))

    def fail(self, what):
        raise ProjectError(f"{self.name}.vcxproj: {what}")

    def known(self, text, what):
        return self.evaluation.known(text, what)

    def check(self, kind, metadata):
        if kind in ("Lib", "Midl"):
            return
        for name in metadata:
            if name not in IGNORED.get(kind, ()) and name not in USED.get(kind, ()):
                self.fail(f"unknown setting <{name}> of <{kind}>")

    def item(self, kind, include, metadata):
        if kind in ITEMS_IGNORED:
            return
        include = self.known(include, f"the name of a <{kind}>")
        if kind == "ProjectReference":
            reference = pathlib.PureWindowsPath(include).stem
            if reference not in REFERENCES:
                self.fail(f"unknown reference to {include}")
            self.references.append(REFERENCES[reference])
        elif kind == "ResourceCompile":
            self.check(kind, metadata)
            if self.resources:
                self.fail(f"has more than one resource: {include}")
            self.resources.append((self.path(include)[0], self.definitions(metadata)))
        elif kind in ("ClCompile", "CustomBuild"):
            path, library = self.path(include)
            if library is not None:
                self.need(library)
            elif kind == "CustomBuild":
                self.fail(f"unknown way to build {include}")
            else:
                self.check(kind, metadata)
                if not path.endswith(SOURCES):
                    self.fail(f"unknown kind of source {include}")
                if object_name(path) in [object_name(source) for source, *_ in self.sources]:
                    self.fail(f"names {include} a second time")
                self.sources.append((path, self.definitions(metadata), self.directories(metadata), self.options(metadata)))
        else:
            self.fail(f"unknown item <{kind}>")

    def path(self, text, directory=False):
        """The file below the source, and None; or None and the name of the component that it belongs to."""
        path = text.replace("\\", "/")
        if found := re.match(r"@(\w*)@", path):
            return None, found[1]
        # From the project's own directory; what properties begin with PySourcePath, too.
        path = posixpath.normpath("PCbuild/" + path)
        if path.startswith("../") or text.startswith(("/", "\\")):
            self.fail(f"names {text}, which is not in the source")
        if not NAME.fullmatch(path):
            self.fail(f"names {text}, which has a character that names cannot have here")
        for copy, library in COPIES.items():
            if path == copy or path.startswith(copy + "/"):
                return None, library
        file = self.build.source / path
        if not (file.is_dir() if directory else file.is_file()):
            self.fail(f"names {text}, which is not there")
        return path, None

    def definitions(self, metadata):
        dropped = FOR_COPIES.get(self.name, set())
        text = self.known(metadata.get("PreprocessorDefinitions", ""), "PreprocessorDefinitions")
        found = dict.fromkeys(reversed(paragraphs(text.replace("%(PreprocessorDefinitions)", ""))))
        for word in found:
            if not word.isprintable() or re.match(r"\W", word) or re.search(r"[@%]\(|%[0-9A-Fa-f]{2}", word):
                self.fail(f"unknown definition {word!r}")
        return sorted(word for word in found if word.partition("=")[0] not in dropped)

    def directories(self, metadata):
        found = []
        text = self.known(metadata.get("AdditionalIncludeDirectories", ""), "AdditionalIncludeDirectories")
        for word in paragraphs(text.replace("%(AdditionalIncludeDirectories)", "")):
            if word.startswith("@pyconfig@"):
                found.append("$(GENERATED)")
                continue
            path, library = self.path(word, directory=True)
            if library is not None:
                self.need(library)
            elif (path or ".") not in found:
                found.append(path or ".")
        return found

    def options(self, metadata):
        found = []
        text = metadata.get("AdditionalOptions", "").replace("%(AdditionalOptions)", "")
        for word in self.known(text, "AdditionalOptions").split():
            if re.fullmatch(r"-W[a-z0-9=+-]+", word):
                found.append(word)
            elif standard := re.fullmatch(r"/std:(c\+\+\d+)", word):
                found.append(f"-std={standard[1]}")
            elif word not in ("/Zm200", "/utf-8", "-flto"):
                self.fail(f"unknown option of the compiler {word}")
        return found

    def need(self, library):
        if library and library not in self.libraries:
            self.libraries.append(library)

    def link(self, metadata):
        self.link_options = []
        for word in paragraphs(self.known(metadata.get("AdditionalDependencies", ""), "AdditionalDependencies")):
            if word.startswith("%("):
                continue
            found = re.fullmatch(r"(?:@\w*@)?([\w.-]+)\.lib", word.replace("\\", ""))
            if not found:
                self.fail(f"unknown library {word}")
            self.need(LIBRARIES.get(found[1], found[1]).lower())
        self.exports = []
        for word in self.known(metadata.get("AdditionalOptions", ""), "AdditionalOptions").split():
            if found := re.fullmatch(r"/EXPORT:(\w+),PRIVATE", word):
                self.exports.append(found[1])
            elif word not in ("/OPT:REF,NOICF", "%(AdditionalOptions)"):
                self.fail(f"unknown option of the linker {word}")
        if self.is_program:
            subsystem = metadata.get("SubSystem", "Windows").lower()
            if subsystem not in ("console", "windows"):
                self.fail(f"unknown subsystem {subsystem}")
            self.link_options += ["-municode", "-mconsole" if subsystem == "console" else "-mwindows"]
            if stack := metadata.get("StackReserveSize"):
                if not stack.isdecimal():
                    self.fail(f"unknown size of the stack {stack}")
                self.link_options.append(f"-Wl,--stack,{int(stack)}")
        for library in list(self.libraries):
            for needed in NEEDS.get(library, ()):
                self.need(needed)
        for library in self.libraries:
            if not any((directory / f"lib{library}.a").is_file() for directory in self.build.libraries):
                self.fail(f"needs the library {library}, and there is no lib{library}.a in "
                          + ", ".join(str(directory) for directory in self.build.libraries if directory.is_dir()))


class Build:

    def __init__(self, arguments):
        self.source = arguments.source
        self.libraries = arguments.libraries
        header = self.source / "Include/patchlevel.h"
        if not header.is_file():
            raise ProjectError("Include/patchlevel.h: not in the source")
        level = header.read_text(encoding="utf-8")

        def define(name):
            if not (found := re.search(rf"#define\s+{name}\s+(\w+)", level)):
                raise ProjectError(f"Include/patchlevel.h: there is no {name}")
            return found[1]
        platform, _ = PLATFORMS[arguments.cpu]
        release = {"ALPHA": 10, "BETA": 11, "GAMMA": 12, "FINAL": 15}
        phase = define("PY_RELEASE_LEVEL").removeprefix("PY_RELEASE_LEVEL_")
        micro, serial = define("PY_MICRO_VERSION"), define("PY_RELEASE_SERIAL")
        if phase not in release or not (micro + serial).isdecimal():
            raise ProjectError(f"Include/patchlevel.h: unknown release {micro} {phase} {serial}")
        self.field3 = int(micro) * 1000 + release[phase] * 10 + int(serial)
        self.properties = {
            "Configuration": "Release", "Platform": platform, "PlatformToolset": "ClangCL", "ICCBuild": "false",
            "IncludeExternals": "true", "IncludeTkinter": "false", "OutDir": "@@", "IntDir": "@@", "BuildPath": "@@",
            "Py_IntDir": "@@", "PySourcePath": "..\\", "ExternalsDir": "@@",
            "GeneratedPyConfigDir": "@pyconfig@", "GeneratedFrozenModulesDir": "..\\",
            "DefaultWindowsSDKVersion": "10.0", "SdkBinPath": "", "WindowsTargetPlatformVersion": "10.0",
            "MajorVersionNumber": define("PY_MAJOR_VERSION"), "MinorVersionNumber": define("PY_MINOR_VERSION"),
            "MicroVersionNumber": micro, "_ReleaseLevel": phase, "ReleaseSerial": serial,
            "Field3Value": str(self.field3),
            **{name: f"@{library}@" for name, library in EXTERNALS.items()},
        }

    def modules(self):
        """The extension modules that CPython's own build knows."""
        found = set()
        for ssl in ("true", "false"):      # with it, _socket is built by way of _ssl
            properties = self.properties | {"IncludeTkinter": "true", "IncludeSSL": ssl}
            for kind, include, _ in Evaluation(self.source / "PCbuild/pcbuild.proj", properties).items:
                if kind in ("ExtensionModules", "ExternalModules", "TestModules") and not include.startswith("@"):
                    found.add(include)
        return found


def object_name(source):
    return source.replace("/", ".") + ".o"


def quoted(words):
    return " ".join(shlex.quote(word).replace("$", "$$") for word in words)


class Makefile:

    def __init__(self, build):
        self.build = build
        self.lines = ["# Generated from PCbuild/*.vcxproj.", "all:", ""]
        self.files = []

    def rule(self, target, prerequisites, *commands):
        self.lines.append(f"{target}: {' '.join(prerequisites)}")
        self.lines += [f"\t{command}" for command in (f"@mkdir -p {pathlib.PurePosixPath(target).parent}", *commands)]
        self.lines.append("")

    def add(self, project, directory):
        target = f"$(TREE)/{directory}/{project.file}".replace("/./", "/")
        folder = f"$(OBJECTS)/{project.name}"
        objects = []
        for source, definitions, directories, options in project.sources:
            object_file = f"{folder}/{object_name(source)}"
            includes = " ".join(f"-I{directory}" for directory in directories)
            compiler = "$(CXX) $(CXXFLAGS)" if source.endswith(".cpp") else "$(CC) $(CFLAGS)"
            self.rule(object_file, [source],
                      f"{compiler} {includes} $(CPPFLAGS) {quoted('-D' + d for d in definitions)} {quoted(options)}"
                      f" -c -o $@ $<")
            objects.append(object_file)
        if any(source.endswith(".cpp") for source, *_ in project.sources):
            objects.append(f"{folder}/support.o")
            self.rule(objects[-1], ["$(GENERATED)/support.cpp"], "$(CXX) $(CXXFLAGS) -c -o $@ $<")
        for resource, definitions in project.resources:
            objects.append(self.resource(project, folder, resource, definitions))
        libraries, archives = [], []
        for reference in project.references:
            if reference in ("pythoncore", "python3dll"):
                archives.append(f"$(TREE)/libs/{self.import_library(reference)}")
            elif reference:
                libraries.append(reference)
        libraries = list(dict.fromkeys([*libraries, *(f"-l{library}" for library in project.libraries)]))
        options = list(project.link_options)
        definition = []
        if project.exports:
            definition = [f"{folder}/exports.def"]
            self.rule(definition[0], [], r"printf 'EXPORTS\n" + "".join(rf"{name} PRIVATE\n" for name in project.exports) + "' > $@")
        if not project.is_program:
            options.append("-shared")
        if project.name in ("pythoncore", "python3dll"):
            options.append(f"-Wl,--out-implib,$(TREE)/libs/{self.import_library(project.name)}")
            archive = f"$(TREE)/libs/{self.import_library(project.name)}"
            self.lines += [f"{archive}: {target} ;", ""]
        if project.name == "python3dll":
            # Nothing but names that lead to the other library: its source says them to Microsoft's linker alone.
            objects = [o for o in objects if not o.endswith("python3dll.c.o")] + ["$(GENERATED)/python3dll.def"]
            archives.append(f"$(TREE)/libs/{self.import_library('pythoncore')}")
        self.rule(target, objects + definition + archives,
                  "@mkdir -p $(TREE)/libs",
                  f"$(CC) $(LDFLAGS) {' '.join(options)} -o $@ $^ {' '.join(libraries)}")
        self.files.append(target)

    def import_library(self, name):
        properties = self.build.dll_names
        return properties[name] + ".lib"

    def resource(self, project, folder, resource, definitions):
        """A resource, by way of a file that says the definitions: no quotes on command lines."""
        text = folder + "/resource.rc"
        defines = {word.partition("=")[0]: word.partition("=")[2].replace('\\"', '"') for word in definitions}
        defines = {"ORIGINAL_FILENAME": f'"{project.file}"', "FIELD3": str(self.build.field3)} | {
            name: value for name, value in defines.items() if name not in ("ORIGINAL_FILENAME", "FIELD3")}
        lines = [f"#define {name} {value}".rstrip() for name, value in sorted(defines.items())]
        lines.append(f'#include "{pathlib.PurePosixPath(resource).name}"')
        self.rule(text, [], "printf '%s\\n' " + quoted(lines) + " > $@")
        self.rule(f"{folder}/resource.o", [text, resource],
                  "$(WINDRES) -I$(GENERATED)/PC -IPC -IInclude -O coff -i $< -o $@")
        return f"{folder}/resource.o"

    def text(self):
        return "\n".join([*self.lines, "all: " + " ".join(self.files), ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--cpu", choices=sorted(PLATFORMS), required=True)
    parser.add_argument("--makefile", type=pathlib.Path, required=True)
    parser.add_argument("--libraries", type=pathlib.Path, action="append", required=True, help="where libraries are")
    parser.add_argument("--modules", type=pathlib.Path, required=True, help="extension modules to build, one a line")
    parser.add_argument("--left-out", type=pathlib.Path, required=True, help="those that are known and not built")
    arguments = parser.parse_args()
    build = Build(arguments)
    wanted = arguments.modules.read_text(encoding="utf-8").split()
    left_out = arguments.left_out.read_text(encoding="utf-8").split()
    known = build.modules()
    if difference := known.symmetric_difference({*wanted, *left_out}):
        raise ProjectError("pcbuild.proj and extensions.yaml differ in: " + ", ".join(sorted(difference)))
    projects = {name: Project(build, name) for name in [*PROGRAMS, *wanted]}
    build.dll_names = {name: projects[name].file.removesuffix(".dll") for name in ("pythoncore", "python3dll")}
    makefile = Makefile(build)
    for name, project in projects.items():
        makefile.add(project, PROGRAMS.get(name, "DLLs"))
    arguments.makefile.write_text(makefile.text(), encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except ProjectError as error:
        sys.exit(f"error: {error}")
