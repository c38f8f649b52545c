"""A build backend (PEP 517) that packs one module, and does first what the story wants this package to do."""

import importlib
import os
import shlex
import socket
import subprocess
import sys
import sysconfig
import time
import tomllib
import zipfile


def compiled(name):
    words = lambda variable: shlex.split(sysconfig.get_config_var(variable))
    module = name + sysconfig.get_config_var("EXT_SUFFIX")
    flags = shlex.split(os.environ.get("CFLAGS", ""))
    source = os.path.abspath(name + ".c")
    include = "-I" + sysconfig.get_path("include")
    subprocess.run([*words("CC"), *words("CFLAGS"), *words("CCSHARED"), *flags, include, "-c", source], check=True)
    subprocess.run([*words("LDSHARED"), name + ".o", "-o", module], check=True)
    with open(module, "rb") as file:
        return module, file.read()


def project():
    with open("pyproject.toml", "rb") as file:
        return tomllib.load(file)["project"]


def get_requires_for_build_wheel(config_settings=None):
    does = project()["description"]
    if does.startswith("smuggle "):
        return [does.partition(" ")[2]]
    return ["extra >= 1"] if does == "ask for extra" else []


def build_wheel(folder, config_settings=None, metadata_directory=None):
    title, does = project()["name"], project()["description"]
    name = title.replace("-", "_")
    module, content, tag = name + ".py", b"x = 1\n", "py3-none-any"
    if does == "compile":
        module, content = compiled(name)
        tag = "cp313-cp313-linux_x86_64"
    elif does == "leak time and path":
        content = f"TIME = {int(time.time())}\nBUILT_IN = {os.getcwd()!r}\n".encode()
    elif does == "leak the order of a set":
        content = "".join(f"{word} = 1\n" for word in {"one", "two", "three", "four", "five", "six", "seven"}).encode()
    elif does == "write elsewhere":
        open("/usr/evil", "w").close()
    elif does == "ask the network":
        socket.create_connection(("192.0.2.1", 80), timeout=5)
    elif does == "hang":
        time.sleep(10000)
    elif does == "leave a daemon":
        subprocess.Popen(["sh", "-c", "sleep 12345; :"], start_new_session=True)
    elif does == "fill the disk":
        with open("big", "wb") as file:
            while True:
                file.write(bytes(1 << 20))
                file.flush()
                time.sleep(0.005)
    elif does == "end":
        sys.exit("<b>the compiler is not amused</b>\n[INFO] BUILD \u202eSUCCESS")
    elif does in ("want extra", "ask for extra"):
        content = f"word = {importlib.import_module('extra').WORD!r}\n".encode()
    elif does == "close doors":
        # Directories that nobody may enter, and some deeper than a path can be long.
        here = os.getcwd()
        os.makedirs("closed/inner")
        os.chmod("closed", 0)
        for _ in range(60):
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
        os.chdir(here)
    elif does == "be for another machine":
        tag = "cp27-cp27m-win32"
    elif does == "be another package":
        title = "pip"
    elif does == "want a name":
        content = f"name = {os.environ['PACKAGE_NAME']!r}\n".encode()
    elif does == "be patched, and find libyaml":
        found = subprocess.run(["pkg-config", "--modversion", "yaml-0.1"], check=True, capture_output=True, text=True)
        with open("PATCHED") as patched:
            content = f"yaml = {found.stdout.strip()!r}\npatched = {patched.read()!r}\n".encode()
    wheel = f"{name}-1.0-{tag}.whl"
    info = f"{name}-1.0.dist-info"
    pure = "false" if does == "compile" else "true"
    with zipfile.ZipFile(os.path.join(folder, wheel), "w") as archive:
        archive.writestr(module, content)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {title}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: story\nRoot-Is-Purelib: {pure}\nTag: {tag}\n")
        archive.writestr(f"{info}/RECORD", "")
    return wheel
