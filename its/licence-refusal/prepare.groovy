import java.security.MessageDigest
import org.apache.commons.compress.archivers.tar.TarArchiveEntry
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream
import java.util.zip.GZIPOutputStream

// A source archive in the form of Berkeley DB 6.0.20 and later: its LICENSE is the GNU AGPL.
def archive = new File(basedir, 'catalog/db-6.2.23.tar.gz')
archive.parentFile.mkdirs()
new TarArchiveOutputStream(new GZIPOutputStream(archive.newOutputStream())).withCloseable { tar ->
    def text = new File(basedir, 'agpl-3.0.txt').bytes
    def entry = new TarArchiveEntry('db-6.2.23/LICENSE')
    entry.size = text.length
    tar.putArchiveEntry(entry)
    tar.write(text)
    tar.closeArchiveEntry()
}
def sha256 = MessageDigest.getInstance('SHA-256').digest(archive.bytes).encodeHex()

def component = new File(basedir, 'catalog/components/bdb/component.yaml')
component.parentFile.mkdirs()
component.setText("""\
name: bdb
summary: Berkeley DB
homepage: https://www.oracle.com/database/technologies/related/berkeleydb.html
license: Sleepycat
depends: []
outputs: []
versions:
  6.2.23:
    source:
      file: db-6.2.23.tar.gz
      size: ${archive.length()}
      sha256: ${sha256}
      places:
        - file: db-6.2.23.tar.gz
    license-files:
      - {path: LICENSE}
""", 'UTF-8')

return true
