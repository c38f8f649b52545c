def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
def says = { int run, String text -> runs[run].contains(text) }
def json = { String name -> new groovy.json.JsonSlurper().parse(new File(basedir, "target/${name}.json")) }

def archive = new File(localRepositoryPath,
        "io/github/pythondist/cpython-3.13/${cpythonVersion}/cpython-3.13-${cpythonVersion}-linux-x86_64.tar.zst")
def digest = java.security.MessageDigest.getInstance('SHA-256').digest(archive.bytes).encodeHex().toString()

assert says(1, "Interpreter  io.github.pythondist:cpython-3.13:${cpythonVersion}:tar.zst:linux-x86_64")
assert says(1, 'Named by     the project\'s dependency management (BOM)')
assert says(1, 'told by the loader of the running Java')
assert says(1, "SHA-256      ${digest}")
assert says(1, 'Unpacked     not yet, will be in ')

def before = json('before')
assert before.platform == 'linux-x86_64' && before.runsHere
assert before.archive == archive.canonicalPath && before.bytes == archive.length()
assert before.sha256 == digest && !before.unpacked
assert before.repositories.any { it.startsWith('outer-build (file:') }

def after = json('after')
assert after.unpacked && new File(after.unpackedTo, 'bin/python3').canExecute()
assert after.expectedSha256 == digest
assert after.expectedBy.startsWith('io.github.pythondist:python-dist-digests:')

assert says(4, 'Interpreter  io.github.pythondist:cpython-3.99:3.99.0-1:tar.zst:osx-aarch_64, which does not run on this machine')
assert says(4, 'Named by     <version> of the goal')
assert says(4, 'Repositories none: offline')
assert says(4, 'Archive      not in the local repository yet')
