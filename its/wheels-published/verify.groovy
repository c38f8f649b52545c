import groovy.json.JsonSlurper
import groovy.xml.XmlSlurper
import java.security.MessageDigest

def sha256 = { File file -> MessageDigest.getInstance('SHA-256').digest(file.bytes).encodeHex().toString() }
def names = [
    'greeting': [file: 'greeting-1.2-py3-none-any.whl', version: '1.2', tags: 'py3-none-any'],
    'fast-sum': [
        file: 'fast_sum-2.0-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
        version: '2.0',
        tags: 'cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64',
    ],
]
def index = new File(basedir, 'target/wheel-index')
def log = new File(basedir, 'build.log').text.split('Scanning for projects')
def tracked = new JsonSlurper().parse(new File(basedir, 'wheels.json'))
assert tracked.packages.collectEntries { [it.name, it.state] } == ['greeting': 'reproducible', 'fast-sum': 'reproducible']

names.each { name, expected ->
    // In the repository are the wheel, as the index has it, and beside it what it is made of and how.
    def wheel = new File(index, "files/${expected.file}")
    def deployed = { String type ->
        new File(basedir, "repository/org/example/wheels/${name}/${expected.version}/${name}-${expected.version}${type}")
    }
    assert deployed("-${expected.tags}.whl").bytes == wheel.bytes
    assert deployed("-${expected.tags}.whl.sha1").exists()
    def pom = new XmlSlurper().parse(deployed('.pom'))
    assert pom.name.text() == (name == 'greeting' ? 'Greeting' : 'Fast.sum')
    assert pom.url.text() == "https://example.com/${name.replace('-', '_')}?a=1&b=2"
    assert pom.licenses.license.name.text() == (name == 'greeting' ? 'MIT' : 'Apache-2.0 OR MIT')
    def bill = new JsonSlurper().parse(deployed("-${expected.tags}.cdx.json"))
    assert bill.metadata.component.hashes[0].content == sha256(wheel)
    assert bill.metadata.component.licenses[0].expression == (name == 'greeting' ? 'MIT' : 'Apache-2.0 OR MIT')
    def info = new JsonSlurper().parse(deployed("-${expected.tags}.buildinfo.json"))
    assert info.wheel == [file: expected.file, size: wheel.length(), sha256: sha256(wheel)]
    assert info.sdist.sha256 == sha256(new File(basedir, "sdists/${info.sdist.file}"))
    assert info.axes == tracked.axes.findAll { it.outcome == 'varied' }*.axis
    assert info.interpreter.artifactId == 'cpython-3.13' && info.interpreter.classifier == 'linux-x86_64'
    assert !deployed("-${expected.tags}.buildinfo.json").text.contains(basedir.path)

    // The consumer took it from there: it is in Maven's own list of what came from where.
    def resolved = new File(localRepositoryPath, "org/example/wheels/${name}/${expected.version}")
    assert new File(resolved, '_remote.repositories').text.contains("${name}-${expected.version}-${expected.tags}.whl>company")
}

// The second run built nothing, and the repository was given nothing twice.
assert log[1].contains('built now: 2') && log[1].contains('Deployed 6 files to')
assert log[2].contains('built now: 0') && log[2].contains('Deployed 0 files to')

// The consumer imported both, also offline, and never asked an index for them.
assert new File(basedir, 'consumer/target/used.txt').text == 'hello 14.0\n'
assert !log[4].contains('Downloading 2 files') && log[4].contains('Installed 2 packages into')
assert log[5].contains('Installed 2 packages into')

// What is published stays as it is: descriptions of the same wheel are as good as others, other wheels are refused.
assert log[6].contains('built now: 1') && log[6].contains('Deployed 0 files to')
assert log[6].contains('keeps org.example.wheels:greeting:buildinfo.json:py3-none-any:1.2 of an earlier build')
// Among others: these are published before it is told, and why the one is another.
assert log[7].contains('built now: 2') && log[7].contains('Installed 6 files') && log[7].contains('Deployed 3 files to')
assert log[7].contains('has another file as 1 of 3 wheels; the others are published')
assert log[7].contains('org.example.wheels:greeting:whl:py3-none-any:1.2') && !log[7].contains(' keeps ')
assert log[7].contains('build requirement stamper 2.0 -> 1.0') && !log[7].contains('timestamp 20')
assert new File(basedir, 'repository/org/example/wheels/late/0.1/late-0.1-py3-none-any.whl').exists()
assert new File(basedir, 'repository/org/example/wheels/greeting/1.2/greeting-1.2-py3-none-any.whl').bytes ==
        new File(index, 'files/greeting-1.2-py3-none-any.whl').bytes
assert new File(basedir, 'target/other-index/files/greeting-1.2-py3-none-any.whl').bytes !=
        new File(index, 'files/greeting-1.2-py3-none-any.whl').bytes
assert log[8].contains('Will not replace') && !log[8].contains('packages reproducible')
assert new File(basedir, 'sdists/greeting-1.2.tar.gz').exists()
assert log[9].contains('2 of 2 packages reproducible') && log[9].contains('Nothing is published, as second builds did not vary path,')
assert !log[9].contains('Installed') && !log[9].contains('Deployed') && !log[9].contains('Index of')

// pip takes them from the index, and looks at their metadata before it fetches them.
def python = new File(basedir, 'consumer/target/python/bin/python3').path
def target = new File(basedir, 'target/by-pip')
def pip = [python, '-m', 'pip', '--isolated', '--no-cache-dir', 'install', '-v', '--index-url', new File(index, 'simple').toURI().toString(),
           '--target', target.path, 'greeting', 'fast.sum'].execute()
def said = new StringBuilder()
pip.waitForProcessOutput(said, said)
assert pip.exitValue() == 0: said
assert said.contains('greeting-1.2-py3-none-any.whl.metadata'): said
def imported = [python, '-c', "import sys; sys.path.insert(0, sys.argv[1]); import fast_sum, greeting; print(fast_sum.__file__)", target.path].execute()
assert imported.text.startsWith(target.path)
return true
