import java.nio.file.Files
import java.nio.file.StandardCopyOption

// The reactor's distribution as if it had been deployed, and other build information of it under other names.
def prefix = "cpython-3.13-${cpythonVersion}-linux-x86_64"
def published = new File(localRepositoryPath, "io/github/pythondist/cpython-3.13/${cpythonVersion}")
published.mkdirs()
new File(basedir, '../../../../distributions/cpython-3.13/target').listFiles().findAll { it.file && it.name.startsWith(prefix) }.each {
    Files.copy(it.toPath(), new File(published, it.name).toPath(), StandardCopyOption.REPLACE_EXISTING)
}
def genuine = new File(published, "${prefix}.buildinfo").text
def publish = { name, info ->
    def file = new File(localRepositoryPath, "org/example/${name}/${cpythonVersion}/${name}-${cpythonVersion}-linux-x86_64.buildinfo")
    file.parentFile.mkdirs()
    assert info != genuine
    file.text = info
}
publish('tampered', genuine.replaceFirst(/(outputs\.0\.checksums\.sha512=)[0-9a-f]{8}/, '$1' + '00000000'))
publish('other-plugin', genuine.replaceFirst(/(python-dist\.plugin\.version=).*/, '$1' + '9.9.9'))
publish('other-recipes', genuine.replaceFirst(/(python-dist\.catalog\.sha256=)[0-9a-f]{8}/, '$1' + '00000000'))

// Sources were fetched by the outer build.
def config = new File(basedir, '.mvn/maven.config')
config.parentFile.mkdirs()
config.text = "-Dpython-dist.cacheDirectory=${sharedCache}\n"

return true
