import java.security.MessageDigest

// As using.md has it; the list is made here of what the repository holds.
def path = "io/github/pythondist/cpython-3.13/${cpythonVersion}/cpython-3.13-${cpythonVersion}-linux-x86_64.tar.zst"
def digest = MessageDigest.getInstance('SHA-256').digest(new File(localRepositoryPath, path).bytes).encodeHex().toString()
['.': digest, other: digest.reverse()].each { project, sha256 ->
    def directory = new File(basedir, "${project}/.mvn")
    def list = new File(directory, 'checksums/checksums.sha256')
    list.parentFile.mkdirs()
    list.text = "${sha256}  ${path}\n"
    new File(directory, 'maven.config').text = '''\
-Daether.trustedChecksumsSource.summaryFile=true
-Daether.trustedChecksumsSource.summaryFile.basedir=${session.rootDirectory}/.mvn/checksums
-Daether.trustedChecksumsSource.summaryFile.originAware=false
-Daether.artifactResolver.postProcessor.trustedChecksums=true
-Daether.artifactResolver.postProcessor.trustedChecksums.checksumAlgorithms=SHA-256
'''
}
// Only a story's first POM is filtered.
new File(basedir, 'other/pom.xml').text = new File(basedir, 'pom.xml').text.replace('@project.version@', projectVersion)
return true
