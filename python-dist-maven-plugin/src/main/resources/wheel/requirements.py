"""Reads lists of packages as pip reads requirements: python -I requirements.py request.json

A list is a file in pip's format, as pip-compile, uv and poetry write it, or a lock of PEP 751 (pylock.toml). Of each line
that holds for this Python it gives the name, the versions, and which SHA-256 are allowed. All mistakes are told at once.

Not in wheels.py: that decides what a build gives, and how a list is written does not.
"""

import importlib.util
import os
import re
import shlex
import sys
from typing import NamedTuple

HERE = os.path.dirname(os.path.abspath(__file__))


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


wheels = load("wheels", os.path.join(HERE, "wheels.py"))

ADDRESS = re.compile(r"(https?|file|ftp):", re.IGNORECASE)
SHA256 = re.compile(r"[0-9a-f]{64}")
OTHER_LIST = ("-r", "--requirement", "-c", "--constraint")
PROJECTS = ("-e", "--editable")


class Mistake(Exception):
    """What is wrong with a line."""


class Listed(NamedTuple):
    """A line that holds."""

    where: str
    text: str
    name: str
    versions: object
    digests: frozenset


class Lists:
    def __init__(self):
        from pip._internal.req.req_file import get_line_parser

        self.parse = get_line_parser(None)
        self.packages = {}
        self.constraints = []
        self.left = []
        self.extras = []
        self.mistakes = []

    # ---- Files

    def read(self, path, constraint=False, within=()):
        if path in within:
            self.mistakes.append(f"{within[-1]}: it names {path}, which names it")
        elif path.endswith(".toml"):
            self.read_lock(path)
        else:
            content = self.content(path)
            self.read_lines(content, path, lambda number: f"{path}, line {number}", constraint, (*within, path))

    def content(self, path):
        from pip._internal.exceptions import InstallationError
        from pip._internal.req.req_file import get_file_content

        try:
            return get_file_content(path, None)[1]
        except InstallationError as error:
            cause = error.__context__
            self.mistakes.append(f"{path}: it cannot be read: {getattr(cause, 'strerror', None) or wheels.one_line(error)}")
        except (ValueError, LookupError):
            self.mistakes.append(f"{path}: it is no text")
        return ""

    def read_lines(self, content, path, where, constraint=False, within=()):
        from pip._internal.req.req_file import preprocess

        for number, line in preprocess(content):
            try:
                self.read_line(line, path, where(number), constraint, within)
            except (Mistake, ValueError) as error:
                self.mistakes.append(f"{where(number)}: {wheels.one_line(error)}")

    def read_lock(self, path):
        """A lock of PEP 751: the sdist that it has is the one that is allowed."""
        import tomllib

        try:
            with open(path, "rb") as file:
                lock = tomllib.load(file)
        except OSError as error:
            self.mistakes.append(f"{path}: it cannot be read: {error.strerror}")
            return
        except ValueError as error:
            self.mistakes.append(f"{path}: it is no TOML: {wheels.one_line(error)}")
            return
        if not str(lock.get("lock-version", "")).startswith("1.") or not isinstance(lock.get("packages"), list):
            self.mistakes.append(f"{path}: it is no lock of packages (pylock.toml, PEP 751)")
            return
        for package in lock["packages"]:
            name = package.get("name") if isinstance(package, dict) else None
            try:
                self.read_locked(package, f"{path}, {name}")
            except (Mistake, ValueError, KeyError, TypeError, AttributeError) as error:
                self.mistakes.append(f"{path}, {name}: {wheels.one_line(error) or 'it is no package'}")

    # ---- What is in them

    def read_line(self, line, path, where, constraint, within):
        from pip._internal.req.req_file import OptionParsingError, break_args_options

        text, options = break_args_options(line)
        text = text.strip()
        # Without their values, which may be passwords.
        names = [re.match(r"--[^=]*|-.", word).group() for word in shlex.split(options) if word.startswith("-")]
        known = ("--hash",) if text else OTHER_LIST
        for name in names:
            if name == "--hash" and not text:
                raise Mistake("it has a --hash of nothing: the line before does not end with \\")
            if name in PROJECTS:
                raise Mistake(f"{name} names a project, which has no sdist in an index; uv leaves it out with --no-emit-project")
            if name not in known:
                raise Mistake(f"{name} is an option of pip, and none of a list of packages")
        try:
            _, given = self.parse(line)
        except OptionParsingError as error:
            raise Mistake(error.msg.rpartition("error: ")[2]) from error
        if text:
            self.add(where, text, digests(given.hashes or {}), constraint)
            return
        if not path:
            raise Mistake(f"{names[0]} belongs into a file")
        other = (given.requirements or given.constraints)[0]
        if ADDRESS.match(other):
            raise Mistake(f"{names[0]} names an address; it may name a file")
        folder = os.path.dirname(path)
        self.read(os.path.abspath(os.path.join(folder, other)), constraint or not given.requirements, within)

    def read_locked(self, package, where):
        if "version" not in package or {"vcs", "directory", "archive"} & package.keys():
            raise Mistake("it is no package of an index; a project itself is left out by uv with --no-emit-project")
        text = f"{package['name']}=={package['version']}"
        if "marker" in package:
            text += f" ; {package['marker']}"
        self.add(where, text, digests({name: [digest] for name, digest in package.get("sdist", {}).get("hashes", {}).items()}, others=True))

    def add(self, where, text, allowed, constraint=False):
        from pip._vendor.packaging.markers import UndefinedComparison, UndefinedEnvironmentName
        from pip._vendor.packaging.requirements import InvalidRequirement, Requirement
        from pip._vendor.packaging.utils import canonicalize_name

        try:
            requirement = Requirement(text)
        except InvalidRequirement as error:
            # An address may have a password.
            raise Mistake("an address is no name with versions" if "//" in text else f"'{text[:80]}' is no name with versions") from error
        name = canonicalize_name(requirement.name)
        if requirement.url:
            raise Mistake(f"{name} is required by its address; write its name and versions")
        if requirement.marker:
            try:
                holds = requirement.marker.evaluate({"extra": ""})
            except (UndefinedComparison, UndefinedEnvironmentName) as error:
                raise Mistake(f"the marker of {name} cannot be judged: {wheels.one_line(error)}") from error
            if not holds:
                if not constraint:
                    self.left.append(name)
                return
        if requirement.extras and not constraint:
            self.extras.append(f"{name}[{','.join(sorted(requirement.extras))}]")
        if requirement.extras or requirement.marker:
            text = f"{requirement.name}{requirement.specifier}"
        listed = Listed(where, text, name, requirement.specifier, allowed)
        if constraint:
            self.constraints.append(listed)
            return
        other = self.packages.setdefault(name, listed)
        if other.versions != listed.versions:
            raise Mistake(f"{name} is required twice: here as '{text}', and as '{other.text}' ({other.where})")
        self.packages[name] = other._replace(digests=common(other, listed))

    def constrain(self):
        """Constraints limit what is required elsewhere, wherever they stand."""
        for limit in self.constraints:
            listed = self.packages.get(limit.name)
            if listed:
                versions = listed.versions & limit.versions
                text = listed.text if versions == listed.versions else f"{limit.name}{versions}"
                try:
                    self.packages[limit.name] = listed._replace(text=text, versions=versions, digests=common(listed, limit))
                except Mistake as mistake:
                    self.mistakes.append(f"{limit.where}: {mistake}")


def digests(given, others=False):
    """Those by SHA-256; a lock of PEP 751 may have others beside."""
    found = {digest.lower() for digest in given.get("sha256", [])}
    if not others and set(given) - {"sha256"}:
        raise Mistake(f"a digest by {min(set(given) - {'sha256'})}; what is built is known by SHA-256")
    for digest in sorted(found):
        if not SHA256.fullmatch(digest):
            raise Mistake(f"'{digest}' is no SHA-256")
    if given and not found:
        raise Mistake("it has digests, but none by SHA-256")
    return frozenset(found)


def common(one, other):
    """What both allow; without digests that is all."""
    if one.digests and other.digests and not one.digests & other.digests:
        raise Mistake(f"no SHA-256 of {one.name} is allowed both here and by {one.where}")
    return one.digests & other.digests if one.digests and other.digests else one.digests | other.digests


def requirements(request):
    lists = Lists()
    for line in request["named"]:
        lists.read_lines(line, None, lambda number: "<packages>")
    for path in request["files"]:
        lists.read(path)
    lists.constrain()
    return 0, {
        "packages": [
            {"requirement": listed.text, "name": listed.name, "sha256": sorted(listed.digests)}
            for listed in lists.packages.values()
        ],
        "left": sorted(set(lists.left) - set(lists.packages)),
        "extras": lists.extras,
        "mistakes": lists.mistakes,
    }


wheels.COMMANDS["requirements"] = requirements

if __name__ == "__main__":
    sys.exit(wheels.main())
