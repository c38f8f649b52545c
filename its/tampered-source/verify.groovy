import java.security.MessageDigest

def log = new File(basedir, 'build.log').text
def found = MessageDigest.getInstance('SHA-256').digest('not what was pinned'.bytes).encodeHex().toString()
assert log.contains('zlib-1.3.1.tar.gz')
assert log.contains('0' * 64)
assert log.contains(found)
assert !log.contains('Exception:')

// Nothing half-written or wrong is left in the store.
def store = new File(basedir, 'target/cache/sources')
def left = []
store.eachFileRecurse { if (it.file && it.name.contains('zlib')) left << it }
assert left.isEmpty()
