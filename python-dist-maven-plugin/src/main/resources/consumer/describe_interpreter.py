"""What a Python says about itself, as lines of name=value on standard output: python -I describe_interpreter.py

Lines rather than JSON: a build that only runs a script need not load a JSON library.
"""

import importlib.util
import os
import platform
import sys
import sysconfig


def pip_home():
    """The folder that pip is imported from, or nothing."""
    spec = importlib.util.find_spec("pip")
    return os.path.dirname(os.path.dirname(spec.origin)) if spec and spec.origin else ""


def abi_tag():
    """As wheels name it, such as cp313 or cp313t."""
    threads = "t" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""
    return f"cp{sys.version_info[0]}{sys.version_info[1]}{threads}"


FACTS = {
    "implementation": sys.implementation.name,
    "version": platform.python_version(),
    "build": " ".join(sys.version.split()),
    "executable": os.path.realpath(sys.executable),
    "prefix": sys.prefix,
    "abi": abi_tag(),
    "pip": pip_home(),
}

for name, value in FACTS.items():
    sys.stdout.buffer.write(f"{name}={value}\n".encode("utf-8", "surrogateescape"))
