"""What the goal build-wheel asks of Python: python -I build_wheel.py request.json

The request names a command and its inputs; the answer is written as JSON to request["answer"].

build   has a project's backend (PEP 517) make its wheel, in a virtual environment with what the build requires
hook    one call of the backend, run by build in a process of its own, as PEP 517 advises
finish  gives a wheel or an sdist the bytes that follow from its content alone, and a wheel the tags that are true

Only the standard library and what pip brings along are used.
"""

import base64
import copy
import csv
import gzip
import hashlib
import importlib
import importlib.util
import io
import json
import os
import pathlib
import stat
import subprocess
import sys
import tarfile
import time
import tomllib
import traceback
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
BACKEND_WITHOUT_NAME = "setuptools.build_meta:__legacy__"


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


# What the goals for packages use: pip of the interpreter, virtual environments.
wheels = load("wheels", os.path.join(HERE, "wheels.py"))


class Stop(Exception):
    """Ends the work with an answer."""

    def __init__(self, **answer):
        super().__init__(answer)
        self.answer = answer


# ---- build


def build(request):
    source = os.path.abspath(request["source"])
    python = environment(request)
    os.environ["PATH"] = os.path.dirname(python) + os.pathsep + os.environ["PATH"]
    os.environ["VIRTUAL_ENV"] = request["environment"]
    for patch in request["patches"]:
        if subprocess.call(["patch", "-p1", "--forward", "--batch", "-i", patch], cwd=source):
            raise Stop(problem=f"the patch {os.path.basename(patch)} does not apply")
    system = build_system(source)
    call = {
        "pip": request["pip"],
        "source": source,
        "backend": system.get("build-backend", BACKEND_WITHOUT_NAME),
        "path": system.get("backend-path", []),
        "config": request["config"],
    }
    if request["only-requires"]:
        return {"requires": run_hook(python, request, {**call, "hook": "get_requires_for_build_wheel", "requires": request["requires"]})}
    answer = {}
    # The sdist first: what a build leaves in the source must not get into it.
    for kind in ["sdist", "wheel"] if request["sdist"] else ["wheel"]:
        required = run_hook(python, request, {**call, "hook": f"get_requires_for_build_{kind}", "requires": request["requires"]})
        run_hook(python, request, {**call, "hook": "present", "requires": required})
        folder = os.path.join(request["out"], kind)
        os.makedirs(folder)
        print(f"---- {call['backend']}: build_{kind}", flush=True)
        name = run_hook(python, request, {**call, "hook": f"build_{kind}", "folder": folder, "requires": []})
        made = sorted(os.listdir(folder))
        if made != [name]:
            raise Stop(problem=f"build_{kind} says that it made {name}, and made {', '.join(made) or 'nothing'}")
        answer[kind] = name
    return answer


def build_system(source):
    """What pyproject.toml says of it; a source without that file is one for setuptools (PEP 517)."""
    file = os.path.join(source, "pyproject.toml")
    if not os.path.exists(file):
        return {}
    with open(file, "rb") as content:
        return tomllib.load(content).get("build-system", {})


def environment(request):
    """A virtual environment with what the build requires, and nothing else."""
    place = request["environment"]
    wheels.create({"folder": place, "place": place})
    python = os.path.join(place, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
    if request["wheels"]:
        lines = [f"{item['name']} @ {pathlib.Path(item['file']).as_uri()} --hash=sha256:{item['sha256']}\n" for item in request["wheels"]]
        requirements = os.path.join(request["work"], "requirements.txt")
        with open(requirements, "w", encoding="utf-8") as file:
            file.writelines(lines)
        install = {
            "command": "install",
            "folder": place,
            "place": place,
            "compile": False,
            "requirements": requirements,
            "pip": request["pip"],
            "answer": os.path.join(request["work"], "install.answer.json"),
        }
        if run_script("wheels.py", [python, "-I"], request, "install", install):
            raise Stop(problem="what the build requires cannot be installed")
    return python


def run_hook(python, request, call):
    answer = os.path.join(request["work"], "hook.answer.json")
    call = {**call, "command": "hook", "answer": answer}
    # Not -I: PYTHONHASHSEED has to hold. The source's directory is not on the path (PEP 517).
    code = run_script("build_wheel.py", [python, "-P", "-s"], request, "hook", call)
    if code == 0:
        with open(answer, encoding="utf-8") as file:
            told = json.load(file)
        if "result" in told:
            return told["result"]
        raise Stop(**told)
    raise Stop(problem=f"the backend {call['backend']} failed in {call['hook']}, with exit code {code}")


def run_script(script, python, request, name, call):
    file = os.path.join(request["work"], name + ".json")
    with open(file, "w", encoding="utf-8") as out:
        json.dump(call, out)
    sys.stdout.flush()
    return subprocess.call([*python, os.path.join(HERE, script), file])


def hook(request):
    if request["requires"]:
        wheels.use_pip(request["pip"])
    missing = [line for line in request["requires"] if not is_present(line)]
    if missing:
        raise Stop(missing=missing)
    os.chdir(request["source"])
    if request["hook"] == "present":
        return {"result": None}
    backend = backend_of(request)
    function = getattr(backend, request["hook"], None)
    if function is None:
        if request["hook"].startswith("get_requires_"):
            return {"result": []}
        raise Stop(problem=f"the backend {request['backend']} has no {request['hook']}")
    if "folder" in request:
        result = function(request["folder"], request["config"])
    else:
        result = list(function(request["config"]))
    return {"result": result}


def is_present(line):
    """Whether an installed package meets a requirement (PEP 508), or it is not meant for this Python."""
    from importlib import metadata

    from pip._vendor.packaging.requirements import Requirement

    requirement = Requirement(line)
    if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
        return True
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return False
    return requirement.specifier.contains(version, prereleases=True)


def backend_of(request):
    source = os.path.realpath(request["source"])
    folders = [os.path.realpath(os.path.join(source, folder)) for folder in request["path"]]
    for folder in folders:
        if os.path.commonpath([folder, source]) != source:
            raise Stop(problem=f"backend-path leads out of the project: {folder}")
    sys.path[:0] = folders
    name, _, attributes = request["backend"].partition(":")
    try:
        backend = importlib.import_module(name)
        for attribute in filter(None, attributes.split(".")):
            backend = getattr(backend, attribute)
    except (ImportError, AttributeError):
        traceback.print_exc()
        raise Stop(backend=request["backend"], problem=f"the backend {request['backend']} cannot be imported") from None
    return backend


# ---- finish


def finish(request):
    name = os.path.basename(request["file"])
    with open(request["file"], "rb") as file:
        content = file.read()
    if name.endswith(".whl"):
        name, content = finished_wheel(name, content, request)
    else:
        content = finished_sdist(name, content, request)
    with open(os.path.join(request["target"], name), "wb") as file:
        file.write(content)
    return {"name": name}


def finished_wheel(name, content, request):
    wheels.use_pip(request["pip"])
    from pip._vendor.packaging.utils import InvalidWheelFilename, canonicalize_name, canonicalize_version, parse_wheel_filename

    try:
        project, version, _, tags = parse_wheel_filename(name)
    except InvalidWheelFilename as error:
        raise Stop(problem=f"the wheel has a name that PEP 427 does not know: {error}") from None
    if request["name"] and canonicalize_name(request["name"]) != project:
        raise Stop(problem=f"pyproject.toml calls the project {request['name']}, and the wheel is {name}")
    if request["version"] and canonicalize_version(request["version"]) != canonicalize_version(str(version)):
        raise Stop(problem=f"pyproject.toml says version {request['version']}, and the wheel is {name}")
    parts = name[: -len(".whl")].split("-")
    info = f"{parts[0]}-{parts[1]}.dist-info"
    files = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            mode = entry.external_attr >> 16
            if stat.S_ISLNK(mode):
                raise Stop(problem=f"the wheel {name} has a symbolic link: {entry.filename}")
            if not entry.is_dir():
                files[entry.filename] = (archive.read(entry), bool(mode & 0o111))
    for file in ("METADATA", "WHEEL"):
        if f"{info}/{file}" not in files:
            raise Stop(problem=f"the wheel {name} has no {info}/{file}")
    if request["platforms"]:
        parts[-1] = ".".join(request["platforms"])
        described, program = files[f"{info}/WHEEL"]
        files[f"{info}/WHEEL"] = (retagged(described.decode("utf-8"), parts[-3:]).encode("utf-8"), program)
    # A record of what is in it now; signatures of the one before would say nothing.
    for file in ("RECORD", "RECORD.jws", "RECORD.p7s"):
        files.pop(f"{info}/{file}", None)
    names = sorted(files, key=lambda path: (path.startswith(info + "/"), path))
    rows = io.StringIO()
    record = csv.writer(rows, lineterminator="\n")
    for path in names:
        data = files[path][0]
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode("ascii")
        record.writerow([path, f"sha256={digest}", len(data)])
    record.writerow([f"{info}/RECORD", "", ""])
    files[f"{info}/RECORD"] = (rows.getvalue().encode("utf-8"), False)
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for path in [*names, f"{info}/RECORD"]:
            data, program = files[path]
            entry = zipfile.ZipInfo(path, time.gmtime(request["epoch"])[:6])
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | (0o755 if program else 0o644)) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data, compresslevel=9)
    return "-".join(parts) + ".whl", result.getvalue()


def retagged(text, tags):
    """The file WHEEL with other tags, each combination on a line of its own (PEP 425)."""
    pythons, abis, platforms = (part.split(".") for part in tags)
    lines = [f"Tag: {python}-{abi}-{platform}" for python in pythons for abi in abis for platform in platforms]
    kept = [line for line in text.splitlines() if line.strip() and not line.lower().startswith("tag:")]
    build = [line for line in kept if line.lower().startswith("build:")]
    return "\n".join([*(line for line in kept if line not in build), *lines, *build]) + "\n"


def finished_sdist(name, content, request):
    if not name.endswith(".tar.gz"):
        raise Stop(problem=f"the sdist is {name}, and PEP 517 wants a .tar.gz")
    members = {}
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        for member in archive:
            if member.isfile() or member.issym():
                members[member.name] = (member, archive.extractfile(member).read() if member.isfile() else None)
            elif not member.isdir():
                raise Stop(problem=f"the sdist {name} has something that is neither file nor directory: {member.name}")
    result = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=result, mtime=request["epoch"]) as compressed:
        with tarfile.open(fileobj=compressed, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for path in sorted(members):
                member, data = members[path]
                plain = copy.copy(member)
                plain.pax_headers = {}
                plain.uid = plain.gid = 0
                plain.uname = plain.gname = ""
                plain.mtime = request["epoch"]
                plain.mode = 0o777 if plain.issym() else 0o755 if plain.mode & 0o111 else 0o644
                archive.addfile(plain, io.BytesIO(data) if data is not None else None)
    return result.getvalue()


COMMANDS = {"build": build, "hook": hook, "finish": finish}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        request = json.load(file)
    try:
        answer = COMMANDS[request["command"]](request)
    except Stop as stop:
        answer = stop.answer
    with open(request["answer"], "w", encoding="utf-8") as file:
        json.dump(answer, file)


if __name__ == "__main__":
    main()
