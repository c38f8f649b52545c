"""The tree works and tells the truth wherever it stands and however it is started."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

from support import PYTHON, STDLIB, TREE, Case, environment

WHERE = ("import sys, os, json, ssl, sqlite3, ctypes; "
         "print(json.dumps([sys.prefix, sys.base_prefix, sys.exec_prefix, os.__file__, sys.executable]))")


class Located(Case):

    def where(self, *command, isolated=True, **options):
        return [pathlib.Path(path) for path in json.loads(self.run_command(*command, *(["-I"] if isolated else []), "-c", WHERE, **options))]

    def test_prefixes(self):
        self.assertEqual(self.where(PYTHON), [TREE, TREE, TREE, STDLIB / "os.py", PYTHON])
        self.assertEqual(STDLIB, TREE / "Lib")

    def test_nothing_else_on_the_path(self):
        code = "import json, sys; print(json.dumps(sys.path))"
        zipped = f"python{sys.version_info[0]}{sys.version_info[1]}.zip"
        self.assertEqual([pathlib.Path(path) for path in json.loads(self.run_python(code))],
                         [TREE / zipped, TREE / "DLLs", TREE / "Lib", TREE, TREE / "Lib/site-packages"])

    def test_no_start_up_warning(self):
        done = subprocess.run([PYTHON, "-I", "-X", "dev", "-W", "error", "-c", "pass"], capture_output=True, text=True, env=environment())
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_by_bare_name_on_path(self):
        env = environment(PATH=f"{TREE};{os.environ['PATH']}")
        self.assertEqual(self.where("cmd", "/c", "python", env=env)[1], TREE)

    def test_relative_path(self):
        shown = self.run_command("cmd", "/c", "python.exe", "-I", "-c", WHERE, cwd=TREE)
        self.assertEqual(pathlib.Path(json.loads(shown)[1]), TREE)

    def test_home_variable_still_rules(self):
        self.run_command(PYTHON, "-c", "pass", env=environment(PYTHONHOME="C:\\no\\such\\home"), status=1)
        self.assertEqual(self.where(PYTHON, isolated=False, env=environment(PYTHONHOME=str(TREE)))[1], TREE)

    def test_moved_again(self):
        target = self.copy()
        self.assertEqual(self.where(target / "python.exe"), [target, target, target, target / "Lib/os.py", target / "python.exe"])

    def test_without_a_console(self):
        file = self.folder() / "größe"
        code = f"import sys; open({os.fspath(file)!r}, 'w').write(str(sys.stdout)); sys.exit(3)"
        done = subprocess.run([TREE / "pythonw.exe", "-I", "-c", code], env=environment(), timeout=60)
        self.assertEqual(done.returncode, 3)
        self.assertTrue(file.read_text())

    def test_the_tree_is_not_written_to(self):
        with self.assertRaises(PermissionError):
            open(TREE / "Lib" / "new.txt", "w")
        with self.assertRaises(PermissionError):
            open(TREE / "Lib" / "os.py", "a")

    def test_modules_of_ones_own_are_cached(self):
        folder = self.folder()
        (folder / "größe.py").write_text("print(__cached__)\n")
        env = environment(PYTHONPATH=str(folder))
        del env["PYTHONDONTWRITEBYTECODE"]
        shown = self.run_command(PYTHON, "-c", "import größe", env=env).strip()
        self.assertTrue(pathlib.Path(shown).is_file(), shown)
        self.assertTrue(pathlib.Path(shown).is_relative_to(folder))
        elsewhere = folder / "caches"
        shown = self.run_command(PYTHON, "-X", f"pycache_prefix={elsewhere}", "-c", "import größe", env=env).strip()
        self.assertTrue(pathlib.Path(shown).is_relative_to(elsewhere), shown)
        self.assertTrue(pathlib.Path(shown).is_file(), shown)


class Names(Case):

    def test_arguments_and_environment(self):
        code = "import os, sys; print(ascii(sys.argv[1:]), ascii(os.environ['GRÖSSE']))"
        words = ["größe", "Ωμέγα", "日本", "🐍", 'quote " and \\', "", "a b", "\\\\server\\", "^&|<>%PATH%"]
        shown = self.run_command(PYTHON, "-I", "-c", code, *words, env=environment(GRÖSSE="日本 🐍"))
        self.assertEqual(shown.strip(), f"{ascii(words)} {ascii('日本 🐍')}")

    def test_files(self):
        folder = self.folder()
        for name in ("grün.txt", "日本.txt", "🐍.txt", "a b.txt"):
            with self.subTest(name):
                (folder / name).write_text("ß", encoding="utf-8")
                self.assertIn(name, os.listdir(folder))
                self.assertEqual((folder / name.upper()).read_text(encoding="utf-8"), "ß")
        self.assertEqual(sys.getfilesystemencoding(), "utf-8")

    def test_long_paths(self):
        folder = self.folder()
        self.addCleanup(shutil.rmtree, f"\\\\?\\{folder}\\{'a' * 100}", True)
        deep = f"\\\\?\\{folder}" + ("\\" + "a" * 100) * 4
        os.makedirs(deep)
        file = deep + "\\größe.py"
        with open(file, "w", encoding="utf-8") as out:
            out.write("print('far down')")
        self.assertGreater(len(file), 400)
        self.assertEqual(os.listdir(deep), ["größe.py"])
        self.assertEqual(os.stat(file).st_size, 17)
        self.assertEqual(self.run_command(PYTHON, "-I", file), "far down\n")
        os.rename(file, deep + "\\renamed.py")
        self.assertEqual([name for _, _, names in os.walk(f"\\\\?\\{folder}") for name in names], ["renamed.py"])

    def test_scripts(self):
        script = self.folder() / "größe.py"
        script.write_text("import sys; print(ascii(sys.argv[0]), ascii(__file__))", encoding="utf-8")
        self.assertEqual(self.run_command(PYTHON, "-I", script).strip(), f"{ascii(str(script))} {ascii(str(script))}")
