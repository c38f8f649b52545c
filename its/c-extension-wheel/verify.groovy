import java.util.zip.ZipFile
import net.fornwall.jelf.ElfFile

def tags = 'cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64'
def made = { String directory, String file -> new File(basedir, "fastsum/${directory}/fastsum-1.0${file}") }
def wheel = made('target', "-${tags}.whl")

// The other module computed with it.
assert new File(basedir, 'app/target/report.txt').text == '14.0 1.0\n'

// Built in another place and in another kind of environment: the same bytes. Sources and clock were careless.
['else', 'chroot'].each { directory ->
    assert Arrays.equals(made(directory, "-${tags}.whl").bytes, wheel.bytes): directory
    assert Arrays.equals(made(directory, '.tar.gz').bytes, made('target', '.tar.gz').bytes): directory
}

new ZipFile(wheel).withCloseable { zip ->
    def entries = zip.entries().toList()
    def extension = 'fastsum.cpython-313-x86_64-linux-gnu.so'
    assert entries*.name == [extension] + ['METADATA', 'WHEEL', 'RECORD'].collect { "fastsum-1.0.dist-info/${it}".toString() }
    assert entries.every { it.timeLocal.toString() == '2026-01-01T00:00' }
    def text = { String name -> zip.getInputStream(zip.getEntry(name)).getText('ISO-8859-1') }

    // The platform tag is that of the symbols: nothing newer than glibc 2.17 is asked for.
    assert text('fastsum-1.0.dist-info/WHEEL').readLines().findAll { it.startsWith('Tag:') } ==
            ['Tag: cp313-cp313-manylinux_2_17_x86_64', 'Tag: cp313-cp313-manylinux2014_x86_64']
    byte[] bytes = text(extension).getBytes('ISO-8859-1')
    def needed = ElfFile.from(bytes).dynamicSection.neededLibraries
    assert needed.every { it in ['libm.so.6', 'libpthread.so.0', 'libc.so.6'] }
    def versions = (text(extension) =~ /GLIBC_(\d+)\.(\d+)/).collect { [it[1] as int, it[2] as int] }
    assert versions && versions.every { it[0] == 2 && it[1] <= 17 }

    // Where it was built it does not tell, though __FILE__ is in it.
    assert text(extension).contains('/usr/src/')
    assert !text(extension).contains('/build/') && !text(extension).contains(basedir.path)

    // RECORD knows every file by its digest.
    def record = text('fastsum-1.0.dist-info/RECORD').readLines()*.split(',', -1)
    assert record*.getAt(0) == entries*.name
    def digest = java.security.MessageDigest.getInstance('SHA-256').digest(bytes)
    assert record[0][1] == 'sha256=' + Base64.urlEncoder.withoutPadding().encodeToString(digest)
}

// The second build did nothing.
def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
assert runs[1].contains('Built fastsum-1.0') && runs[2].contains('The wheel is up to date')
assert runs[2].contains('has what is locked')

// What goes wrong is said with the reason.
assert runs[5].contains('What the build backend made cannot be used')
assert runs[5].contains('has no fastsum-1.0.dist-info/METADATA')
