"""Self-test of an installed CPython: run by the interpreter under test, after the tree was moved.

    bin/python3 -I selftest/run.py --expect expectations.json [--report report.xml] [--cc COMPILER] [--tests FOLDER]
                                   [--gaps gaps.toml] [name ...]

expectations.json: version, builtin, shared, disabled (lists of extension modules), libraries (component: version),
forbidden (absolute paths that no file may mention). Names select tests, as unittest's -k does. The tests are those of
common/ and of posix/ or windows/; a user test gives its own folder of tests, which have this one on their path.

gaps.toml: what the place where this runs cannot do, a table [[gap]] each, with test (module.Class.test_name), why, and
run = false for what would hang or crash. Such a test is reported as skipped; one that passes after all fails, so that the
list stays true.
"""

import argparse
import importlib
import json
import os
import pathlib
import sys
import time
import tomllib
import unittest
import xml.etree.ElementTree as xml

HERE = pathlib.Path(__file__).resolve().parent


class Result(unittest.TextTestResult):
    """Keeps what a JUnit report needs of every test and subtest."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.cases = []
        self.started = 0.0
        self.gaps = {}

    def startTest(self, test):
        super().startTest(test)
        self.started = time.monotonic()

    def note(self, test, kind, text=""):
        if self.cases and self.cases[-1][0] is test:      # a subtest failed before
            kind = kind if kind != "passed" else self.cases[-1][1]
            text = "\n".join(filter(None, (self.cases[-1][2], text)))
            self.cases.pop()
        self.cases.append((test, kind, text, time.monotonic() - self.started))

    def addSuccess(self, test):
        if test.id() in self.gaps:
            text = f"passes, although the list of gaps says: {self.gaps[test.id()]}"
            super().addFailure(test, (AssertionError, AssertionError(text), None))
            self.note(test, "failure", text)
            return
        super().addSuccess(test)
        self.note(test, "passed")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        if not isinstance(test, unittest.case._SubTest):
            self.note(test, "skipped", reason)

    def addFailure(self, test, err):
        if test.id() in self.gaps:
            self.addSkip(test, self.gaps[test.id()])
            return
        super().addFailure(test, err)
        self.note(test, "failure", self._exc_info_to_string(err, test))

    def addError(self, test, err):
        if test.id() in self.gaps:
            self.addSkip(test, self.gaps[test.id()])
            return
        super().addError(test, err)
        self.note(test, "error", self._exc_info_to_string(err, test))

    def addSubTest(self, test, subtest, err):
        if err is not None and test.id() in self.gaps:
            if not (self.cases and self.cases[-1][0] is test):
                self.addSkip(test, self.gaps[test.id()])
            return
        super().addSubTest(test, subtest, err)
        if err is not None:
            kind = "failure" if issubclass(err[0], test.failureException) else "error"
            self.note(test, kind, f"{subtest._subDescription()}\n{self._exc_info_to_string(err, test)}")

    def count(self, *kinds):
        return sum(case[1] in kinds for case in self.cases)


def junit(result, seconds):
    root = xml.Element("testsuites", time=f"{seconds:.3f}")
    suites = {}
    for test, kind, text, took in result.cases:
        module, _, name = test.id().rpartition(".")
        suites.setdefault(module.partition(".")[0], []).append((module, name, kind, text, took))
    for suite, cases in sorted(suites.items()):
        kinds = [case[2] for case in cases]
        node = xml.SubElement(root, "testsuite", name=suite, tests=str(len(cases)), failures=str(kinds.count("failure")),
                              errors=str(kinds.count("error")), skipped=str(kinds.count("skipped")),
                              time=f"{sum(case[4] for case in cases):.3f}")
        for module, name, kind, text, took in cases:
            case = xml.SubElement(node, "testcase", classname=module, name=name, time=f"{took:.3f}")
            if kind != "passed":
                lines = text.strip().splitlines() or [""]
                clean = "".join(c for c in text if c in "\t\n" or c.isprintable())
                xml.SubElement(case, kind, message=lines[-1][:300]).text = clean
    return root


def every_test(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from every_test(test)
        else:
            yield test


def load_gaps(file, suite, result):
    """Has the result know them, and takes the place of what must not run; returns those that are no test."""
    tests = {test.id(): test for test in every_test(suite)}
    unknown = []
    for gap in tomllib.loads(file.read_text(encoding="utf-8"))["gap"]:
        test = tests.get(gap["test"])
        if not test:
            unknown.append(gap["test"])
        elif gap.get("run", True):
            result[gap["test"]] = gap["why"]
        else:
            setattr(test, test._testMethodName, unittest.skip(gap["why"])(lambda: None))
    return unknown


def load(loader, folder, absent):
    """The tests of a folder, but for the files that import what is not built."""
    sys.path.insert(0, str(folder))
    suite = unittest.TestSuite()
    for file in sorted(folder.glob("test_*.py")):
        try:
            importlib.import_module(file.stem)
        except ModuleNotFoundError as e:
            if e.name in absent:
                skipped = unittest.skip(f"{e.name} is not built")(lambda self: None)
                case = type("LeftOut", (unittest.TestCase,), {"__module__": file.stem, "test_all": skipped})
                suite.addTest(case("test_all"))
                continue
        except Exception:
            pass                                      # becomes a test that fails and says why
        suite.addTests(loader.loadTestsFromName(file.stem))
    return suite


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--expect", type=pathlib.Path, required=True)
    parser.add_argument("--report", type=pathlib.Path)
    parser.add_argument("--cc", default=os.environ.get("CC"))
    parser.add_argument("--tests", type=pathlib.Path)
    parser.add_argument("--gaps", type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()

    system = HERE / ("windows" if os.name == "nt" else "posix")
    sys.path[:0] = [str(HERE), str(system)]
    if os.name == "nt":
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    sys.dont_write_bytecode = True
    import support
    support.expect = json.loads(options.expect.read_text(encoding="utf-8"))
    support.find_compiler(options.cc)

    loader = unittest.TestLoader()
    if options.names:
        loader.testNamePatterns = [f"*{name}*" for name in options.names]
    folders = [options.tests.resolve()] if options.tests else [HERE / "common", system]
    suite = unittest.TestSuite(load(loader, folder, support.expect["disabled"]) for folder in folders)
    gaps = {}
    unknown = load_gaps(options.gaps, suite, gaps) if options.gaps else []
    if unknown and not options.names:
        print(f"no such test, but in {options.gaps}: {', '.join(unknown)}")
        return 1

    def result_class(*arguments, **more):
        made = Result(*arguments, **more)
        made.gaps = gaps
        return made
    began = time.monotonic()
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=result_class).run(suite)
    seconds = time.monotonic() - began

    if options.report:
        tree = xml.ElementTree(junit(result, seconds))
        xml.indent(tree)
        tree.write(options.report, encoding="utf-8", xml_declaration=True)
    failed = result.count("failure", "error")
    ran = result.count("passed")
    print(f"{ran} passed, {failed} failed, {result.count('skipped')} skipped")
    if not ran and not failed:
        print("no test ran")
    return 0 if ran and not failed and result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
