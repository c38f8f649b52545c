"""What the goals that deal with wheels ask of Python: python -I wheels.py request.json

The request names a command and its inputs; the answer is written as JSON to request["answer"]. The exit code is 0, or
pip's, whose output is on standard output. pip is the one of the interpreter that was unpacked, whichever runs this.
Only the standard library and what pip brings along are used.
"""

import importlib.machinery
import importlib.util
import json
import os
import sys

# PEP 508's names of systems and machines, by those of Maven classifiers.
SYSTEMS = {
    "linux": {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"},
    "osx": {"os_name": "posix", "sys_platform": "darwin", "platform_system": "Darwin"},
    "windows": {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"},
}
MACHINES = {
    "linux": {"x86_32": "i686", "aarch_64": "aarch64", "arm_32": "armv7l", "ppcle_64": "ppc64le", "s390_64": "s390x", "loongarch_64": "loongarch64"},
    "osx": {"aarch_64": "arm64"},
    "windows": {"x86_64": "AMD64", "x86_32": "x86", "aarch_64": "ARM64"},
}
WINDOWS_TAGS = {"AMD64": "win_amd64", "x86": "win32", "ARM64": "win_arm64"}
# PEP 600: the older names of some versions of glibc; the first version that the processor has wheels for is its floor.
OLD_MANYLINUX = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
GLIBC_FLOORS = {"x86_64": 5, "i686": 5}


# Settings of pip come in variables that begin so: they may hold a password, which belongs neither into a file nor into
# the arguments of a process.
SETTING = "PYTHON_DIST_PIP_"


class Refused(Exception):
    """What was asked for cannot be done; the user is told why."""


def use_pip(home):
    """Imports pip, and nothing else of the folder it is in."""
    spec = importlib.machinery.PathFinder.find_spec("pip", [home])
    module = importlib.util.module_from_spec(spec)
    sys.modules["pip"] = module
    spec.loader.exec_module(module)


def trust_the_system():
    """Before 24.2 pip asked certificates of its own alone; since then it asks the system."""
    import pip

    version = tuple(int(part) for part in pip.__version__.split(".")[:2])
    if version < (24, 2) and "PIP_CERT" not in os.environ:
        import ssl

        paths = ssl.get_default_verify_paths()
        if paths.cafile or paths.capath:
            os.environ["PIP_CERT"] = paths.cafile or paths.capath


def tell_what_an_index_refuses():
    """pip takes a page that it cannot fetch for one without packages, and says why only if it is asked for much more."""
    from pip._internal.index import collector

    failed = getattr(collector, "_handle_get_simple_fail", None)
    if failed:
        collector._handle_get_simple_fail = lambda link, reason, meth=None: failed(link, reason, collector.logger.warning)


def run_pip(arguments):
    from pip._internal.cli.main import main

    trust_the_system()
    tell_what_an_index_refuses()
    sys.stdout.flush()
    return main(["--no-input", "--no-color", "--disable-pip-version-check", *arguments])


# ---- Platforms


def machine(platform):
    return MACHINES[platform["os"]].get(platform["arch"], platform["arch"])


def marker_environment(platform):
    """PEP 508's variables as they are on a platform, whatever machine asks."""
    full = platform["python"]
    return {
        **SYSTEMS[platform["os"]],
        "implementation_name": "cpython",
        "implementation_version": full,
        "platform_machine": machine(platform),
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_version": "",
        "python_full_version": full,
        "python_version": ".".join(full.split(".")[:2]),
    }


def platform_tags(platform):
    """Best first; on Linux up to the C library's version given."""
    name = machine(platform)
    if platform["os"] == "windows":
        return [WINDOWS_TAGS[name]]
    newest = tuple(int(part) for part in platform["libc"].split("."))
    if platform["os"] == "osx":
        from pip._vendor.packaging import tags

        return list(tags.mac_platforms(newest, name))
    if platform["musl"]:
        return [f"musllinux_{newest[0]}_{minor}_{name}" for minor in range(newest[1], -1, -1)]
    found = []
    for minor in range(newest[1], GLIBC_FLOORS.get(name, 17) - 1, -1):
        found.append(f"manylinux_{newest[0]}_{minor}_{name}")
        if minor in OLD_MANYLINUX:
            found.append(f"{OLD_MANYLINUX[minor]}_{name}")
    return [*found, f"linux_{name}"]


def pip_options(platform):
    options = ["--implementation", "cp", "--python-version", platform["python"], "--abi", platform["abi"]]
    for tag in platform_tags(platform):
        options += ["--platform", tag]
    return options


def supported_tags(platform):
    from pip._vendor.packaging import tags

    if platform is None:
        return list(tags.sys_tags())
    version = tuple(int(part) for part in platform["python"].split(".")[:2])
    names = platform_tags(platform)
    interpreter = f"cp{version[0]}{version[1]}"
    return [
        *tags.cpython_tags(version, [platform["abi"]], names),
        *tags.compatible_tags(version, interpreter, names),
    ]


# ---- Commands


def lock(request):
    """Resolves requirements for one platform, by pip's own resolver; nothing is installed."""
    from pip._internal.req import req_file
    from pip._vendor.packaging import markers

    read = []
    content, option = req_file.get_file_content, req_file.handle_option_line

    def get_file_content(url, *others, **named):
        if "://" in url and not url.startswith("file:"):
            raise Refused(f"{url} is not a file of the project; write a path after -r and -c")
        result = content(url, *others, **named)
        read.append(os.path.realpath(result[0]))
        return result

    def handle_option_line(opts, filename, lineno, *others, **named):
        for name in ("index_url", "no_index", "extra_index_urls", "find_links", "trusted_hosts"):
            if getattr(opts, name, None):
                raise Refused(
                    f"{filename}, line {lineno}: --{name.rstrip('s').replace('_', '-')} is no business of requirements; "
                    "where packages come from is said by <indexUrl>, <indexId> and <wheelDirectory>"
                )
        return option(opts, filename, lineno, *others, **named)

    req_file.get_file_content, req_file.handle_option_line = get_file_content, handle_option_line
    platform = request["platform"]
    arguments = ["install", "--dry-run", "--ignore-installed", "--report", request["report"]]
    if request["sdists"]:
        # pip builds them, so it has to be this machine's.
        arguments += ["--prefer-binary"]
    else:
        markers.default_environment = lambda: marker_environment(platform)
        arguments += ["--only-binary", ":all:", "--target", request["scratch"], *pip_options(platform)]
    code = run_pip([*arguments, "-r", request["requirements"]])
    if code:
        return code, {}
    with open(request["report"], encoding="utf-8") as file:
        report = json.load(file)
    environment = marker_environment(platform)
    marker = " and ".join(f"{name} == '{environment[name]}'" for name in ("sys_platform", "platform_machine"))
    return 0, {"files": sorted(set(read)), "marker": marker, "packages": [locked(item) for item in report["install"]]}


def locked(item):
    from pip._vendor.packaging.utils import canonicalize_name

    info, metadata = item["download_info"], item["metadata"]
    name = canonicalize_name(metadata["name"])
    if "archive_info" not in info:
        raise Refused(f"{name} comes from {info['url']}, which has no digest to be locked by; build a wheel of it first")
    archive = info["archive_info"]
    digest = archive.get("hashes", {}).get("sha256") or archive.get("hash", "").partition("sha256=")[2]
    if not digest:
        raise Refused(f"the index gives no SHA-256 of {info['url']}")
    return {
        "name": name,
        "version": metadata["version"],
        "requiresPython": metadata.get("requires_python"),
        "url": info["url"],
        "sha256": digest,
    }


def select(request):
    """Which file of each package is to be installed on a platform, or on this machine."""
    from pip._vendor.packaging import markers
    from pip._vendor.packaging.specifiers import SpecifierSet

    platform = request["platform"]
    environment = markers.default_environment() if platform is None else marker_environment(platform)
    python = environment["python_full_version"]
    ranks = {}
    for rank, tag in enumerate(supported_tags(platform)):
        ranks.setdefault(tag, rank)

    def applies(marker):
        if marker and "dependency_groups" in marker:
            raise Refused(f"its marker asks for groups, of which none can be chosen here: {marker}")
        # No extra is asked for (PEP 751).
        return not marker or markers.Marker(marker).evaluate({**environment, "extras": frozenset()})

    def choose(package):
        """The number of its wheel, -1 for the sdist, None if it is not needed here."""
        if not applies(package["marker"]):
            return None
        requires = package["requiresPython"]
        if requires and not SpecifierSet(requires).contains(python, prereleases=True):
            raise Refused(f"it requires Python {requires}")
        if package["name"] in names:
            raise Refused("it is there twice, and both are meant for this platform")
        names.add(package["name"])
        best = None
        for index, wheel in enumerate(package["wheels"]):
            rank = min((ranks[tag] for tag in wheel_tags(package, wheel) if tag in ranks), default=None)
            if rank is not None and (best is None or rank < best[0]):
                best = (rank, index)
        if best is not None:
            return best[1]
        if package["sdist"]:
            return -1
        raise Refused("there is " + (", ".join(package["wheels"]) or "no wheel at all"))

    problems, chosen, names = [], [], set()
    wanted = request["requiresPython"]
    try:
        if wanted and not SpecifierSet(wanted).contains(python, prereleases=True):
            problems.append(f"it is for Python {wanted}, this interpreter is {python}")
        elif request["environments"] and not any(applies(marker) for marker in request["environments"]):
            problems.append("it is for " + "; or for ".join(request["environments"]))
    except (Refused, ValueError) as error:
        problems.append(one_line(error))
    for package in [] if problems else request["packages"]:
        try:
            wheel = choose(package)
        except (Refused, ValueError) as error:
            problems.append(f"{package['name']} {package['version']}: {one_line(error)}")
        else:
            if wheel is not None:
                chosen.append({"package": package["index"], "wheel": wheel})
    return 0, {"chosen": chosen, "problems": problems}


def wheel_tags(package, wheel):
    """The tags in the name of a wheel, which has to be one of the package that it is locked for."""
    from pip._vendor.packaging.utils import parse_wheel_filename
    from pip._vendor.packaging.version import Version

    name, version, _, tags = parse_wheel_filename(wheel)
    if name != package["name"] or version != Version(package["version"]):
        raise Refused(f"{wheel} is a wheel of {name} {version}")
    return tags


def one_line(error):
    """What packaging says of a name, version or marker; under a marker it draws an arrow."""
    return str(error).partition("\n")[0]


def download(request):
    """Fetches files whose digests are known into a folder."""
    arguments = ["download", "--no-deps", "--require-hashes", "--progress-bar", "off", "--dest", request["folder"]]
    if not request["sdists"]:
        arguments += ["--only-binary", ":all:"]
        if request["platform"]:
            arguments += pip_options(request["platform"])
    return run_pip([*arguments, "-r", request["requirements"]]), {}


class Index:
    """What pip finds where it is told to look; nothing of it is run."""

    def __init__(self, command):
        options, _ = command.parse_args([])
        self.session = command.get_default_session(options)
        self.known = {}

    def links(self, name, sources_only):
        """All files of a package that this Python may use, with their versions."""
        key = (name, sources_only)
        if key not in self.known:
            from pip._internal.commands import create_command

            # A new one each time: options of one call are the defaults of the next.
            command = create_command("download")
            options, _ = command.parse_args(["--no-binary", ":all:"] if sources_only else [])
            finder = command._build_package_finder(options=options, session=self.session)
            self.known[key] = [(candidate.version, candidate.link) for candidate in finder.find_all_candidates(name)]
        return self.known[key]

    def fetch(self, link, path):
        with self.session.get(link.url_without_fragment, headers={"Accept-Encoding": "identity"}, stream=True) as answer:
            answer.raise_for_status()
            with open(path, "wb") as file:
                for chunk in answer.iter_content(1 << 16):
                    file.write(chunk)


def with_index(function):
    """Gives a command pip's session: login, proxy and certificates as for an installation."""

    def run(request):
        from pip._internal.commands import create_command

        trust_the_system()
        tell_what_an_index_refuses()
        command = create_command("download")
        with command.main_context():
            return 0, function(request, Index(command))

    return run


@with_index
def sdists(request, index):
    """Which sdist each requirement comes to: the newest that it allows."""
    found = []
    for line in request["requirements"]:
        try:
            found.append({"requirement": line, **sdist(line, index)})
        except (Refused, ValueError) as error:
            found.append({"requirement": line, "problem": one_line(error)})
    return {"sdists": found}


def sdist(line, index):
    from pip._vendor.packaging.requirements import Requirement
    from pip._vendor.packaging.utils import canonicalize_name

    requirement = Requirement(line)
    if requirement.url or requirement.extras or requirement.marker:
        raise Refused("write a name and versions alone, such as numpy>=2")
    name, wanted = canonicalize_name(requirement.name), requirement.specifier
    pinned = any(part.operator in ("==", "===") and not part.version.endswith(".*") for part in wanted)
    allowed = [(version, link) for version, link in index.links(name, True) if pinned or not link.is_yanked]
    versions = set(wanted.filter({version for version, _ in allowed}))
    files = [(version, link) for version, link in allowed if version in versions]
    if not files:
        if any(wanted.contains(version, prereleases=True) for version, _ in index.links(name, False)):
            raise Refused("it has wheels only, and no sdist")
        if index.links(name, False):
            raise Refused("there is no such version of it for this Python")
        raise Refused("there is no package of that name, or none for this Python")
    newest = max(version for version, _ in files)
    # pip's own order of preference: a .tar.gz, by PEP 625, rather than a .zip.
    link = min((link for version, link in files if version == newest), key=lambda link: (not link.filename.endswith(".tar.gz"), link.filename))
    return {"name": name, "version": str(newest), "file": link.filename, "sha256": digest_of(link)}


def digest_of(link):
    digest = (link._hashes or {}).get("sha256")
    if digest is None and link.is_file:
        import hashlib

        with open(link.file_path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    if not digest:
        raise Refused(f"the index gives no SHA-256 of {link.filename}")
    return digest


@with_index
def files(request, index):
    """Fetches files by their names into a folder; whether they are the right ones is for the caller to check."""
    problems = {}
    for item in request["files"]:
        for _, link in index.links(item["name"], not item["file"].endswith(".whl")):
            if link.filename == item["file"]:
                try:
                    index.fetch(link, os.path.join(request["folder"], item["file"]))
                except OSError as error:
                    problems[item["file"]] = one_line(error)
                break
        else:
            problems[item["file"]] = "the index has no such file for this Python"
    return {"problems": problems}


def build(request):
    """Makes wheels of sdists that are here."""
    return run_pip(["wheel", "--no-deps", "--wheel-dir", request["folder"], *request["sdists"]]), {}


def create(request):
    """An empty virtual environment in one place that is meant for another."""
    import venv

    here, place = request["folder"], request["place"]

    class Builder(venv.EnvBuilder):
        def setup_scripts(self, context):
            context.env_dir = place
            context.env_exe = context.env_exe.replace(here, place, 1)
            super().setup_scripts(context)
            context.env_dir = here

    Builder(symlinks=os.name != "nt", prompt=os.path.basename(place)).create(here)
    config = os.path.join(here, "pyvenv.cfg")
    with open(config, encoding="utf-8") as file:
        text = file.read()
    with open(config, "w", encoding="utf-8") as file:
        file.write(text.replace(here, place))
    return 0, {}


def install(request):
    """Installs wheels into the virtual environment that this is run by, with scripts that name its place to be."""
    here, place, executable = request["folder"], request["place"], sys.executable
    sys.executable = executable.replace(here, place, 1)
    arguments = ["install", "--no-index", "--no-deps", "--require-hashes", "--no-compile", "--no-warn-script-location"]
    code = run_pip([*arguments, "-r", request["requirements"]])
    sys.executable = executable
    if code == 0 and request["compile"]:
        import compileall
        import py_compile
        import sysconfig

        # By the source's digest rather than its time: the same bytes every time, and what is edited is compiled anew.
        for folder in sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}):
            compileall.compile_dir(
                folder,
                quiet=2,
                workers=0,
                stripdir=here,
                prependdir=place,
                invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH,
            )
    return code, {}


COMMANDS = {
    "lock": lock,
    "select": select,
    "download": download,
    "sdists": sdists,
    "files": files,
    "build": build,
    "create": create,
    "install": install,
}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        request = json.load(file)
    # Only what the goal says counts, not how pip is set up on this machine.
    for name in [name for name in os.environ if name.upper().startswith("PIP_")]:
        del os.environ[name]
    for name in [name for name in os.environ if name.startswith(SETTING)]:
        os.environ["PIP_" + name[len(SETTING):]] = os.environ.pop(name)
    use_pip(request["pip"])
    try:
        code, answer = COMMANDS[request["command"]](request)
    except Refused as refused:
        code, answer = 0, {"refused": str(refused)}
    with open(request["answer"], "w", encoding="utf-8") as file:
        json.dump(answer, file)
    return code


if __name__ == "__main__":
    sys.exit(main())
