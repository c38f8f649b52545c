import java.nio.file.Files

def name = "cpython-3.13-${cpythonVersion}-linux-x86_64.tar.zst"
def mine = new File(basedir, "target/großer Bau mit Lücken/${name}").toPath()
def reactors = new File(localRepositoryPath, "io/github/pythondist/cpython-3.13/${cpythonVersion}/cpython-3.13-${cpythonVersion}-linux-x86_64.tar.zst").toPath()
assert Files.mismatch(mine, reactors) == -1

def log = new File(basedir, 'build.log').text
assert log =~ /openssl \S+ built in/
