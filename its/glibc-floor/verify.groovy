def log = new File(basedir, 'build.log').text
assert log.count('bullseye-amd64-glibc-2.28 derived from bullseye-amd64-') == 1
assert log.count('with sysroot bullseye-amd64-glibc-2.28') == 2
assert log =~ /with sysroot bullseye-amd64\s/
assert log.contains('shall need glibc 2.40, but its sysroot bullseye-amd64 has only 2.31')
assert log =~ /libc6_\S+_amd64\.deb/
assert log =~ /expected SHA-256 0{64} \(\d+ bytes\), found \w{64}/
assert !log.contains('Exception:')

// Functions that came after the floor are there to be linked, the others are the C library's.
def roots = new File(basedir, 'target/cache/environments').listFiles().findAll { it.name.startsWith('bullseye-amd64-glibc') }
assert roots.size() == 1
def library = new File(roots[0], 'usr/lib/x86_64-linux-gnu/libc_nonshared.a').getText('ISO-8859-1')
assert library.contains('sem_clockwait')
assert !library.contains('memfd_create')
