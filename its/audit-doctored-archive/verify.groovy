import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
def findings = { archive, rule ->
    def report = new JsonSlurper().parse(new File(basedir, "target/python-dist/audit/${archive}.json"))
    report.results.find { it.rule == rule }.findings.collect { it.file + ' ' + it.what }
}

def report = new JsonSlurper().parse(new File(basedir, 'target/python-dist/audit/built.tar.zst.json'))
assert report.passed
assert report.results.every { it.outcome == 'passed' || it.rule == 'pie' && it.outcome == 'reported' }
assert report.facts.systemLibraries.every { it =~ /^(lib(c|m|dl|rt|util|pthread)|ld-linux-x86-64)\.so\.\d$/ }
assert log.contains('built.tar.zst passed this audit before')

assert findings('binaries.tar.gz', 'needed-libraries') == ['python/bin/python3.13 needs libevil.so.1']
assert findings('binaries.tar.gz', 'hidden-symbols') ==
        ['python/lib/libpython3.13.so.1.0 exports 1 of openssl: SSL_CTX_new']
assert findings('binaries.tar.gz', 'build-paths').any {
    it.startsWith('python/lib/libpython3.13.so.1.0 names a home directory: /home/joe/py/zip.')
}
assert findings('binaries.tar.gz', 'relro') == ['python/lib/libpython3.13.so.1.0 has no RELRO']
assert findings('binaries.tar.gz', 'shebangs') == ['python/bin/pip3 begins with #!/opt/py']
assert findings('binaries.tar.gz', 'files').size() == 3
assert log.contains('The audit of binaries.tar.gz has 8 findings in 6 rules')

assert findings('description.tar.gz', 'files').any { it.startsWith('python/lib/python3.13/os.py has the SHA-256') }
assert findings('schema.tar.gz', 'description').any { it.contains('linkage') }

assert findings('architecture.tar.gz', 'architecture') == ['python/lib/libpython3.so is for aarch64']

assert log =~ /The archive \S+cut.tar.zst is damaged or incomplete/
assert !new File(basedir, 'target/python-dist/audit/cut.tar.zst.json').exists()
assert log.contains('There is no archive to audit')
assert !log.contains('Exception:')
