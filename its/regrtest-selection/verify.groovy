def runs = new File(basedir, 'build.log').text.split(/(?=\[INFO\] Scanning for projects)/).findAll { it.contains('Scanning for projects') }
assert runs.size() == 4
def (listed, unlisted, stale, misspelt) = runs

assert listed.contains("skipped: test_tkinter: No module named '_tkinter'")
assert listed.contains('failed as expected: test_ctypes.test_find.FindLibraryLinux.test_find_library_with_gcc')
assert listed =~ /CPython's tests: \d+ passed, 0 failed, \d+ skipped, 2 failed as expected; 3 files, 1 of them skipped/
assert !listed.contains('take it off the list')

assert unlisted.contains("2 of CPython's tests failed")
assert unlisted.contains('test_ctypes.test_find.FindLibraryLinux.test_find_library_with_gcc: AssertionError')
assert unlisted.contains('| Traceback (most recent call last):')
assert !unlisted.contains('Exception:')

assert stale.contains('test_json.test_dump.TestPyDump.test_dump is listed as failing and did not fail: take it off the list')
assert stale =~ /CPython's tests: \d+ passed, 0 failed/

assert misspelt.contains('CPython 3.13 has no test file test_jsn')

def report = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/python-dist/test-reports/TEST-cpython-3.13-regrtest.xml'))
assert report.testsuite*.@name*.text() == ['test_ctypes', 'test_json', 'test_tkinter']
assert report.testsuite.find { it.@name == 'test_json' }.testcase.any { it.@classname == 'test_json.test_dump.TestPyDump' && it.@name == 'test_dump' && it.children().size() == 0 }
assert report.'**'.findAll { it.name() == 'failure' }.isEmpty()
