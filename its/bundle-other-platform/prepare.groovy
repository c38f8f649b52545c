import com.github.luben.zstd.ZstdOutputStream
import groovy.json.JsonOutput
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream
import org.apache.commons.compress.archivers.tar.TarArchiveEntry
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream

// An archive that says it is for RISC-V; its interpreter could not even be started there.
def folder = new File(basedir, 'repository/org/example/cpython-3.13/3.13.99-1')
folder.mkdirs()
def description = JsonOutput.toJson([schema: 1, name: 'cpython-3.13', version: '3.13.99-1', pythonVersion: '3.13.99',
    platform: 'linux-riscv64', executable: 'bin/python3.13', stdlib: 'lib/python3.13', abiTag: 'cp313',
    libc: [family: 'glibc', floor: '2.31'], components: [[name: 'zlib', version: '1.3.1', license: 'Zlib']]])
new TarArchiveOutputStream(new ZstdOutputStream(new FileOutputStream(
    new File(folder, 'cpython-3.13-3.13.99-1-linux-riscv64.tar.zst')))).withCloseable { tar ->
    def add = { String path, String text, int mode ->
        def entry = new TarArchiveEntry('python/' + path)
        entry.mode = mode
        entry.size = text.getBytes('UTF-8').length
        tar.putArchiveEntry(entry)
        tar.write(text.getBytes('UTF-8'))
        tar.closeArchiveEntry()
    }
    add('python-dist.json', description, 0100644)
    add('bin/python3.13', 'no program of this machine', 0100755)
    add('lib/python3.13/os.py', '', 0100644)
    add('lib/python3.13/site-packages/README.txt', '', 0100644)
    add('licenses/zlib/LICENSE', 'zlib licence', 0100644)
}
// A package with native code for that machine.
new File(basedir, 'wheels').mkdirs()
def wheel = { String tag ->
    new ZipOutputStream(new FileOutputStream(new File(basedir, "wheels/greeting-1.0-${tag}.whl"))).withCloseable { zip ->
        ['greeting.cpython-313-riscv64-linux-gnu.so': 'native',
         'greeting-1.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\nLicense: BSD\n\n',
         'greeting-1.0.dist-info/WHEEL': "Wheel-Version: 1.0\nTag: ${tag}\n",
         'greeting-1.0.dist-info/RECORD': 'greeting.cpython-313-riscv64-linux-gnu.so,,\ngreeting-1.0.dist-info/METADATA,,\ngreeting-1.0.dist-info/WHEEL,,\ngreeting-1.0.dist-info/RECORD,,\n',
        ].each { path, text ->
            zip.putNextEntry(new ZipEntry(path))
            zip.write(text.getBytes('UTF-8'))
        }
    }
}
wheel('cp313-cp313-manylinux_2_31_riscv64')
return true
