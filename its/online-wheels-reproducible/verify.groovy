import groovy.json.JsonSlurper

def record = new JsonSlurper().parse(new File(basedir, 'wheels.json'))
def packages = record.packages.collectEntries { [it.name, it] }
assert packages.every { it.value.state == 'reproducible' } : packages.collect { "${it.key}: ${it.value.state} ${it.value.why}" }
assert packages.size() == 6
assert packages.six.wheel.file == 'six-1.17.0-py2.py3-none-any.whl'
['markupsafe', 'pyyaml', 'greenlet', 'rpds-py'].each {
    assert packages[it].wheel.file.contains('-cp313-cp313-manylinux_2_17_x86_64')
    assert packages[it].notes.any { note -> note.contains('imported in bullseye-user') }
}
// What builds require is locked with its digest, too; no place is in it.
def lock = new JsonSlurper().parse(new File(basedir, 'wheels.lock.json'))
assert lock.files.every { it.value.sha256 ==~ /[0-9a-f]{64}/ }
assert lock.packages.find { it.name == 'pyyaml' }.requires.any { it.toLowerCase().startsWith('cython-') }
assert !new File(basedir, 'wheels.lock.json').text.contains('://')
// So is every crate, and nothing was installed from elsewhere for want of Rust.
def rust = lock.packages.find { it.name == 'rpds-py' }
assert rust.crates.find { it.name == 'pyo3' }.sha256 ==~ /[0-9a-f]{64}/
assert !rust.requires.any { it.startsWith('puccinialin') }
// Its unwinder is linked in: else the platform would be linux_x86_64.
assert !packages['rpds-py'].notes.any { it.contains('libgcc_s') }

def built = new File(basedir, 'build.log').text.findAll(/built now: \d+/)
assert built.last() == 'built now: 0'
// An installer finds them without anything else.
assert new File(basedir, 'target/wheel-index/simple/pyyaml/index.html').text.contains(packages.pyyaml.wheel.sha256)
