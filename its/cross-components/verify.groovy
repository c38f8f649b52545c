import com.github.luben.zstd.ZstdInputStream
import groovy.json.JsonSlurper
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream

def results = { kind ->
    def found = [:]
    new File(basedir, "target/${kind}/steps").eachFileRecurse {
        if (it.name == 'step.json') {
            def step = new JsonSlurper().parse(it)
            if (step.step in ['libffi', 'zlib']) {
                found[step.step] = [step.sha256, new File(it.parentFile, step.file)]
            }
        }
    }
    assert found.size() == 2
    found
}
def built = results('namespaces')
assert built.collectEntries { [it.key, it.value[0]] } == results('chroot').collectEntries { [it.key, it.value[0]] }

// Every object in the libraries is COFF for x86-64 (IMAGE_FILE_MACHINE_AMD64).
built.each { name, result ->
    def objects = 0
    new TarArchiveInputStream(new ZstdInputStream(result[1].newInputStream())).withCloseable { tar ->
        while ((entry = tar.nextEntry) != null) {
            if (entry.name.endsWith('.a')) {
                def members = new ArArchiveInputStream(new ByteArrayInputStream(tar.readAllBytes()))
                while ((member = members.nextEntry) != null) {
                    def bytes = members.readAllBytes()
                    if (member.name.endsWith('.o')) {
                        assert bytes[0] == 0x64 && (bytes[1] & 0xff) == 0x86 : "${name}: ${member.name}"
                        objects++
                    }
                }
            }
        }
    }
    assert objects > 0 : name
}

def log = new File(basedir, 'build.log').text
assert log.contains('CPython 3.11 cannot be built for windows-x86_64')
assert log.contains('its recipe is for: linux')
