import groovy.json.JsonSlurper

def report = new JsonSlurper().parse(new File(basedir, 'target/python-dist/upgrade/3.11.2-to-3.13.5.json'))

// PEP 594 and what followed: https://docs.python.org/3.13/whatsnew/3.13.html
def removed = report.removed*.name
assert removed.containsAll(['_crypt', 'audioop', 'nis', 'ossaudiodev', 'spwd', '_sha256', '_sha512', '_xxsubinterpreters'])
def added = report.added*.module*.name
assert added.containsAll(['_sha2', '_interpqueues', '_interpchannels', '_interpreters', '_suggestions', '_sysconfig',
        '_testexternalinspection', '_testlimitedcapi', '_testsinglephase'])
def sqlite = report.changed.find { it.name == '_sqlite3' }
assert sqlite.differences['libraries, as configure may find them'].added.contains('pkg-config sqlite3 >= 3.15.2')
assert report.changed.find { it.name == '_typing' }.differences['declared in'].added == ['Modules/Setup.bootstrap.in']
assert report.options.added.keySet().containsAll(['--enable-gil', '--enable-experimental-jit'])
assert report.bundled.expat.from == '2.5.0' && report.bundled.expat.to == '2.7.1'
assert report.wheels.removed.contains('setuptools-65.5.0-py3-none-any.whl')
assert report.notUnderstood.isEmpty()

def log = new File(basedir, 'build.log').text
def runs = log.split('Scanning for projects')
assert runs.length == 4
assert runs[1].contains('CPython 3.11.2 to CPython 3.13.5: nothing to do')

// The last report is that of the catalog that does not fit.
assert report.decisions*.about == ['_json', 'audioop']
assert report.verdict == '2 decisions needed'
assert runs[2].contains('CPython 3.11.2 to CPython 3.13.5: 2 decisions needed')
assert runs[2].contains('_json: {mode: static}')
assert new File(basedir, 'target/python-dist/upgrade/3.11.2-to-3.13.5.md').text.contains('**Verdict: 2 decisions needed.**')

assert runs[3].contains('cpython/3.13/extensions.yaml does not fit the source of CPython 3.13.5')
assert runs[3].contains('audioop: a catalog entry for a module that does not exist')
assert runs[3].contains('_json: a module of the source without a catalog entry')
assert !runs[3].contains('building CPython')
assert !new File(basedir, 'target/python-dist/logs').exists()
assert !log.contains('Exception:')
