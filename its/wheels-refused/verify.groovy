context.get('server').stop(0)

// One log holds all builds, one after the other.
def logs = new File(basedir, 'build.log').text.split('Scanning for projects')
def builds = logs.length - 1
assert builds == 11
def says = { int number, String... texts ->
    def missing = texts.findAll { !logs[number].contains(it) }
    assert missing.empty: "build ${number} does not say ${missing}"
    def trace = logs[number].contains('\tat ')
    assert !trace: "build ${number} shows a stack trace"
}
says(1, 'Installed 1 package into')
says(2, 'stale.toml is stale', 'requirements.txt has changed', 'mvn python-dist:lock')
says(3, 'has a file that is not the one that is locked', 'tampered', 'Expected sha256', 'Got')
says(4, 'hostile-1.0-py3-none-any.whl is refused', 'leads out of it')
says(5, 'does not fit CPython 3.13', 'there is windows-1.0-cp313-cp313-win_amd64.whl')
says(6, 'cannot be had', 'good-1.0-py3-none-any.whl', 'Maven is offline')
says(7, 'http://127.0.0.1:1/simple/ cannot be reached', 'python-dist.indexUrl')
says(8, 'good-1.0-py3-none-any.whl has no SHA-256')
says(9, 'There is no lock file', 'pylock.toml', 'mvn python-dist:lock')
says(10, 'requires cannot be had for CPython 3.13', 'no-such-package', 'index:  http://127.0.0.1:')
says(11, 'refuses our credentials', '403 Client Error', 'settings.xml')

// What was installed first is still whole, and nothing lies beside it.
def environment = new File(basedir, 'target/python-env')
def process = [new File(environment, 'bin/python').path, '-c', 'import good'].execute()
assert process.text.trim() == 'good' && process.waitFor() == 0
assert environment.parentFile.list().sort() == ['python-dist', 'python-env']
def kept = []
new File(basedir, 'cache/wheels').eachFileRecurse(groovy.io.FileType.FILES) { kept << it.name }
assert kept == ['good-1.0-py3-none-any.whl']
assert !new File(basedir, 'pylock.toml').exists()
assert !new File('/tmp/python-dist-evil').exists()
