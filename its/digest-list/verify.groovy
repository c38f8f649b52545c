def path = 'org/example/pythons/cpython-3.99/3.99.4-1/cpython-3.99-3.99.4-1-linux-x86_64.tar.zst'
def right = java.security.MessageDigest.getInstance('SHA-256')
        .digest(new File(localRepositoryPath, path).bytes).encodeHex().toString()
def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
def says = { int run, String text -> runs[run].contains(text) }

// Wrong: artifact, expected, found, and what to do.
assert says(1, 'The archive of org.example.pythons:cpython-3.99:3.99.4-1:tar.zst:linux-x86_64 does not have the digest')
assert says(1, "expected ${'0' * 64}, says org.example.pythons:digests:2:sha256sums")
assert says(1, "found    ${right}")
assert says(1, '-> Delete the file, so that it is fetched anew.')
assert !says(1, 'Unpacked')

// Missing, and offline.
assert says(2, 'mvn dependency:get -Dartifact=org.example.pythons:digests:4:sha256sums -Dtransitive=false')

// Not a list.
assert says(3, 'is no list of digests')

// What the goal is told counts more than the list.
assert says(4, 'says <sha256> of the goal')

// Maven itself, with the same file.
assert says(5, 'trusted checksum')
assert !says(5, 'Unpacked')

// A list without this archive, and the right one.
assert says(6, 'does not list org.example.pythons:cpython-3.99')
assert says(6, 'BUILD SUCCESS')
assert says(7, "says that org.example.pythons:cpython-3.99:3.99.4-1:tar.zst:linux-x86_64 has the digest ${right}")
assert says(7, 'BUILD SUCCESS')

// The goal that makes such a list makes the same one.
assert new File(basedir, 'target/digest-list-1.0.sha256sums').text == "${right}  ${path}\n"
