import java.nio.file.Files

def log = new File(basedir, 'build.log').text
assert log.count('Unpacked cpython-3.99 3.99.3-1') == 1
def homes = ['first', 'second'].collect { module ->
    assert log.contains("Python 3.99.3-1 for linux-x86_64: -c print('hello') ${module}")
    def python = new File(basedir, "${module}/target/python").toPath()
    assert Files.isSymbolicLink(python)
    python.toRealPath()
}
assert homes[0] == homes[1]
