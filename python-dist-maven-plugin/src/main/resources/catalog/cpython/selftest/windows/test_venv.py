import json
import os
import pathlib
import struct
import sys
import zipfile

from support import PYTHON, TREE, Case, environment

WHERE = "import sys, json; print(json.dumps([sys.prefix, sys.base_prefix, sys.executable]))"

WHEEL = {
    "hello.py": "def main():\n    print('hello from', __name__)\n",
    "hello-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: hello\nVersion: 1.0\n",
    "hello-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: self-test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "hello-1.0.dist-info/entry_points.txt": "[console_scripts]\nhello = hello:main\n",
    "hello-1.0.dist-info/RECORD": "",
}


class Venv(Case):

    def make(self, python=PYTHON, *options):
        place = self.folder() / "virtual"
        self.run_command(python, "-I", "-m", "venv", *options, place, env=self.offline(), timeout=300)
        return place

    def offline(self):
        return environment(PIP_NO_INDEX="1", PIP_DISABLE_PIP_VERSION_CHECK="1", http_proxy="http://127.0.0.1:9", https_proxy="http://127.0.0.1:9")

    def where(self, python):
        return [pathlib.Path(path) for path in json.loads(self.run_python(WHERE, python=python))]

    def test_pip_offline_and_console_script(self):
        place = self.make()
        scripts = place / "Scripts"
        self.assertEqual(self.where(scripts / "python.exe"), [place, TREE, scripts / "python.exe"])
        wheel = self.folder() / "hello-1.0-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as out:
            for name, text in WHEEL.items():
                out.writestr(name, text)
        self.run_command(scripts / "python.exe", "-m", "pip", "install", wheel, env=self.offline(), timeout=300)
        self.assertEqual(self.run_command(scripts / "hello.exe"), "hello from hello\n")
        self.assertIn("hello", self.run_command(scripts / "pip.exe", "list", env=self.offline(), timeout=300))

    def test_launchers(self):
        """The programs of an environment are made from the tree's own sources and start its interpreter."""
        place = self.make(PYTHON, "--without-pip")
        for name, subsystem in {"python.exe": 3, "pythonw.exe": 2}.items():
            with self.subTest(name):
                data = (place / "Scripts" / name).read_bytes()
                self.assertLess(len(data), 400_000)
                header = struct.unpack_from("<I", data, 0x3C)[0]
                self.assertEqual(struct.unpack_from("<H", data, header + 24 + 68)[0], subsystem)
        self.run_command(place / "Scripts/pythonw.exe", "-I", "-c", "raise SystemExit(3)", status=3)
        shown = self.run_command(place / "Scripts/python.exe", "-I", "-c", "import sys; print(ascii(sys.argv[1:]))", "größe", "a b", 'c"d')
        self.assertEqual(shown.strip(), ascii(["größe", "a b", 'c"d']))

    def test_venv_of_a_venv(self):
        outer = self.make(PYTHON, "--without-pip")
        inner = self.make(outer / "Scripts/python.exe", "--without-pip")
        self.assertEqual(self.where(inner / "Scripts/python.exe")[:2], [inner, TREE])

    def test_activation(self):
        self.folder_name = "self test "
        self.activate()

    def test_activation_beyond_ascii(self):
        self.activate()

    def activate(self):
        place = self.make(PYTHON, "--without-pip")
        script = self.folder() / "try.bat"
        script.write_text('@call "%PLACE%\\Scripts\\activate.bat"\n@python -I -c "import sys; print(ascii(sys.prefix))"\n')
        shown = self.run_command("cmd", "/c", script, env=environment(PLACE=str(place)))
        self.assertEqual(shown.strip().splitlines()[-1], ascii(str(place)))

    def test_pip_of_the_tree(self):
        shown = self.run_command(PYTHON, "-I", "-m", "pip", "--version", env=self.offline(), timeout=300)
        self.assertIn(str(TREE / "Lib" / "site-packages" / "pip"), shown)
        shown = self.run_command(PYTHON, "-I", "-m", "pip", "list", "--format", "json", env=self.offline(), timeout=300)
        installed = {entry["name"]: entry["version"] for entry in json.loads(shown)}
        bundled = {wheel.name.split("-")[0]: wheel.name.split("-")[1] for wheel in TREE.glob("Lib/ensurepip/_bundled/*.whl")}
        self.assertEqual(installed, bundled)

    def test_wheels_for_windows(self):
        """An extension module in a wheel with the tag of Windows is taken and found: one of the tree's own, renamed."""
        tag = f"cp{''.join(map(str, sys.version_info[:2]))}"
        place = self.folder() / "packages"
        wheel = self.folder() / f"native-1.0-{tag}-{tag}-win_amd64.whl"
        with zipfile.ZipFile(wheel, "w") as out:
            for name, text in WHEEL.items():
                if "dist-info" in name and "entry" not in name:
                    out.writestr(name.replace("hello", "native"), text.replace("hello", "native").replace("py3-none-any", f"{tag}-{tag}-win_amd64"))
            out.write(TREE / "DLLs/_queue.pyd", f"native/_queue.{tag}-win_amd64.pyd")
            out.writestr("native/__init__.py", "from native._queue import SimpleQueue\n")
        self.run_command(PYTHON, "-I", "-m", "pip", "install", "--target", place, wheel, env=self.offline(), timeout=300)
        code = f"import sys; sys.path.insert(0, {os.fspath(place)!r}); import native; print(native.SimpleQueue, native._queue.__file__[-4:])"
        self.assertIn(".pyd", self.run_python(code))
