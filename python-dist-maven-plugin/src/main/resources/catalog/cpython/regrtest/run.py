"""Runs files of CPython's own test suite, each in a process of its own: run by the interpreter under test, as
a rule.

    bin/python3 -I regrtest/run.py request.json OUT

request.json: tests (names of files, with * and ?; a package's name means all its files; none means all), not-run
(patterns of files or of single tests), resources (for regrtest's -u), timeout (seconds for one file), jobs, and emulated:
the words that start the interpreter under test, where that does not run here. Then a Python of this system runs this, and
EMULATOR_HOME is a directory of each file's own, for all that the emulated system keeps.
Writes OUT/runs.json (bad-resources: what regrtest says of resources that it does not know, nothing is run then; files:
all that there are; unknown: patterns that no file has; runs: file, exit, seconds, timeout) and for each file
OUT/<file>.log and, if any test of it ran, OUT/<file>.xml, JUnit's form as regrtest has it.
A file that failed is run again when all others are done: alone, so that a busy machine does not look like a defect.
What the first time gave is kept under the name <file>.first.

Its own processes, not regrtest's -j: that drops what a file printed when its process dies, and says why a file was
skipped to nobody but the reader.
"""

import concurrent.futures
import fnmatch
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

# As CPython's own "make test" calls it; the seed makes a run repeatable.
OPTIONS = ["-u", "-W", "default", "-bb", "-E"]
EMULATED = pathlib.Path(__file__).with_name("emulated.py")
SEED = "20261121"
GRACE = 60          # seconds that regrtest has to end by itself when its own time is up


def environment(scratch, emulated):
    """Of a user in a UTF-8 locale whose compiler has the names that sysconfig answers with."""
    env = {name: value for name, value in os.environ.items()
           if name not in ("LC_ALL", "CC", "CXX") and not name.startswith("PYTHON")}
    home, programs = scratch / "home", scratch / "bin"
    home.mkdir(parents=True, exist_ok=True)
    programs.mkdir(exist_ok=True)
    for name, variable in (("cc", "CC"), ("c++", "CXX")):
        found = shutil.which(os.environ.get(variable, name))
        if found and not os.path.lexists(programs / name):
            (programs / name).symlink_to(found)
    # What is emulated has a directory for temporary files by its own rules.
    place = {"EMULATOR_HOME": str(scratch)} if emulated else {"TMPDIR": str(scratch)}
    return env | place | {"LANG": "C.UTF-8", "HOME": str(home), "PATH": f"{programs}:{os.environ['PATH']}"}


def plain(name):
    return name.removeprefix("test.")


def all_files(run):
    listed = run("--list-tests")
    sys.stderr.write(listed.stderr)
    listed.check_returncode()
    return [line.strip() for line in listed.stdout.splitlines() if plain(line.strip()).startswith("test_")]


def bad_resources(run, resources):
    """What regrtest says of them, or None: before each file says it anew."""
    if not resources:
        return None
    tried = run("-u", resources, "--list-tests")
    if tried.returncode == 0:
        return None
    said = tried.stderr.strip().splitlines() or [f"exit code {tried.returncode}"]
    return next((line.partition("error: ")[2] for line in said if "error: " in line), said[-1])


def matches(name, pattern):
    return fnmatch.fnmatchcase(name, pattern) or fnmatch.fnmatchcase(name, pattern + ".*")


class Runner:
    def __init__(self, request, out, scratch):
        self.request = request
        self.out = out
        self.scratch = scratch
        self.emulated = bool(request.get("emulated"))
        self.command = [*(request.get("emulated") or [sys.executable]), *OPTIONS,
                        *([str(EMULATED)] if self.emulated else ["-m", "test"])]
        self.done = 0
        self.total = 0

    def ask(self, *options):
        """What regrtest answers without running a test."""
        return subprocess.run([*self.command, *options], env=environment(self.scratch, self.emulated), cwd=self.scratch,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def end(self, process):
        """Ends what takes too long; an emulator ends what it runs in other sessions."""
        if self.emulated:
            process.terminate()
            try:
                return process.wait(GRACE)
            except subprocess.TimeoutExpired:
                pass
        process.kill()
        return process.wait()

    def run(self, test):
        name = plain(test)
        place = self.scratch / name
        xml = self.out / f"{name}.xml"
        command = [*self.command, "-v", "--randseed", SEED, "--fail-env-changed",
                   "--timeout", str(self.request["timeout"]), "--junit-xml", str(xml)]
        if not self.emulated:
            command += ["--tempdir", str(place)]
        if self.request["resources"]:
            command += ["-u", self.request["resources"]]
        for pattern in self.request["not-run"]:
            command += ["--ignore", f"test.{pattern}"]
        place.mkdir()
        env = environment(place, self.emulated)
        began = time.monotonic()
        timeout = False
        with open(self.out / f"{name}.log", "wb") as log:
            process = subprocess.Popen([*command, test], env=env, cwd=place, stdin=subprocess.DEVNULL, stdout=log,
                                       stderr=subprocess.STDOUT, start_new_session=True)
            try:
                code = process.wait(self.request["timeout"] + GRACE)
            except subprocess.TimeoutExpired:
                timeout = True
                code = self.end(process)
            finally:
                try:
                    os.killpg(process.pid, signal.SIGKILL)      # what the tests left behind
                except ProcessLookupError:
                    pass
        seconds = time.monotonic() - began
        shutil.rmtree(place, ignore_errors=True)
        self.done += 1
        verdict = "timeout" if timeout else "ok" if code == 0 else f"exit {code}"
        print(f"[{self.done:3d}/{self.total}] {name} {verdict}, {seconds:.1f} s", flush=True)
        return {"file": name, "exit": code, "seconds": round(seconds, 3), "timeout": timeout}

    def run_all(self, tests):
        self.total = len(tests)
        with concurrent.futures.ThreadPoolExecutor(self.request["jobs"]) as lanes:
            runs = list(lanes.map(self.run, tests))
        again = [(index, run) for index, run in enumerate(runs) if run["exit"] not in (0, 4)]
        self.done, self.total = 0, len(again)
        if again:
            print("run again, one at a time:", flush=True)
        first = []
        for index, run in again:
            for kind in ("log", "xml"):
                before = self.out / f"{run['file']}.{kind}"
                if before.exists():
                    before.rename(self.out / f"{run['file']}.first.{kind}")
            first.append(run | {"file": run["file"] + ".first"})
            runs[index] = self.run(tests[index])
        return runs + first


def main():
    # Whoever started the build may ignore these; programs inherit that, and tests that send them would hang.
    for name in signal.SIGINT, signal.SIGQUIT, signal.SIGHUP:
        signal.signal(name, signal.SIG_DFL)
    request = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    out = pathlib.Path(sys.argv[2]).resolve()
    scratch = pathlib.Path(sys.argv[1]).resolve().parent / "tmp"
    scratch.mkdir()
    runner = Runner(request, out, scratch)
    every = all_files(runner.ask)
    bad = bad_resources(runner.ask, request["resources"])
    wanted = request["tests"] or ["*"]
    unknown = [pattern for pattern in wanted if not any(matches(plain(test), pattern) for test in every)]
    tests = [test for test in every if any(matches(plain(test), pattern) for pattern in wanted)
             and not any(matches(plain(test), pattern) for pattern in request["not-run"])]
    runs = [] if bad or unknown else runner.run_all(tests)
    done = {"bad-resources": bad, "files": [plain(test) for test in every], "unknown": unknown, "runs": runs}
    (out / "runs.json").write_text(json.dumps(done), encoding="utf-8")


if __name__ == "__main__":
    main()
