"""Makes of pip, which pip on another system has just installed, what it would be on Windows, in a tree that may be moved.

Scripts/pip.exe and its like are made. Such a program is a launcher, a line that says by which interpreter, and a zip archive
that the interpreter runs. The launcher is the one that pip carries for every program it installs; a path that begins with
<launcher_dir> it takes from where it is itself.

    scripts.py --tree DIR --cpu x86_64 --series 3.13
"""

import argparse
import base64
import hashlib
import io
import os
import pathlib
import sys
import time
import zipfile

LAUNCHERS = {"x86_64": "t64.exe", "aarch64": "t64-arm.exe"}

MAIN = """\
import sys
from pip._internal.cli.main import main
if __name__ == "__main__":
    sys.argv[0] = sys.argv[0].removesuffix(".exe")
    sys.exit(main())
"""


def program(launcher):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as out:
        when = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6]
        out.writestr(zipfile.ZipInfo("__main__.py", max(when, (1980, 1, 1, 0, 0, 0))), MAIN)
    return launcher.read_bytes() + b"#!<launcher_dir>\\..\\python.exe\n" + archive.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tree", type=pathlib.Path, required=True)
    parser.add_argument("--cpu", choices=sorted(LAUNCHERS), required=True)
    parser.add_argument("--series", required=True)
    options = parser.parse_args()
    packages = options.tree / "Lib" / "site-packages"
    content = program(packages / "pip" / "_vendor" / "distlib" / LAUNCHERS[options.cpu])
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
    scripts = options.tree / "Scripts"
    scripts.mkdir()
    (record,) = packages.glob("pip-*.dist-info/RECORD")
    # Where the wheel was is nobody's concern, as with what ensurepip installs.
    (record.parent / "direct_url.json").unlink()
    lines = [line for line in record.read_text(encoding="utf-8").splitlines()
             if not line.startswith(("../../bin/", f"{record.parent.name}/direct_url.json,"))]
    for name in ("pip.exe", "pip3.exe", f"pip{options.series}.exe"):
        (scripts / name).write_bytes(content)
        (scripts / name).chmod(0o755)
        lines.append(f"../../Scripts/{name},sha256={digest},{len(content)}")
    record.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
