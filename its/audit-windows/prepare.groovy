import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream

// Small programs and libraries that were compiled for Windows; the README beside them says what is in each.
def files = new File(basedir, '../../../../python-dist-maven-plugin/src/test/resources/pe')
def whole = [
        'python/python.exe'   : 'python.exe',
        'python/pythonw.exe'  : 'pythonw.exe',
        'python/python3.dll'  : 'python3.dll',
        'python/python313.dll': 'python313.dll',
        'python/DLLs/_ssl.pyd': '_ssl.pyd',
]
def write = { String name, Map<String, String> content ->
    def archive = new File(basedir, "archives/${name}")
    archive.parentFile.mkdirs()
    new ZipOutputStream(archive.newOutputStream()).withCloseable { zip ->
        content.each { path, file ->
            zip.putNextEntry(new ZipEntry(path))
            zip.write(new File(files, file).bytes)
        }
    }
}

write('whole.zip', whole)
write('doctored.zip', whole + [
        'python/python3.dll'   : 'python3-bad.dll',
        'python/pythonw.exe'   : 'python.exe',
        'python/DLLs/bad.pyd'  : 'bad.pyd',
        'python/DLLs/other.dll': 'arm64.dll',
        'python/Lib/nul.py'    : 'sources/evil.def',
        'python/Lib/Nul.py'    : 'sources/evil.def',
])
def bytes = new File(basedir, 'archives/whole.zip').bytes
new File(basedir, 'archives/cut.zip').bytes = Arrays.copyOf(bytes, bytes.length.intdiv(2))

return true
