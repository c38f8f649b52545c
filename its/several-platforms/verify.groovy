import java.nio.file.Files

['linux-aarch_64', 'linux-x86_64', 'windows-x86_64'].each { platform ->
    def python = new File(basedir, "target/python-${platform}")
    assert Files.isExecutable(new File(python, 'bin/python3').toPath())
    assert new groovy.json.JsonSlurper().parse(new File(python, 'python-dist.json')).platform == platform
}
assert !new File(basedir, 'target/python').exists()

// The goals that follow know all of them, and the one for this machine as python.home.
def log = new File(basedir, 'build.log').text
def target = new File(basedir, 'target').canonicalPath
assert log.contains("Python 3.99.1-1 for linux-x86_64-debug: -c pass ${target}/python-windows-x86_64 ${target}/python-linux-x86_64")

assert log.contains('No interpreter for the platform linux-aarch_64-musl')
assert log.contains('org.example.pythons:cpython-3.99:3.99.1-1 is there for linux-aarch_64, linux-x86_64, windows-x86_64')

// Offline, the message has what to fetch.
assert log.contains('Maven is offline (-o)')
assert log.contains('mvn dependency:get -Dartifact=org.example.pythons:cpython-3.99:3.99.2-1:tar.zst:linux-x86_64 -Dtransitive=false')
assert !log.contains('\tat ')
