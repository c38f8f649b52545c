"""gdb finds the debug information that is unpacked beside the binaries."""

import os
import re
import shlex

from support import LIBPYTHON, PYTHON, TREE, Case
from test_compiler import EMBEDDER

# A C function that a line of Python reaches, and where its source is.
FUNCTION, LINE, SOURCE = "builtin_id", "id(sys)", r"Python/bltinmodule\.c"


class Gdb(Case):

    def gdb(self, program, *commands, arguments=()):
        words = ["gdb", "-nx", "-batch", "-ex", "set debuginfod enabled off", "-ex", "set breakpoint pending on"]
        for command in commands:
            words += ["-ex", command]
        return self.run_command(*words, "--args", program, *arguments, cwd="/")

    def need_processes(self):
        if not os.path.isdir("/proc/self"):
            self.skipTest("gdb follows no process where there is no /proc")

    def check_frames(self, shown):
        frames = re.findall(r"^#\d+ .*$", shown, re.M)
        self.assertTrue(frames, shown)
        self.assertRegex(frames[0], rf"{FUNCTION} \(.*\) at .*{SOURCE}:\d+")
        # The evaluation loop is among them, known by file and line; the line may be of a header's inline function.
        loop = re.compile(r"_PyEval_EvalFrameDefault \(.*\) at (Python|\./Include)/\S+:\d+$")
        self.assertTrue(any(loop.search(frame) for frame in frames), shown)
        # The compiler may have made main's call its jump.
        self.assertTrue(any(re.search(r" (main|Py_BytesMain) \(", frame) for frame in frames), shown)

    def test_functions_of_the_interpreter(self):
        self.assertRegex(self.gdb(PYTHON, f"info line {FUNCTION}"), rf'Line \d+ of ".*{SOURCE}"')

    def test_functions_of_libpython(self):
        library = TREE / "lib" / f"{LIBPYTHON}.1.0"
        self.assertRegex(self.gdb(library, f"info line {FUNCTION}"), rf'Line \d+ of ".*{SOURCE}"')

    def test_functions_of_a_linked_component(self):
        self.need("_sqlite3")
        self.assertRegex(self.gdb(PYTHON, "info line sqlite3_open_v2"), r'Line \d+ of ".*sqlite3\.c"')

    def test_frames_of_the_interpreter(self):
        self.need_processes()
        self.check_frames(self.gdb(PYTHON, f"break {FUNCTION}", "run", "backtrace", "kill",
                                   arguments=("-I", "-c", f"import sys; {LINE}")))

    def test_frames_in_a_moved_tree(self):
        self.need_processes()
        python = self.copy() / "bin" / "python3"
        self.check_frames(self.gdb(python, f"break {FUNCTION}", "run", "backtrace", "kill",
                                   arguments=("-I", "-c", f"import sys; {LINE}")))

    def test_frames_of_an_embedding_program(self):
        self.need_processes()
        compiler, place = self.need_compiler(), self.folder()
        (place / "program.c").write_text(EMBEDDER.replace("import sys,", f"import sys; {LINE}; import"))
        flags = [word for option in ("--cflags", "--ldflags")
                 for word in shlex.split(self.run_command(TREE / "bin/python3-config", option, "--embed"))]
        self.run_command(compiler, "-g", "program.c", *flags, f"-Wl,-rpath,{TREE / 'lib'}", "-o", "program", cwd=place)
        self.check_frames(self.gdb(place / "program", f"break {FUNCTION}", "run", "backtrace", "kill"))
