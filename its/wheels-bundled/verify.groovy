import com.github.luben.zstd.ZstdInputStream
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream

// The lock file has the digest of the first build's wheel; the third made it again, elsewhere in time.
def wheel = new File(basedir, 'phrases/target/phrases-2.1-py3-none-any.whl')
def digest = java.security.MessageDigest.getInstance('SHA-256').digest(wheel.bytes).encodeHex().toString()
assert new File(basedir, 'app/pylock.toml').text.contains(digest)
def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
assert runs[1].contains('Built phrases-2.1') && runs[3].contains('Built phrases-2.1')
assert runs[3].contains('Installed 1 package into')

// Unpacked elsewhere. What runs there finds neither Maven nor a Python.
def place = Files.createDirectories(new File(basedir, 'target/else where').toPath())
new File(basedir, 'app/target/app-1.0-bundle-linux-x86_64.tar.zst').withInputStream {
    def tar = new TarArchiveInputStream(new ZstdInputStream(it))
    for (def entry = tar.nextEntry; entry != null; entry = tar.nextEntry) {
        def path = place.resolve(entry.name)
        if (entry.directory) {
            Files.createDirectories(path)
        } else if (entry.symbolicLink) {
            Files.createSymbolicLink(path, Path.of(entry.linkName))
        } else {
            Files.copy(tar, path)
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString((entry.mode & 0100) ? 'rwxr-xr-x' : 'rw-r--r--'))
        }
    }
}
new File(basedir, 'app/target/python-env').deleteDir()
def tools = Files.createDirectories(new File(basedir, 'target/tools').toPath())
['sh', 'readlink'].each { Files.createSymbolicLink(tools.resolve(it), Path.of('/bin', it).toRealPath()) }
def run = { String... command ->
    def builder = new ProcessBuilder(command).directory(place.toFile()).redirectErrorStream(true)
    builder.environment().clear()
    builder.environment().put('PATH', tools.toString())
    def process = builder.start()
    def text = process.inputStream.getText('UTF-8')
    assert process.waitFor() == 0: text
    text
}
assert run("${place}/app-1.0/bin/greet", 'Ada') == 'Good morning, Ada!\n'
assert run("${place}/app-1.0/python/bin/phrase") == 'Good morning, everybody!\n'
