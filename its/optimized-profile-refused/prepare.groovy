import java.security.MessageDigest
import com.github.luben.zstd.ZstdOutputStream
import org.apache.commons.compress.archivers.tar.TarArchiveEntry
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream

static String sha256(byte[] bytes) {
    return MessageDigest.getInstance('SHA-256').digest(bytes).encodeHex().toString()
}

// A profile as the goal `profile` writes it, but trained with another CPython, without the GIL, by another compiler.
def digest = '1' * 64
def counts = 'counts'.getBytes('UTF-8')
def description = """\
{
  "format" : 1,
  "cpython" : "3.12.1",
  "source" : "${digest}",
  "abiFlags" : "t",
  "target" : "linux-x86_64",
  "compiler" : "clang-18 1:18.1.8-1",
  "environment" : "${digest}",
  "task" : "tests",
  "runs" : [ "-m test --pgo" ],
  "profdata" : "${sha256(counts)}"
}
""".getBytes('UTF-8')
def archive = new File(basedir, 'other.profile.tar.zst')
new TarArchiveOutputStream(new ZstdOutputStream(archive.newOutputStream())).withCloseable { tar ->
    ['profile.json': description, 'code.profdata': counts].each { name, bytes ->
        def entry = new TarArchiveEntry(name)
        entry.size = bytes.length
        tar.putArchiveEntry(entry)
        tar.write(bytes)
        tar.closeArchiveEntry()
    }
}
def pom = new File(basedir, 'pom.xml')
pom.setText(pom.getText('UTF-8').replace('DIGEST-OF-THE-PROFILE', sha256(archive.bytes)), 'UTF-8')

return true
