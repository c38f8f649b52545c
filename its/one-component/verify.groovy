import java.nio.file.Files
import groovy.json.JsonSlurper

def results = { kind ->
    def found = []
    new File(basedir, "target/${kind}/steps").eachFileRecurse {
        if (it.name == 'step.json') {
            found << new JsonSlurper().parse(it)
        }
    }
    def built = found.findAll { it.step in ['libjpeg-turbo', 'libxcb', 'zstd'] }
    assert built.size() == 3
    built.collectEntries { [it.step, it.sha256] }
}
assert results('namespaces') == results('chroot')

def sysroot = { kind ->
    def roots = new File(basedir, "target/${kind}/environments").listFiles().findAll { it.name.contains('-glibc-') }
    assert roots.size() == 1
    roots[0]
}
def digests = { root ->
    def found = new TreeMap()
    Files.walk(root.toPath()).forEach {
        def name = root.toPath().relativize(it).toString()
        if (Files.isSymbolicLink(it)) {
            found[name] = '-> ' + Files.readSymbolicLink(it)
        } else if (Files.isRegularFile(it)) {
            found[name] = it.toFile().bytes.sha256() + ' ' + Files.getPosixFilePermissions(it)
        }
    }
    found
}
assert digests(sysroot('namespaces')) == digests(sysroot('chroot'))
assert digests(sysroot('namespaces')).size() > 1000
