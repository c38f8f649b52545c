"""A build backend (PEP 517) for a pure package, in the project itself."""

import pathlib
import zipfile

FILES = {
    "METADATA": "Metadata-Version: 2.1\nName: phrases\nVersion: 2.1\n",
    "WHEEL": "Wheel-Version: 1.0\nGenerator: backend\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "entry_points.txt": "[console_scripts]\nphrase = phrases:main\n",
    "RECORD": "",
}


def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "phrases-2.1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        for file in pathlib.Path("phrases").glob("*.py"):
            wheel.write(file)
        for file, text in FILES.items():
            wheel.writestr(f"phrases-2.1.dist-info/{file}", text)
    return name
