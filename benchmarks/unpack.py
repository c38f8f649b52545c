"""Measures how an interpreter gets into a build: by the goal unpack, by that of maven-dependency-plugin, by tar.

    benchmarks/unpack.py REPOSITORY [RUNS]

REPOSITORY is a local Maven repository that has plugin and archive: what the first command of the README installs. Everything
is run in turn, RUNS times (5), and the medians are printed as a table. The time of a goal is what passes in Maven's log
between the line that begins it and the line after it, which has the loading of the plugin in it; the goal's own time is
what ours logs for -X. Processor time is that of the whole Maven, less what the same Maven takes without a goal.
"""

import datetime
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time

here = pathlib.Path(__file__).parent.resolve()
repository = pathlib.Path(sys.argv[1]).resolve()
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
work = here / "target/unpack"
archive = next(repository.glob("io/github/pythondist/cpython-3.13/*/cpython-3.13-*-linux-x86_64.tar.zst"))
version = archive.parent.name
dependency_plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0"
artifact = f"io.github.pythondist:cpython-3.13:{version}:tar.zst:linux-x86_64"


def measured(command, **options):
    """Wall and processor time of a command and all its children, in milliseconds, and its output."""
    before = os.times()
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True, **options)
    wall = time.perf_counter() - start
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall * 1000, cpu * 1000, done.stdout


def maven(run, *arguments, offline=True):
    """The goal's time as the log has it, Maven's processor time, and the time that our goal says it took."""
    command = [
        here.parent / "mvnw", "-B", *(["-o"] if offline else []), "-f", here / "unpack.pom.xml", f"-Dmaven.repo.local={repository}",
        f"-Dpython-dist.cacheDirectory={work / f'cache-{run}'}", f"-Dpython-dist.version={version}",
        f"-Dbenchmark={work / f'build-{run}'}",
        "-Dorg.slf4j.simpleLogger.log.io.github.pythondist=debug",
        "-Dorg.slf4j.simpleLogger.showDateTime=true", "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
        *arguments,
    ]
    _, cpu, log = measured(command)
    lines = re.findall(r"(?m)^(\d\d:\d\d:\d\d\.\d+) \[INFO\] (.*)$", log)
    begin = [i for i, (_, text) in enumerate(lines) if text.startswith("--- ")]
    if not begin:
        return 0, cpu, None
    end = next(i for i, (_, text) in enumerate(lines) if i > begin[0] and text.startswith("-----"))
    first, last = (datetime.datetime.strptime(lines[i][0], "%H:%M:%S.%f") for i in (begin[0], end))
    own = re.search(r"the goal took (\d+) ms", log)
    return (last - first).total_seconds() * 1000, cpu, int(own.group(1)) if own else None


def tar(run, then=""):
    target = work / f"tar{then and '-synced'}-{run}"
    target.mkdir(parents=True)
    wall, cpu, _ = measured(["sh", "-c", f'tar --zstd -xf "$0" -C "$1"{then}', archive, target])
    return wall, cpu, None


def clear():
    subprocess.run(["chmod", "-R", "u+w", work], check=False, stderr=subprocess.DEVNULL)
    shutil.rmtree(work, ignore_errors=True)


def main():
    names = ["nothing", "unpack", "unpack again", "dependency", "dependency again", "tar", "tar synced"]
    times = {name: [] for name in names}
    unpack = ["python-dist:unpack"]
    dependency = [
        f"{dependency_plugin}:unpack", f"-Dartifact={artifact}", "-Dmdep.overWriteReleases=false",
        "-DoutputDirectory=${benchmark}/dependency",
    ]
    clear()
    # What Maven fetches once is no part of it.
    maven("first", *dependency, offline=False)
    for run in range(runs):
        # Nothing is deleted between: for some minutes ext4 looks for other inodes than those freed lately, one by one.
        times["nothing"].append(maven(run, "validate"))
        times["unpack"].append(maven(run, *unpack))
        times["unpack again"].append(maven(run, *unpack))
        times["dependency"].append(maven(run, *dependency))
        times["dependency again"].append(maven(run, *dependency))
        if shutil.which("zstd"):
            times["tar"].append(tar(run))
            times["tar synced"].append(tar(run, "; sync"))
    clear()
    names = [name for name in names if times[name]]
    wall = {name: statistics.median(sample[0] for sample in times[name]) for name in names}
    cpu = {name: statistics.median(sample[1] for sample in times[name]) for name in names}
    rows = [
        ("`python-dist:unpack` (digest, checks, synced to disk, read-only tree)", "unpack"),
        ("the same again, nothing changed", "unpack again"),
        ("`dependency:unpack`", "dependency"),
        ("the same again, nothing changed", "dependency again"),
        ("`tar --zstd -x`", "tar"),
        ("`tar --zstd -x; sync`", "tar synced"),
    ]
    own = {
        name: statistics.median(sample[2] for sample in times[name])
        for name in names if times[name][0][2] is not None
    }
    print(f"| {archive.name}, median of {runs} | ms | the goal alone, ms | processors, ms |\n|---|---:|---:|---:|")
    for title, name in rows:
        if name not in names:
            print(f"| {title} | not measured: no zstd on this machine | | |")
            continue
        processors = cpu[name] if name.startswith("tar") else max(0, cpu[name] - cpu["nothing"])
        alone = f"{own[name]:.0f}" if name in own else ""
        print(f"| {title} | {wall[name]:.0f} | {alone} | {processors:.0f} |")


main()
