"""A build backend (PEP 517) in a few lines: compiles one file as sysconfig says, and packs it."""

import os
import random
import shlex
import subprocess
import sysconfig
import tarfile
import time
import zipfile

METADATA = "Metadata-Version: 2.1\nName: fastsum\nVersion: 1.0\n"
# Says that it is for machines like this one; build-wheel finds out what is true.
WHEEL = "Wheel-Version: 1.0\nGenerator: backend\nRoot-Is-Purelib: false\nTag: cp313-cp313-linux_x86_64\n"


def build_wheel(folder, config_settings=None, metadata_directory=None):
    words = lambda name: shlex.split(sysconfig.get_config_var(name))
    flags = shlex.split(os.environ.get("CFLAGS", ""))
    module = "fastsum" + sysconfig.get_config_var("EXT_SUFFIX")
    run = lambda *command: subprocess.run(command, check=True)
    source = os.path.abspath("fastsum.c")
    run(*words("CC"), *words("CFLAGS"), *words("CCSHARED"), *flags, "-I" + sysconfig.get_path("include"), "-c", source)
    run(*words("LDSHARED"), "fastsum.o", "-lm", "-o", module)
    name = "fastsum-1.0-cp313-cp313-linux_x86_64.whl"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        members = [("METADATA", METADATA), ("WHEEL", WHEEL), ("RECORD", "")]
        if os.environ.get("LEAVE_OUT"):
            members = members[1:]
        random.shuffle(members)  # careless about order and times, as many are
        for file, text in members:
            wheel.writestr(zipfile.ZipInfo(f"fastsum-1.0.dist-info/{file}", time.localtime()[:6]), text)
        wheel.write(module)
    return name


def build_sdist(folder, config_settings=None):
    with tarfile.open(os.path.join(folder, "fastsum-1.0.tar.gz"), "w:gz") as sdist:
        for file in ("pyproject.toml", "fastsum.c", "build-tools/backend.py"):
            sdist.add(file, f"fastsum-1.0/{file}")
    return "fastsum-1.0.tar.gz"
