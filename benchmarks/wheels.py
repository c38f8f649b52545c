"""Measures the goal wheels: packages of the catalog's lists built twice, then the same again with nothing changed.

    benchmarks/wheels.py REPOSITORY [PACKAGE...]

REPOSITORY is a local Maven repository that has plugin and interpreter: what the first command of the README installs. The
packages must be in wheels/wheels.lock.json, so that nothing is looked up; their files come from a package index the first time.
Times of packages are those that the goal prints, for two builds and all that is around them, one package at a time.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

here = pathlib.Path(__file__).parent.resolve()
repository = pathlib.Path(sys.argv[1]).resolve()
names = sys.argv[2:] or ["idna", "requests", "hatchling", "setuptools", "markupsafe", "pyyaml", "greenlet", "aiohttp"]
work = here / "target/wheels"
shutil.rmtree(work, ignore_errors=True)
work.mkdir(parents=True)

lock = json.loads((here.parent / "wheels/wheels.lock.json").read_text())
locked = {package["name"]: package for package in lock["packages"]}
(work / "wheels.txt").write_text("".join(locked[name]["requirement"] + "\n" for name in names))
shutil.copy(here.parent / "wheels/wheels.lock.json", work)
pom = (here.parent / "wheels/pom.xml").read_text()
(work / "pom.xml").write_text(re.sub(r"(?s)\s*<(lists|pageFile)>.*?</\1>", "", pom))


def run(*arguments):
    """Wall time of the whole command in seconds, and what it printed."""
    command = [here.parent / "mvnw", "-B", "-f", work / "pom.xml", f"-Dmaven.repo.local={repository}", "-Dpython-dist.jobs=1",
               "python-dist:wheels", *arguments]
    start = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stdout)
    return time.perf_counter() - start, done.stdout


run()  # files, components and the roots of the environment are fetched and made here
first, log = run("-Dpython-dist.wheels.again")
again, _ = run()
print(f"| package, built twice, {os.cpu_count()} cores | | s |\n|---|---|---:|")
for name, version, state, seconds, unit in re.findall(r"\[ *\d+/\d+\] (\S+) (\S+): ([a-z]+).* \((\d+) (s|ms)\)\n", log):
    print(f"| {name} {version} | {state} | {int(seconds) / (1000 if unit == 'ms' else 1):.1f} |")
print(f"| all of them, with Maven and the comparison of the surroundings | | {first:.1f} |")
print(f"| the same again, nothing changed | | {again:.1f} |")
