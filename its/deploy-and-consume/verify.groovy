import java.security.MessageDigest

context.get('server').stop(0)

def deployed = new File(basedir, "target/http-repository/org/example/pythons/cpython-3.13/${cpythonVersion}")
def archive = new File(deployed, "cpython-3.13-${cpythonVersion}-linux-x86_64.tar.zst")
assert archive.length() > 5_000_000
['md5': 'MD5', 'sha1': 'SHA-1', 'sha256': 'SHA-256', 'sha512': 'SHA-512'].each { extension, algorithm ->
    def expected = MessageDigest.getInstance(algorithm).digest(archive.bytes).encodeHex().toString()
    assert new File(deployed, "${archive.name}.${extension}").text.trim() == expected
}

// The project's own artifact has the checksums of all that is attached to it.
def sums = new File(deployed, "cpython-3.13-${cpythonVersion}.sha256sums").readLines()
def attached = deployed.listFiles().collect { it.name }.findAll { it.startsWith("cpython-3.13-${cpythonVersion}-linux-x86_64") && !(it =~ /\.(md5|sha1|sha256|sha512)$/) }
assert attached.size() == 5
assert sums == attached.sort().collect { name ->
    MessageDigest.getInstance('SHA-256').digest(new File(deployed, name).bytes).encodeHex().toString() + '  ' + name
}

// The consumer's interpreter came over HTTP.
assert context.get('fetched').contains(archive.name)
def resolved = new File(localRepositoryPath, "org/example/pythons/cpython-3.13/${cpythonVersion}/${archive.name}")
assert resolved.bytes == archive.bytes
assert new File(basedir, 'consumer/target/answer.txt').text.trim() == 'TLSv1.3 True'
