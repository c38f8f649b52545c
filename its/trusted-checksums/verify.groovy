def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
assert runs[1].contains('BUILD SUCCESS')
assert new File(basedir, 'target/python/bin/python3').canExecute()

def digest = new File(basedir, '.mvn/checksums/checksums.sha256').text.split(' ')[0]
assert runs[2].contains("Cannot resolve the interpreter io.github.pythondist:cpython-3.13:${cpythonVersion}:tar.zst:linux-x86_64")
assert runs[2].contains(digest)
assert runs[2].contains(digest.reverse())
assert !runs[2].contains('\tat ')
