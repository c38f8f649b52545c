import java.util.zip.GZIPInputStream
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream

def names = []
def archive = new File(basedir, 'target/elsewhere-1.0-bundle-linux-riscv64.tar.gz')
new TarArchiveInputStream(new GZIPInputStream(new FileInputStream(archive))).withCloseable { tar ->
    for (def entry = tar.nextEntry; entry != null; entry = tar.nextEntry) {
        names << entry.name
    }
}
assert names.contains('elsewhere-1.0/bin/greet')
assert names.contains('elsewhere-1.0/python/lib/python3.13/site-packages/greeting.cpython-313-riscv64-linux-gnu.so')
assert !names.any { it.endsWith('.pyc') }

def log = new File(basedir, 'build.log').text
assert log.contains('Not checked: whether its Python starts: it is for linux-riscv64, this machine is linux-')
assert log.contains('Not checked: whether the modules of greet can be imported')
assert log.contains('Not checked: packages and sources are not compiled')
assert log.contains('A bundle for linux-riscv64 cannot be pruned on linux-')
assert log.contains('Leave <modules> away, or make that bundle on its own platform.')
