def runs = new File(basedir, 'build.log').text.split(/(?=\[INFO\] Scanning for projects)/).findAll { it.contains('Scanning for projects') }
assert runs.size() == 2
def (tested, regrtest) = runs

assert tested.contains("self-test left to the user tests: programs for windows-x86_64 do not run in the build's own root")
// Said by the test, or remembered from when it ran.
assert tested =~ /user test wine.*: Python 3\.13\.\d+ \(.+\[Clang .+ 64 bit \(AMD64\) UCRT\] under wine-10\.\d+ .*: \d+ passed, 0 failed, \d+ skipped/

def report = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/python-dist/test-reports/TEST-cpython-3.13-wine.xml'))
def tests = report.testsuite.testcase.list()
assert tests.size() > 130
assert tests.every { it.failure.isEmpty() && it.error.isEmpty() }
// What this Wine cannot do is seen, with the reason.
def junctions = tests.find { it.@name == 'test_junctions' }
assert junctions.skipped.@message.text().contains('FSCTL_SET_REPARSE_POINT')

assert regrtest.contains('failed as expected: test_msvcrt.TestConsoleIO.test_getche')
assert regrtest =~ /CPython's tests: \d+ passed, 0 failed, \d+ skipped, 5 failed as expected; 3 files/
