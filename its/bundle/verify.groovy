import com.github.luben.zstd.ZstdInputStream
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream
import org.apache.commons.compress.archivers.zip.ZipFile

// Built twice in two places: the same bytes.
def names = ['tar.zst', 'zip', 'cdx.json']
def bytes = { dir, type ->
    type == 'cdx.json' ? new File(basedir, "target/${dir}/python-dist/greeter-bundle-linux-x86_64/sbom.cdx.json").bytes
        : new File(basedir, "target/${dir}/greeter-1.0-bundle-linux-x86_64.${type}").bytes
}
names.each { assert Arrays.equals(bytes('first', it), bytes('second', it)): it }
def log = new File(basedir, 'build.log').text
assert log.count('Bundled CPython 3.13.') == 4
assert log.count('The bundle is up to date: ') == 2
assert log =~ /Kept what greeter.main, sqlite3 needs: \d+ modules can be imported as before/

// Unpacked elsewhere, moved, and run without a Python on the PATH.
def place = new File(basedir, 'target/else where').toPath()
def unpack = { InputStream archive ->
    def tar = new TarArchiveInputStream(archive)
    for (def entry = tar.nextEntry; entry != null; entry = tar.nextEntry) {
        def path = place.resolve(entry.name)
        if (entry.directory) {
            Files.createDirectories(path)
        } else if (entry.symbolicLink) {
            Files.createSymbolicLink(path, Path.of(entry.linkName))
        } else {
            Files.copy(tar, path)
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString((entry.mode & 0100) ? 'rwxr-xr-x' : 'rw-r--r--'))
        }
        assert entry.lastModifiedTime.toString() == '2026-01-01T00:00:00Z'
    }
}
new File(basedir, 'target/first/greeter-1.0-bundle-linux-x86_64.tar.zst').withInputStream { unpack(new ZstdInputStream(it)) }
def top = Files.move(place.resolve('greeter-1.0'), place.resolve('moved'))
def tools = Files.createDirectories(place.resolve('tools'))
['sh', 'readlink'].each { Files.createSymbolicLink(tools.resolve(it), Path.of('/bin', it).toRealPath()) }
def run = { String... command ->
    def builder = new ProcessBuilder(command).directory(place.toFile()).redirectErrorStream(true)
    builder.environment().putAll([PATH: tools.toString(), JAVA_HOME: System.getProperty('java.home')])
    def process = builder.start()
    def text = process.inputStream.getText('UTF-8')
    assert process.waitFor() == 0: text
    text
}
assert run("${top}/bin/greet-python").startsWith('Guten Tag with SQLite 3.')
assert run("${top}/bin/greet-python").trim().endsWith("from ${top}/python")
assert run("${top}/python/bin/polite") == 'Guten Tag\n'
def answer = run("${top}/bin/greeter", 'Ada', 'a "b" c')
assert answer.startsWith('Java greets Ada a "b" c\nGuten Tag with SQLite 3.')
// Through a link, too.
Files.createSymbolicLink(place.resolve('greet'), Path.of('moved/bin/greet-python'))
assert run("${place}/greet").startsWith('Guten Tag')

// Bytecode is there, made to be taken as it is; what is not needed is not.
def cache = top.resolve('app/greeter/__pycache__/main.cpython-313.pyc').toFile().bytes
assert cache[4] == 1: 'an unchecked hash-based pyc has the flags 0b01'
assert !Files.exists(top.resolve('python/include')) && !Files.exists(top.resolve('python/lib/python3.13/tkinter'))
assert !Files.exists(top.resolve('python/lib/python3.13/site-packages/pip'))
assert Files.exists(top.resolve('python/lib/python3.13/sqlite3/dbapi2.py'))

// Licences and bill of materials of all three kinds.
assert Files.exists(top.resolve('licenses/openssl/LICENSE.txt'))
assert top.resolve('licenses/python-politeness/licenses/LICENSE').toFile().text.startsWith('Permission')
def table = top.resolve('licenses/licenses.tsv').toFile().text
assert table.contains('politeness\t2.1\tMIT\tpython-politeness/\n') && table.contains('python-dist-runtime\t')
def bill = new JsonSlurper().parse(top.resolve('sbom.cdx.json').toFile())
def purls = bill.components*.purl
assert purls.any { it.startsWith('pkg:maven/io.github.pythondist/cpython-3.13@') }
assert purls.contains('pkg:pypi/politeness@2.1')
assert purls.contains('pkg:maven/org.example/greeter@1.0')
assert bill.components.find { it.name == 'cpython-3.13' }.components.any { it.name == 'openssl' }

// The zip is for unzip as well as for python-dist-runtime: its index comes first, modes and links are there.
new ZipFile(new File(basedir, 'target/first/greeter-1.0-bundle-linux-x86_64.zip')).withCloseable { zip ->
    assert zip.entriesInPhysicalOrder.nextElement().name == 'greeter-1.0/python-dist-bundle.txt'
    assert zip.getEntry('greeter-1.0/bin/greeter').unixMode == 0100755
    assert zip.getEntry('greeter-1.0/python/bin/python3').unixSymlink
}
