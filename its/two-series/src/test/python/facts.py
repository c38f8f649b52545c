"""Uses what each series links statically, and says which interpreter it was."""

import bz2, ctypes, curses, dbm.ndbm, decimal, hashlib, lzma, readline, sqlite3, ssl, sys, uuid, zlib
import os
import pathlib
import subprocess
import sysconfig
import tempfile

with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, env=os.environ | {"PIP_NO_INDEX": "1"})
    pip = subprocess.run([pathlib.Path(folder, "bin/pip"), "--version"], check=True, capture_output=True, text=True).stdout

print("version", sys.version.split()[0], sep="=")
print("pip", pip.rpartition("(")[2].strip(" )\n"), sep="=")
print("openssl", ssl.OPENSSL_VERSION, sep="=")
print("dynamic", len(list(pathlib.Path(sysconfig.get_config_var("DESTSHARED")).glob("*.so"))), sep="=")
