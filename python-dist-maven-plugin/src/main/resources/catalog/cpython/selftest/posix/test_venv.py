import json
import os
import pathlib
import shutil
import zipfile

from support import PYTHON, STDLIB, TREE, Case, environment, imports

WHERE = "import sys, json; print(json.dumps([sys.prefix, sys.base_prefix]))"

METADATA = {
    "hello.py": "def main():\n    print('hello from', __name__)\n",
    "hello-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: hello\nVersion: 1.0\n",
    "hello-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: self-test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "hello-1.0.dist-info/entry_points.txt": "[console_scripts]\nhello = hello:main\n",
    "hello-1.0.dist-info/RECORD": "",
}


class Venv(Case):

    def make(self, python=PYTHON, *options):
        place = self.folder() / "virtual"
        self.run_command(python, "-I", "-m", "venv", *options, place, env=self.offline())
        return place

    def offline(self):
        return environment(PIP_NO_INDEX="1", PIP_DISABLE_PIP_VERSION_CHECK="1", http_proxy="http://127.0.0.1:9", https_proxy="http://127.0.0.1:9")

    def where(self, place):
        return json.loads(self.run_python(WHERE, python=place / "bin/python"))

    def test_pip_offline_and_console_script(self):
        place = self.make()
        self.assertEqual(self.where(place), [str(place), str(TREE)])
        wheel = self.folder() / "hello-1.0-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as out:
            for name, text in METADATA.items():
                out.writestr(name, text)
        self.run_command(place / "bin/python", "-m", "pip", "install", wheel, env=self.offline())
        self.assertEqual(self.run_command(place / "bin/hello"), "hello from hello\n")
        self.assertIn("hello", self.run_command(place / "bin/pip", "list", env=self.offline()))

    def test_made_through_a_link(self):
        self.need_proc()
        folder = self.folder()
        link = folder / f"python{os.path.basename(PYTHON)[6:]}"
        link.symlink_to(PYTHON)
        place = self.make(link, "--without-pip")
        self.assertTrue(os.path.samefile(self.where(place)[1], TREE), self.where(place))
        self.run_python(imports("ssl", "sqlite3", "json"), python=place / "bin/python")

    def test_copies(self):
        place = self.make(PYTHON, "--without-pip", "--copies")
        self.assertFalse((place / "bin/python").is_symlink())
        self.assertEqual(self.where(place), [str(place), str(TREE)])

    def test_made_again_from_a_read_only_library(self):
        # Where all of it is read-only, as where a tree is shared, its scripts are copied from files nobody may write.
        package = self.folder() / "venv"
        shutil.copytree(STDLIB / "venv", package)
        for file in package.rglob("*"):
            file.chmod(file.stat().st_mode & ~0o222)
        place = self.folder() / "virtual"
        code = f"import sys; sys.path.insert(0, {os.fspath(package.parent)!r}); import venv; venv.create({os.fspath(place)!r})"
        for _ in range(2):
            self.run_python(code)
            for script in place.glob("bin/[Aa]ctivate*"):
                self.assertTrue(script.stat().st_mode & 0o200, script)
        for file in package.rglob("*"):
            file.chmod(file.stat().st_mode | 0o200)

    def test_venv_of_a_venv(self):
        outer = self.make(PYTHON, "--without-pip")
        inner = self.make(outer / "bin/python", "--without-pip")
        self.assertEqual(self.where(inner), [str(inner), str(TREE)])

    def test_pip_of_the_tree(self):
        shown = self.run_command(PYTHON, "-I", "-m", "pip", "list", "--format", "json", env=self.offline())
        installed = {entry["name"]: entry["version"] for entry in json.loads(shown)}
        bundled = {wheel.name.split("-")[0]: wheel.name.split("-")[1]
                   for wheel in pathlib.Path(TREE).glob("lib/python3*/ensurepip/_bundled/*.whl")}
        self.assertEqual(installed, bundled)
        self.run_command(PYTHON, "-I", "-m", "pip", "check", env=self.offline())

    def test_record_of_pip_is_true(self):
        code = """if 1:
            import base64, hashlib, importlib.metadata as m
            bad = []
            for file in m.files("pip"):
                path = file.locate()
                if not path.exists():
                    bad.append(f"{file}: missing")
                elif file.hash:
                    digest = base64.urlsafe_b64encode(hashlib.new(file.hash.mode, path.read_bytes()).digest()).rstrip(b"=").decode()
                    if digest != file.hash.value:
                        bad.append(f"{file}: differs")
            print(bad)
            """
        self.assertEqual(self.run_python(code), "[]")
