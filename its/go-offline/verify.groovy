context.get('server').stop(0)

def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
def fetched = { String artifact -> new File(basedir, 'fresh/io/github/pythondist/' + artifact) }

assert fetched("cpython-3.13/${cpythonVersion}/cpython-3.13-${cpythonVersion}-linux-x86_64.tar.zst").file
assert fetched('python-dist-digests').directory
assert runs[2].contains('CPython 3.13.') && runs[2].contains('BUILD SUCCESS')

assert runs[3].contains('Maven is offline (-o)')
def named = runs[3] =~ /mvn dependency:get -Dartifact=io\.github\.pythondist:cpython-3\.11:(\S+):tar\.zst:linux-x86_64 -Dtransitive=false/
assert named.find()
assert fetched("cpython-3.11/${named.group(1)}/cpython-3.11-${named.group(1)}-linux-x86_64.tar.zst").file
assert runs[5].contains('CPython 3.11.') && runs[5].contains('BUILD SUCCESS')
