context.get('server').stop(0)

def archive = "io/github/pythondist/cpython-3.13/${cpythonVersion}/cpython-3.13-${cpythonVersion}-linux-x86_64.tar.zst"
def runs = new File(basedir, 'build.log').text.split('Scanning for projects')

assert runs[2].contains('Maven is offline (-o)')
assert runs[2].contains("mvn dependency:get -Dartifact=io.github.pythondist:cpython-3.13:${cpythonVersion}:tar.zst:linux-x86_64 -Dtransitive=false")
assert new File(basedir, "managed/${archive}").file
[4, 6].each { assert runs[it].contains('BUILD SUCCESS') }

def depended = new File(basedir, "depended/${archive}")
assert depended.file
assert new File(basedir, 'depended/io/github/pythondist/python-dist-digests').directory
