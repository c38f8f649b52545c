"""Turns the logs and files of a benchmark run into a Markdown page; run measures what the shell cannot time well."""

import json
import os
import pathlib
import platform
import subprocess
import sys
import time

work, archive = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
cold, warm, empty, unpack, again, cross = map(float, sys.argv[3:9])


def best(command, runs):
    """Shortest wall time of several runs, in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def steps(native):
    """The steps of the build for this machine, or those that the build for Windows adds."""
    before = set((work / "native-steps").read_text().split())
    for record in sorted((work / "repository/.cache/python-dist/steps").glob("*/*/step.json")):
        if (str(record) in before) == native:
            step = json.loads(record.read_text())
            yield step["step"], step["milliseconds"] / 1000, step["size"] / 1e6


def table(native):
    print("| step, built once (two steps at a time) | s | output, MB |\n|---|---:|---:|")
    for name, seconds, size in sorted(steps(native), key=lambda step: -step[1]):
        print(f"| {name} | {seconds:.1f} | {size:.1f} |")


ours = str(work / "consumer/python/bin/python3")
print("# Results\n")
print(f"CPython {platform.python_version()}, source set `debian`, {os.cpu_count()} cores, Linux {platform.release()}.")
print("Made by `benchmarks/run`, everything in one run.\n")
print("| whole command | s |\n|---|---:|")
print(f"| `install` of the distribution, empty caches, downloads and the plugin's own tests included | {cold:.0f} |")
print(f"| the same again, nothing changed | {warm:.1f} |")
print(f"| the reactor without the distribution (what Maven and the plugin's tests cost) | {empty:.1f} |")
print(f"| a consumer's first `package` (Maven's plugins fetched, interpreter unpacked) | {unpack:.1f} |")
print(f"| a consumer's second `package` | {again:.1f} |\n")
table(native=True)
print(f"\nArchive: {archive.stat().st_size / 1e6:.1f} MB `tar.zst`.\n")
print(f"CPython for Windows (profile `windows`), when the build above was done: {cross - warm:.0f} s more, without its tests.\n")
table(native=False)
print("\n| start-up of `python -I -c pass`, best of 40 | ms |\n|---|---:|")
print(f"| ours | {best([ours, '-I', '-c', 'pass'], 40):.1f} |")
system = "/usr/bin/python3"
if os.path.exists(system):
    version = subprocess.run([system, "-V"], capture_output=True, text=True).stdout.strip()
    print(f"| the system's {version} | {best([system, '-I', '-c', 'pass'], 40):.1f} |")
