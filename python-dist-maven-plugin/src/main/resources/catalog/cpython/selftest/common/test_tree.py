"""The files of the tree themselves."""

import json
import os
import pathlib
import re

from support import TREE, Case, absolute, expect


class Tree(Case):

    def files(self):
        for where, _, names in os.walk(TREE):
            for name in names:
                yield pathlib.Path(where, name)

    def test_no_path_of_the_build(self):
        self.assertTrue(expect["forbidden"])
        pattern = absolute(expect["forbidden"])
        for file in self.files():
            if not file.is_symlink() and (hit := pattern.search(data := file.read_bytes())):
                with self.subTest(str(file.relative_to(TREE))):
                    self.fail(repr(data[max(0, hit.start() - 40):hit.end() + 40]))

    def test_the_search_finds_what_it_should(self):
        pattern = absolute(["/build", "/out"])
        for text in (b"\0/build/src\0", b"-I/build/x", b" /out\n", b"'/out/install'", b"=/build"):
            self.assertTrue(pattern.search(text), text)
        for text in (b"/builder", b"a/build", b"$(srcdir)/build", b"../out", b"/out-of-tree"):
            self.assertFalse(pattern.search(text), text)

    def test_links_stay_inside_and_lead_somewhere(self):
        for file in self.files():
            if file.is_symlink():
                with self.subTest(str(file.relative_to(TREE))):
                    self.assertFalse(os.path.isabs(os.readlink(file)))
                    self.assertTrue(file.resolve(strict=True).is_relative_to(TREE.resolve()))

    def test_names_differ_by_more_than_case(self):
        seen = {}
        for file in self.files():
            name = str(file.relative_to(TREE))
            self.assertNotIn(name.lower(), seen, name)
            seen[name.lower()] = name

    def test_sources_are_compiled_once(self):
        optimised = [str(file) for file in self.files() if re.search(r"\.opt-\d\.pyc$", file.name)]
        self.assertEqual(optimised, [])

    def test_compiled_files_name_no_place(self):
        import marshal
        for file in self.files():
            if file.suffix == ".pyc":
                data = file.read_bytes()
                if data[4:8] != b"\1\0\0\0":
                    continue                          # written later, by whoever uses the tree
                name = marshal.loads(data[16:]).co_filename
                if name.startswith("/") or os.path.isabs(name):
                    with self.subTest(str(file.relative_to(TREE))):
                        self.fail(f"compiled as {name}")

    def test_start_up_uses_the_compiled_library(self):
        """Every module that is read at start comes from a .pyc that needs no comparison with its source."""
        code = """if 1:
            import json, sys, argparse, subprocess, logging, typing, asyncio
            bad = []
            for name, module in sorted(sys.modules.items()):
                cached = getattr(module, "__cached__", None)
                if cached and name != "__main__":
                    try:
                        with open(cached, "rb") as f:
                            flags = int.from_bytes(f.read(8)[4:], "little")
                    except FileNotFoundError:
                        flags = "no file"
                    if flags != 1:
                        bad.append((name, flags))
            print(json.dumps(bad))
            """
        self.assertEqual(json.loads(self.run_python(code)), [])
