"""Compares interpreters by benchmarks of pyperformance.

    interpreters.py measure RESULTS BENCHMARKS NAME=COMMAND...   measures every benchmark once with each interpreter, and
                                                                 adds the times to the file RESULTS
    interpreters.py report RESULTS                               prints the table

What counts is processor time, not the clock's: a machine that does something else meanwhile disturbs less. Within a
round each benchmark runs with all interpreters, one after the other, before the next benchmark, so that what disturbs
hits all alike. Of all rounds the best counts.
"""

import json
import math
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

# What needs nothing beyond the standard library and takes one core: (folder, further arguments).
BENCHMARKS = [
    ("chaos", []), ("comprehensions", []), ("coroutines", []), ("deepcopy", []), ("deltablue", []), ("fannkuch", []),
    ("float", []), ("generators", []), ("go", []), ("json_dumps", []), ("json_loads", []), ("logging", ["format"]),
    ("nbody", []), ("nqueens", []), ("pickle", ["--pure-python", "pickle"]), ("pickle", ["pickle"]), ("pyflate", []),
    ("raytrace", []), ("regex_compile", []), ("regex_v8", []), ("richards", []), ("scimark", ["sparse_mat_mult"]),
    ("spectral_norm", []), ("sqlite_synth", []), ("telco", []),
]


# Comes before pyperf is imported, which takes the clock from here.
PROCESSOR_TIME = "import time\ntime.perf_counter = time.process_time\n"


def best(command, benchmarks, folder, arguments):
    """Shortest time of a few runs in a process of its own: {name: seconds}."""
    with tempfile.TemporaryDirectory() as place:
        pathlib.Path(place, "sitecustomize.py").write_text(PROCESSOR_TIME)
        path = os.pathsep.join([place, os.environ.get("PYTHONPATH", "")])
        result = pathlib.Path(place, "result.json")
        subprocess.run(
            [*command, str(benchmarks / f"bm_{folder}" / "run_benchmark.py"), *arguments, "-p1", "-w1", "-n3", "--min-time=0.05",
             "--quiet", "--inherit-environ=PYTHONPATH,LD_LIBRARY_PATH", "-o", str(result)],
            check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": path})
        runs = json.loads(result.read_text())
    return {found["metadata"]["name"] if "metadata" in found and "name" in found["metadata"] else runs["metadata"]["name"]:
            min(value for run in found["runs"] for value in run.get("values", [])) for found in runs["benchmarks"]}


def measure(file, benchmarks, interpreters):
    results = json.loads(file.read_text()) if file.exists() else {}
    for folder, arguments in BENCHMARKS:
        for name, command in interpreters.items():
            for benchmark, seconds in best(command, benchmarks, folder, arguments).items():
                times = results.setdefault(name, {}).setdefault(benchmark, [])
                times.append(seconds)
    file.write_text(json.dumps(results, indent=1))


def unit(seconds):
    for factor, name in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {name}"
    return f"{seconds * 1e9:.3g} ns"


def report(file):
    results = json.loads(file.read_text())
    names = list(results)
    base = names[0]
    shared = sorted(set.intersection(*(set(times) for times in results.values())))
    best_of = {name: {benchmark: min(times[benchmark]) for benchmark in shared} for name, times in results.items()}
    print("| benchmark | " + " | ".join(names) + " |")
    print("|---|" + "---:|" * len(names))
    for benchmark in shared:
        cells = [unit(best_of[base][benchmark])]
        cells += [f"{best_of[name][benchmark] / best_of[base][benchmark]:.2f}" for name in names[1:]]
        print(f"| {benchmark} | " + " | ".join(cells) + " |")
    means = [math.exp(sum(math.log(best_of[name][b] / best_of[base][b]) for b in shared) / len(shared)) for name in names]
    print("| **geometric mean** | " + " | ".join(f"**{mean:.2f}**" for mean in means) + " |")
    rounds = min(len(times[b]) for times in results.values() for b in shared)
    print(f"\nProcessor time of the first column, and the others as multiples of it: above 1 is slower. Best of {rounds} interleaved rounds.")


def main():
    action, file = sys.argv[1], pathlib.Path(sys.argv[2])
    if action == "report":
        report(file)
    else:
        interpreters = {}
        for argument in sys.argv[4:]:
            name, _, command = argument.partition("=")
            interpreters[name] = shlex.split(command)
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        measure(file, pathlib.Path(sys.argv[3]), interpreters)


if __name__ == "__main__":
    main()
