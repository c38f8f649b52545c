context.get('server').stop(0)

// The newest that the constraints allow, what that requires, and nothing for other systems.
def lock = new File(basedir, 'pylock.toml').text
assert lock.contains('name = "hello"\nversion = "1.5"')
assert lock.contains('name = "punctuation"\nversion = "3.1"')
assert !lock.contains('winonly')
assert lock.contains('requires-python = "==3.13.*"')
assert lock.count('sha256 = ') == 4 // two wheels, two files of requirements

// Its program starts from anywhere, by the path it stands at.
def environment = new File(basedir, 'target/python-env')
def run = { List command ->
    def process = new ProcessBuilder(command).directory(new File('/')).redirectErrorStream(true).start()
    def text = process.inputStream.text.trim()
    assert process.waitFor() == 0: text
    text
}
assert run([new File(environment, 'bin/hello').path]) == 'hello 1.5!'
assert run([new File(environment, 'bin/python').path, '-m', 'hello']) == ''
assert new File(basedir, 'target/greeting.txt').text == 'hello 1.5!\n'
assert run([new File(environment, 'bin/python').path, '-c', 'import sys; print(sys.prefix)']) == environment.path
assert new File(environment, 'bin/hello').readLines()[0] == "#!${environment.path}/bin/python"

// The shared interpreter has nothing of it.
def tree = new File(basedir, 'cache/trees').listFiles().find { it.name ==~ /[0-9a-f]{64}/ }
assert !new File(tree, 'python').traverse(nameFilter: ~/hello.*/) { assert false: it }

// Each was fetched once for the lock and once to be kept; then never again.
def asked = context.get('asked')
assert asked.count('/files/hello-1.5-py3-none-any.whl') <= 2
assert !asked.any { it.contains('hello-1.0') || it.contains('hello-2.0') }
def log = new File(basedir, 'build.log').text
def said = { String text -> log.count(text) }
assert said('Locked 2 packages for linux-x86_64') == 1
assert said('Installed 2 packages into') == 2
assert said('has what is locked') == 1
assert said('Downloading 2 files from http://127.0.0.1') == 1
assert said('BUILD SUCCESS') == 4

// The password is in the settings and nowhere else.
assert said('geh/eim') == 0
basedir.eachFileRecurse(groovy.io.FileType.FILES) { file ->
    def text = file.getText('ISO-8859-1')
    if (!(file.name in ['global-settings.xml', 'prepare.groovy', 'verify.groovy']) && !file.path.contains('/cache/trees/')) {
        def told = ['geh/eim', 'geh%2Feim'].any { text.contains(it) }
        assert !told: file
    }
}
