"""Runs the tests that unittest discovers and writes a JUnit XML report, which unittest itself cannot.

Arguments: a JSON file with the keys directory, pattern, names, report and suite. Ends with 0 if all tests passed, 1 if
some did not, 5 if there was none.
"""

import json
import os
import re
import sys
import time
import unittest
from xml.etree import ElementTree

# What XML 1.0 cannot hold, escaped or not.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text):
    return NOT_XML.sub(lambda match: ascii(match.group())[1:-1], text)


class Report(unittest.TextTestResult):
    """Shows what unittest shows, and keeps an element for each test."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.cases = []
        self.started = {}

    def startTest(self, test):
        self.started[test] = time.perf_counter()
        super().startTest(test)

    def case(self, test, kind=None, message="", text="", type_name=""):
        owner, name = names(test)
        start = self.started.get(getattr(test, "test_case", test))
        seconds = 0 if start is None else time.perf_counter() - start
        element = ElementTree.Element("testcase", classname=xml_text(owner), name=xml_text(name), time=f"{seconds:.3f}")
        if kind:
            detail = ElementTree.SubElement(element, kind, message=xml_text(str(message)))
            if type_name:
                detail.set("type", xml_text(type_name))
            if text:
                detail.text = xml_text(text)
        self.cases.append(element)

    def problem(self, test, kind, error):
        # As unittest shows it: without its own frames.
        text = self._exc_info_to_string(error, getattr(test, "test_case", test))
        try:
            message = str(error[1])
        except Exception:
            # unittest shows it all the same, and says so.
            message = ""
        self.case(test, kind, message, text, error[0].__name__)

    def addSuccess(self, test):
        super().addSuccess(test)
        self.case(test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.problem(test, "failure", err)

    def addError(self, test, err):
        super().addError(test, err)
        self.problem(test, "error", err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        # Only those that fail: of the others unittest reports the test as a whole.
        if err is not None:
            self.problem(subtest, "failure" if issubclass(err[0], test.failureException) else "error", err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.case(test, "skipped", reason)

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self.case(test, "skipped", "failed, as expected")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.case(test, "failure", "passed, and was expected to fail")


def names(test):
    """Class and name of a test, as JUnit has them."""
    identity = test.id()
    # setUpClass (module.Class): what is wrong before a test is there
    outside = re.fullmatch(r"(\w+) \((.*)\)", identity)
    if outside:
        return outside.group(2), outside.group(1)
    # unittest.loader._FailedTest.module: a module that cannot be imported
    if ".".join(identity.split(".")[:3]) == "unittest.loader._FailedTest":
        return identity.split(".", 3)[3], "import"
    if hasattr(test, "test_case"):
        owner = test.test_case.id().rpartition(".")[0]
        return owner, identity[len(owner) + 1 :]
    owner, _, name = identity.rpartition(".")
    return owner or identity, name


def write(path, suite, cases, seconds):
    def count(kind):
        return str(sum(case.find(kind) is not None for case in cases))

    root = ElementTree.Element(
        "testsuite",
        name=suite,
        tests=str(len(cases)),
        failures=count("failure"),
        errors=count("error"),
        skipped=count("skipped"),
        time=f"{seconds:.3f}",
    )
    root.extend(cases)
    ElementTree.indent(root)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    temporary = f"{path}.{os.getpid()}.tmp"
    ElementTree.ElementTree(root).write(temporary, encoding="utf-8", xml_declaration=True)
    os.replace(temporary, path)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        request = json.load(file)
    # The directory of this file is none of the tests' business; neither are its arguments.
    del sys.path[0]
    del sys.argv[1:]
    loader = unittest.TestLoader()
    if request["names"]:
        loader.testNamePatterns = [
            pattern if "*" in pattern else f"*{pattern}*" for pattern in request["names"]
        ]
    start = time.perf_counter()
    tests = loader.discover(request["directory"], pattern=request["pattern"])
    result = unittest.TextTestRunner(resultclass=Report).run(tests)
    write(request["report"], request["suite"], result.cases, time.perf_counter() - start)
    if not result.cases:
        sys.exit(5)
    sys.exit(0 if result.wasSuccessful() else 1)


if __name__ == "__main__":
    main()
