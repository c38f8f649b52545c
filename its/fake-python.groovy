// Makes archives of the form that python-dist publishes, with a shell script for an interpreter, and puts them into the
// stories' local repository: what a story needs that is about Maven, not about Python.
//
//   def install = evaluate(new File(basedir, '../../../fake-python.groovy'))
//   File archive = install('org.example.pythons', '3.99', '3.99.1-1', 'linux-aarch_64')

import groovy.json.JsonOutput
import java.security.MessageDigest
import org.apache.commons.compress.archivers.tar.TarArchiveEntry
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream

return { String group, String series, String version, String platform ->
    def script = """#!/bin/sh
echo "Python ${version} for ${platform}: \$*"
""".getBytes('UTF-8')
    def description = JsonOutput.prettyPrint(JsonOutput.toJson([
            schema: 1, name: "cpython-${series}" as String, version: version,
            pythonVersion: version.replaceAll('-.*', ''), platform: platform, executable: 'bin/python3',
            files: [[
                    path: 'bin/python3', size: script.length, mode: '0755',
                    sha256: MessageDigest.getInstance('SHA-256').digest(script).encodeHex().toString()
            ]]
    ])).getBytes('UTF-8')
    def directory = new File(localRepositoryPath, "${group.replace('.', '/')}/cpython-${series}/${version}")
    directory.mkdirs()
    new File(directory, "cpython-${series}-${version}.pom").text = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>${group}</groupId>
  <artifactId>cpython-${series}</artifactId>
  <version>${version}</version>
  <packaging>pom</packaging>
</project>
"""
    def archive = new File(directory, "cpython-${series}-${version}-${platform}.tar.zst")
    archive.withOutputStream { out ->
        def tar = new TarArchiveOutputStream(new ZstdCompressorOutputStream(out))
        ['python/python-dist.json': description, 'python/bin/python3': script].each { name, content ->
            def entry = new TarArchiveEntry(name)
            entry.size = content.length
            entry.mode = name.contains('/bin/') ? 0755 : 0644
            tar.putArchiveEntry(entry)
            tar.write(content)
            tar.closeArchiveEntry()
        }
        tar.close()
    }
    archive
}
