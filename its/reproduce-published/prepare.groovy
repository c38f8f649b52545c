import java.nio.file.Files

// The reactor's distribution as if others had deployed it under names of their own, with other build information.
def prefix = "cpython-3.13-${cpythonVersion}-linux-x86_64"
def built = new File(basedir, '../../../../distributions/cpython-3.13/target').listFiles().findAll {
    it.file && it.name.startsWith(prefix)
}
def genuine = built.find { it.name == "${prefix}.buildinfo" as String }.text
def publish = { name, change ->
    def directory = new File(localRepositoryPath, "org/example/${name}/${cpythonVersion}")
    directory.mkdirs()
    def renamed = { it.replace('cpython-3.13-', "${name}-") }
    built.findAll { !it.name.endsWith('.buildinfo') }.each {
        def link = new File(directory, renamed(it.name)).toPath()
        Files.deleteIfExists(link)
        Files.createSymbolicLink(link, it.toPath())
    }
    def info = genuine
        .replaceFirst(/(?m)^group-id=.*/, 'group-id=org.example')
        .replaceFirst(/(?m)^artifact-id=.*/, "artifact-id=${name}")
        .replaceAll(/(?m)^(outputs\.\d+\.filename)=(.*)/) { all, key, file -> "${key}=${renamed(file)}" }
    def changed = change(info)
    assert changed != info
    new File(directory, renamed("${prefix}.buildinfo")).text = changed
}
publish('tampered') { it.replaceFirst(/(outputs\.0\.checksums\.sha512=)[0-9a-f]{8}/, '$1' + '00000000') }
publish('other-plugin') { it.replaceFirst(/(python-dist\.plugin\.version=).*/, '$1' + '9.9.9') }
publish('other-recipes') { it.replaceFirst(/(python-dist\.catalog\.sha256=)[0-9a-f]{8}/, '$1' + '00000000') }
publish('others-proof') { genuine }

// Sources were fetched by the outer build.
def config = new File(basedir, '.mvn/maven.config')
config.parentFile.mkdirs()
config.text = "-Dpython-dist.cacheDirectory=${sharedCache}\n"

return true
