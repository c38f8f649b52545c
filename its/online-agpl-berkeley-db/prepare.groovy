import java.security.MessageDigest
import java.util.zip.GZIPInputStream
import java.util.zip.GZIPOutputStream
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream

// The npm package berkeleydb carries the sources it binds to.
def catalog = new File(basedir, 'catalog')
catalog.mkdirs()
def npm = new ProcessBuilder('npm', 'pack', 'berkeleydb@0.2.2').directory(catalog).redirectErrorStream(true).start()
def said = npm.inputStream.text
assert npm.waitFor() == 0 : said

def archive = new File(catalog, 'db-6.2.23.tar.gz')
new TarArchiveOutputStream(new GZIPOutputStream(archive.newOutputStream())).withCloseable { out ->
    out.longFileMode = TarArchiveOutputStream.LONGFILE_POSIX
    def packed = new File(catalog, 'berkeleydb-0.2.2.tgz')
    new TarArchiveInputStream(new GZIPInputStream(packed.newInputStream())).withCloseable { input ->
        for (def entry = input.nextEntry; entry != null; entry = input.nextEntry) {
            if (entry.name.startsWith('package/deps/db-6.2.23/')) {
                entry.name = entry.name.substring('package/deps/'.length())
                out.putArchiveEntry(entry)
                input.transferTo(out)
                out.closeArchiveEntry()
            }
        }
    }
}
def sha256 = MessageDigest.getInstance('SHA-256').digest(archive.bytes).encodeHex()

// Once declared as what the recipes expect, once as what the text really is.
['catalog': 'Sleepycat', 'allowed/catalog': 'AGPL-3.0-only'].each { folder, license ->
    def component = new File(basedir, "${folder}/components/bdb/component.yaml")
    component.parentFile.mkdirs()
    component.setText("""\
name: bdb
summary: Berkeley DB
homepage: https://www.oracle.com/database/technologies/related/berkeleydb.html
license: ${license}
depends: []
outputs: [include/db.h, lib/libdb.a]
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
    new File(basedir, "${folder}/${archive.name}").bytes = archive.bytes
}

// Only a story's first POM is filtered.
def second = new File(basedir, 'allowed/pom.xml')
[
    'project.version': projectVersion, cpythonVersion: cpythonVersion, sourceSet: sourceSet,
    outputTimestamp: outputTimestamp
].each { name, value -> second.text = second.text.replace("@${name}@", value) }

return true
