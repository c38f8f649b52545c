import java.security.MessageDigest

def install = evaluate(new File(basedir, '../../../fake-python.groovy'))
def archive = install('org.example.pythons', '3.99', '3.99.4-1', 'linux-x86_64')
def path = 'org/example/pythons/cpython-3.99/3.99.4-1/cpython-3.99-3.99.4-1-linux-x86_64.tar.zst'
def right = MessageDigest.getInstance('SHA-256').digest(archive.bytes).encodeHex().toString()
def wrong = '0' * 64

// The list as a BOM would have it: right, wrong, of other archives only, none at all, and something else than a list.
[
    '1': "${right}  ${path}\n",
    '2': "${wrong}  ${path}\n",
    '3': "${wrong}  ${path.replace('linux', 'windows')}\n",
    '5': '<html>Sign in to download</html>\n'
].each { version, text ->
    def directory = new File(localRepositoryPath, "org/example/pythons/digests/${version}")
    directory.mkdirs()
    new File(directory, "digests-${version}.sha256sums").text = text
}

// Maven's trusted checksums read the same list.
def checksums = new File(basedir, 'checksums')
checksums.mkdirs()
new File(checksums, 'checksums.sha256').text = "${wrong}  ${path}\n"

return true
