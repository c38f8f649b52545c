import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
def report = { new JsonSlurper().parse(new File(basedir, "target/python-dist/audit/${it}.json")) }
def findings = { rule ->
    report('doctored.zip').results.find { it.rule == rule }.findings.collect { it.file + ' ' + it.what }
}

// Nothing was promised by whoever made it, so some rules have nothing to compare with.
def whole = report('whole.zip')
assert whole.passed
assert whole.target == 'windows-x86_64'
assert whole.results.findAll { it.outcome != 'passed' }.collect { it.rule + ' ' + it.outcome } == [
        'stripped reported', 'debug-link not checked', 'licence-texts not checked', 'files not checked',
        'description not checked']
assert whole.facts.systemLibraries == ['kernel32.dll']
assert whole.facts.hardening['dynamic-base'] == '5/5'
assert new File(basedir, 'target/python-dist/audit/whole.zip.txt').text.contains('needed-libraries  passed')

assert findings('architecture') == ['python/DLLs/other.dll is for arm64']
assert findings('needed-libraries') == ['python/DLLs/bad.pyd needs evil.dll', 'python/DLLs/bad.pyd needs late.dll']
assert findings('own-imports') == [
        'python/DLLs/bad.pyd takes from python313.dll what is not there: Py_Missing',
        'python/python3.dll forwards PyOS_Missing to python313.PyOS_Missing, which is not there']
assert findings('exports') == [
        'python/DLLs/bad.pyd does not export PyInit_bad',
        'python/DLLs/bad.pyd exports SSL_new, where, wide']
assert findings('hidden-symbols') == ['python/DLLs/bad.pyd exports 1 of openssl: SSL_new']
['dynamic-base', 'high-entropy-va', 'nx-compat', 'no-wx-sections', 'build-paths'].each {
    assert findings(it).size() == 1 && findings(it)[0].startsWith('python/DLLs/bad.pyd ')
}
assert findings('subsystem') == ['python/pythonw.exe is of the subsystem console instead of windows']
assert findings('windows-names') == [
        'python/Lib/Nul.py has the name of a device',
        'python/Lib/nul.py is the same as python/Lib/Nul.py but for the case']
assert log =~ /The audit of doctored.zip has \d+ findings in \d+ rules/

assert log =~ /The archive \S+cut.zip is damaged or incomplete/
assert !log.contains('Exception:')
