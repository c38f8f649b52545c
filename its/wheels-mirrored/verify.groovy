def tag = { machine -> "cp313-cp313-manylinux_2_17_${machine}.manylinux2014_${machine}" }
def wheels = new File(basedir, 'wheels')

// Both wheels are in the repository, under names that differ from an index's by nothing here, and only once.
def deployed = new File(basedir, 'repository/org/example/wheels/native/2.1')
['x86_64', 'aarch64'].each { machine ->
    def name = "native-2.1-${tag(machine)}.whl"
    assert new File(deployed, name).bytes == new File(wheels, name).bytes
    assert new File(deployed, "${name}.sha1").exists()
}
assert new File(deployed, 'native-2.1.pom').text.contains('<artifactId>native</artifactId>')
def log = new File(basedir, 'build.log').text
def said = { String text -> log.contains(text) }
assert said('Locked 1 package for linux-aarch_64, linux-x86_64')
assert said('Deployed 2 files to')
assert said('Deployed 0 files to') && said('it has the others already')

// It came from there: a repository was all that the build had.
assert new File(localRepositoryPath, "org/example/wheels/native/2.1/native-2.1-${tag('x86_64')}.whl").exists()
assert !new File(localRepositoryPath, "org/example/wheels/native/2.1/native-2.1-${tag('aarch64')}.whl").exists()
assert new File(localRepositoryPath, 'org/example/wheels/native/2.1/_remote.repositories').text.contains("native-2.1-${tag('x86_64')}.whl>company")

// The lock names the files of the directory, not where the project stands.
def lock = new File(basedir, 'pylock.toml').text
assert lock.contains("path = \"wheels/native-2.1-${tag('aarch64')}.whl\"")
assert !lock.contains(basedir.path)

// The consumer took the one that fits.
def python = new File(basedir, 'consumer/target/python-env/bin/python').path
def process = [python, '-c', 'import native; print(native.MACHINE)'].execute()
assert process.text.trim() == 'x86_64' && process.waitFor() == 0
