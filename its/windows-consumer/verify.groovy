import groovy.json.JsonSlurper
import java.nio.file.Files
import java.security.MessageDigest
import org.apache.commons.compress.archivers.zip.ZipFile

def target = new File(basedir, 'target')
def log = new File(basedir, 'build.log').text
def program = { File file -> new RandomAccessFile(file, 'r').withCloseable { [it.read(), it.read()] == [0x4d, 0x5a] } }

// Unpacked, each at its place; every file as the archive lists it.
def full = new File(target, 'python-windows-x86_64')
def embed = new File(target, 'python-windows-x86_64-embed')
[full, embed].each {
    ['python.exe', 'pythonw.exe', 'python3.dll', 'python313.dll'].each { name -> assert program(new File(it, name)) }
}
assert Files.isExecutable(new File(full, 'python.exe').toPath())
assert log.findAll('every file as its archive held it').size() >= 4
assert program(new File(full, 'DLLs/_ssl.pyd'))
assert new File(full, 'Lib/os.py').file && new File(full, 'Lib/site-packages/pip').directory
assert !new File(full, 'embed').exists()
assert program(new File(embed, '_ssl.pyd'))
assert !new File(embed, 'Lib').exists() && !new File(embed, 'DLLs').exists()
def described = new JsonSlurper().parse(new File(embed, 'python-dist.json'))
assert [described.platform, described.content, described.executable, described.stdlib, described.libpython] ==
        ['windows-x86_64', 'embed', 'python.exe', 'python313.zip', 'python313.dll']
assert described.wheelTags[0] == 'cp313-cp313-win_amd64'
new ZipFile(new File(embed, 'python313.zip')).withCloseable { zip ->
    assert zip.getEntry('os.pyc') != null && zip.getEntry('encodings/utf_8.pyc') != null
    assert ['os.py', 'ensurepip/__init__.pyc', 'venv/__init__.pyc', 'test/__init__.pyc', 'idlelib/__init__.pyc'].every { zip.getEntry(it) == null }
}

// The bundles, as directories and as zips that hold the same.
def bundle = new File(target, 'tool-bundle-windows-x86_64')
def small = new File(target, 'tool-embeddable')
[bundle, small].each {
    assert new File(it, 'bin/tool.cmd').text == '@"%~dp0..\\python\\python.exe" "%~dp0tool-script.py" %*\n'
    assert new File(it, 'bin/tool-script.py').text.contains('from tool.main import run')
    assert new File(it, 'python/Scripts/greet.cmd').text.startsWith('@"%~dp0..\\python.exe" ')
    assert new File(it, 'python/Lib/site-packages/native.cp313-win_amd64.pyd').text == 'native'
    assert new File(it, 'app/tool/main.py').file
    assert new File(it, 'licenses/openssl').directory
    assert new File(it, 'python-dist-bundle.txt').text.contains('python/python.exe')
    assert !new File(it, 'python/bin').exists()
}
assert new File(bundle, 'python/Lib/site-packages/python-dist-bundle.pth').text == '../../../app\n'
assert new File(small, 'python/python313._pth').readLines().take(4) == ['python313.zip', '.', 'Lib/site-packages', '../app']
['tool-1.0-bundle-windows-x86_64.zip': bundle, 'tool-1.0-embeddable.zip': small].each { name, tree ->
    new ZipFile(new File(target, name)).withCloseable { zip ->
        def entries = zip.entries.toList()
        assert entries*.name.every { it.startsWith('tool-1.0/') }
        assert entries*.name == entries*.name.unique(false)
        // Windows does not tell them apart.
        assert entries*.name*.toLowerCase().toSet().size() == entries.size()
        assert zip.getEntry('tool-1.0/bin/tool.cmd') != null
        assert zip.getEntry('tool-1.0/python/python.exe') != null
    }
}
assert log.contains('Not checked: whether its Python starts: it is for windows-x86_64, this machine is linux-')
assert log.contains('The bundle is up to date: ')

assert log.contains(':zip:windows-x86_64-embed')
assert log.contains('does not run on linux-')
assert log.contains('The package native-1.0-cp313-cp313-manylinux_2_17_x86_64.whl is not for CPython 3.13 on windows-x86_64')
assert !log.contains('\tat ')
