def read = { name ->
    def properties = new Properties()
    new File(basedir, "target/${name}.properties").withReader('UTF-8') { properties.load(it) }
    properties
}
def older = read('3.11')
def newest = read('newest')

assert older.version.startsWith('3.11.')
assert older.pip == 'python 3.11'
assert newest.version.startsWith('3.13.')
assert newest.pip == 'python 3.13'

// The same recipes: one build of each component serves both series, and neither ships a module as a file.
assert older.openssl == newest.openssl
assert older.dynamic == '0'
assert newest.dynamic == '0'
