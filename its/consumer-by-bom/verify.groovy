import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermission

def python = new File(basedir, 'target/python').toPath()
assert Files.isExecutable(python.resolve('bin/python3.13'))
assert Files.isSymbolicLink(python.resolve('bin/python3'))
assert Files.readSymbolicLink(python.resolve('bin/python3')).toString() == 'python3.13'
assert Files.isRegularFile(python.resolve('python-dist.json'))

// The shared tree is read-only: a build must not be able to change what others use.
def permissions = Files.getPosixFilePermissions(python.toRealPath().resolve('lib/python3.13/os.py'))
assert !permissions.contains(PosixFilePermission.OWNER_WRITE)

def properties = new Properties()
new File(basedir, 'target/classes/greeting.properties').withReader('UTF-8') { properties.load(it) }
assert properties.greeting == 'Grüß Gott'
// Nothing of the machine's, but the project's own modules.
assert new File(properties.pythonpath).canonicalPath == new File(basedir, 'src/main/python').canonicalPath
assert properties.openssl.startsWith('OpenSSL 3.5.')
assert new File(properties.prefix).canonicalPath == python.toRealPath().toString()

// Whoever imports the BOM gets the versions of interpreters, and of nothing else.
def bom = new groovy.xml.XmlSlurper().parse(
    new File(localRepositoryPath, 'io/github/pythondist/python-dist-bom').listFiles().find { it.directory }
        .listFiles().find { it.name.endsWith('.pom') })
def managed = bom.dependencyManagement.dependencies.dependency
assert managed.size() > 0
assert managed.every {
    it.groupId.text() == 'io.github.pythondist'
            && (it.artifactId.text().startsWith('cpython-') || it.artifactId.text() == 'python-dist-digests')
}
assert bom.dependencies.isEmpty() && bom.parent.isEmpty()

def log = new File(basedir, 'build.log').text
assert log.count('Unpacked cpython-3.13') == 1
assert log.count('is at ') == 2
assert log.count('BUILD SUCCESS') == 2
// Toolchains are no matter for those who have none.
assert !log.contains('toolchain')
