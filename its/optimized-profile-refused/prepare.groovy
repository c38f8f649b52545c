import java.security.MessageDigest
import com.github.luben.zstd.ZstdOutputStream
import org.apache.commons.compress.archivers.tar.TarArchiveEntry
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream

// A profile as the goal `profile` writes it, but trained with another CPython, without the GIL, by another compiler.
def digest = '1' * 64
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
  "profdata" : "${digest}"
}
""".getBytes('UTF-8')
def archive = new File(basedir, 'other.profile.tar.zst')
new TarArchiveOutputStream(new ZstdOutputStream(archive.newOutputStream())).withCloseable { tar ->
    def entry = new TarArchiveEntry('profile.json')
    entry.size = description.length
    tar.putArchiveEntry(entry)
    tar.write(description)
    tar.closeArchiveEntry()
}
def sha256 = MessageDigest.getInstance('SHA-256').digest(archive.bytes).encodeHex().toString()
def pom = new File(basedir, 'pom.xml')
pom.setText(pom.getText('UTF-8').replace('DIGEST-OF-THE-PROFILE', sha256), 'UTF-8')

return true
