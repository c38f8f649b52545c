import groovy.json.JsonSlurper
import java.security.MessageDigest
import java.util.zip.GZIPInputStream
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream
import org.tukaani.xz.XZInputStream

def sha256 = { File file -> MessageDigest.getInstance('SHA-256').digest(file.bytes).encodeHex().toString() }

def made = new File(basedir, 'target/from-work-tree')
def names = ['snake-1.0.tgz', 'snake-1.0.tar.xz', 'snake-1.0.source-archive.json']
assert (made.list() as Set) == (names as Set)
names.each { assert new File(basedir, "target/from-url/$it").bytes == new File(made, it).bytes }

// Made once, in January 2026: whoever archives this tag anywhere gets these bytes.
def tgz = new File(made, 'snake-1.0.tgz')
assert sha256(tgz) == '4fb92c53a4f499606c5b499b5f1c87c7e5638571a7a0c7e916507a6f67f86b78'
assert sha256(new File(made, 'snake-1.0.tar.xz')) == '9cefda703515c689167d22f58b830f702dccce0ead8efb5c2d8492bba8bb3d9c'

def content = [:]
new TarArchiveInputStream(new GZIPInputStream(new FileInputStream(tgz))).withCloseable { tar ->
    for (def entry = tar.nextEntry; entry != null; entry = tar.nextEntry) {
        assert entry.lastModifiedDate.toInstant().toString() == '2026-01-02T03:04:05Z'
        content[entry.name] = new String(tar.readAllBytes(), 'UTF-8')
    }
}
assert content.keySet() as List == ['snake-1.0/', 'snake-1.0/run.bat', 'snake-1.0/serpent', 'snake-1.0/snake', 'snake-1.0/version.txt']
assert content['snake-1.0/run.bat'] == 'echo one\r\necho two\r\n'

def record = new JsonSlurper().parse(new File(made, 'snake-1.0.source-archive.json'))
assert content['snake-1.0/version.txt'] == "tag: v1.0 ${record.commit}\n"
assert record.archives*.sha256 == [sha256(tgz), sha256(new File(made, 'snake-1.0.tar.xz'))]

def installed = new File(localRepositoryPath, 'org/example/snake/1.0')
assert new File(installed, 'snake-1.0-source-release.tgz').bytes == tgz.bytes
assert new File(installed, 'snake-1.0-source-release.tar.xz').exists()
assert new File(installed, 'snake-1.0-source-release.json').exists()

def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
assert runs.length == 6
assert runs[1].contains("tag v1.0, annotated, object ${record.tagObject}")
assert runs[1].contains("${sha256(tgz)}  snake-1.0.tgz")
assert runs[3].contains('is another commit')
assert runs[3].contains("demanded: ${record.commit}")
assert runs[3] =~ /found: {4}[0-9a-f]{40}/
assert runs[4].contains('is shallow')
assert !new File(basedir, 'target/refused').exists()

// CPython's own tarball, made with its release tools and GNU tar: the same tar, byte for byte.
def published = new File(new File(basedir, 'published').text)
def ours = new File(basedir, 'target/cpython').listFiles().find { it.name.endsWith('.tar') }
def digest = MessageDigest.getInstance('SHA-256')
new XZInputStream(new BufferedInputStream(new FileInputStream(published))).withCloseable { it.eachByte(1 << 16) { bytes, n -> digest.update(bytes, 0, n) } }
assert sha256(ours) == digest.digest().encodeHex().toString()
assert runs[5].contains('no commit is demanded')

assert !runs.any { it.contains('Exception:') }
