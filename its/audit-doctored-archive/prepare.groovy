import java.nio.charset.StandardCharsets
import java.nio.file.Files
import net.fornwall.jelf.ElfFile
import org.apache.commons.compress.archivers.tar.TarArchiveEntry
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream

def archives = new File(basedir, 'archives')
archives.mkdirs()
def built = new File(archives, 'built.tar.zst')
def name = "cpython-3.13-${cpythonVersion}-linux-x86_64.tar.zst"
Files.copy(new File(localRepositoryPath, "io/github/pythondist/cpython-3.13/${cpythonVersion}/${name}").toPath(),
        built.toPath())

// Copies the archive and lets some of its files be changed: path -> closure from bytes to bytes.
def doctor = { String target, Map<String, Closure<byte[]>> changes ->
    def left = new HashSet(changes.keySet())
    built.withInputStream { packed ->
        new File(archives, target).withOutputStream { out ->
            def from = new TarArchiveInputStream(new ZstdCompressorInputStream(new BufferedInputStream(packed)))
            def to = new TarArchiveOutputStream(new GzipCompressorOutputStream(out), 'UTF-8')
            to.longFileMode = TarArchiveOutputStream.LONGFILE_POSIX
            for (TarArchiveEntry entry; (entry = from.nextEntry) != null;) {
                byte[] content = entry.isFile() ? from.readAllBytes() : new byte[0]
                if (left.remove(entry.name)) {
                    content = changes[entry.name](content)
                }
                def copy = new TarArchiveEntry(entry.name, entry.linkFlag)
                copy.mode = entry.mode
                copy.linkName = entry.linkName
                copy.size = content.length
                to.putArchiveEntry(copy)
                to.write(content)
                to.closeArchiveEntry()
            }
            to.close()
        }
    }
    assert left.isEmpty()
}

// Replaces a text by another of the same length, at its first place from an offset on.
def replace = { byte[] bytes, String text, String by, long offset = 0 ->
    assert text.length() == by.length()
    def at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text, (int) offset)
    assert at >= 0
    System.arraycopy(by.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, at, by.length())
    bytes
}

// The same in the names of the dynamic section and symbols.
def rename = { byte[] bytes, String text, String by ->
    replace(bytes, text + '\0', by + '\0', ElfFile.from(bytes).dynamicStringTable.header.sh_offset)
}

doctor('binaries.tar.gz', [
        'python/bin/python3.13': { rename(it, 'libutil.so.1', 'libevil.so.1') },
        'python/lib/libpython3.13.so.1.0': {
            rename(it, 'PyList_Size', 'SSL_CTX_new')
            replace(it, '/tmp/myimport.zip', '/home/joe/py/zip.')
            // PT_GNU_RELRO of the program headers becomes one that nobody knows.
            def elf = ElfFile.from(it)
            for (int i = 0; i < elf.e_phnum; i++) {
                if (elf.getProgramHeader(i).p_type == 0x6474e552) {
                    it[(int) elf.e_phoff + i * elf.e_phentsize] = 0
                }
            }
            it
        },
        'python/bin/pip3': { replace(it, '#!/bin/sh', '#!/opt/py') },
])
doctor('description.tar.gz', [
        'python/python-dist.json': {
            def text = new String(it, 'UTF-8')
            def digest = (text =~ /"path" : "lib\/python3.13\/os.py",\s+"sha256" : "(\w+)"/)[0][1]
            text.replace(digest, '0' * 64).getBytes('UTF-8')
        },
])
doctor('schema.tar.gz', [
        'python/python-dist.json': {
            new String(it, 'UTF-8').replaceFirst('"linkage" : "static"', '"linkage" : "dynamic"').getBytes('UTF-8')
        },
])
doctor('architecture.tar.gz', [
        'python/lib/libpython3.so': {
            it[18] = (byte) 183
            it
        },
])
def bytes = built.bytes
new File(archives, 'cut.tar.zst').bytes = Arrays.copyOf(bytes, bytes.length - 1000)

return true
