import java.util.zip.ZipFile

def name = 'dot_products-0.3-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl'
def wheel = new File(basedir, "target/${name}")
assert Arrays.equals(wheel.bytes, new File(basedir, "else/${name}").bytes)
assert ['target', 'else'].collect { new File(basedir, "${it}/dot_products-0.3.tar.gz").bytes.digest('SHA-256') }.toSet().size() == 1
new ZipFile(wheel).withCloseable { zip ->
    def modules = zip.entries()*.name.findAll { it.endsWith('.so') }
    assert modules == ['fast', 'plain'].collect { "dots/${it}.cpython-313-x86_64-linux-gnu.so".toString() }
    modules.each { assert !zip.getInputStream(zip.getEntry(it)).getText('ISO-8859-1').contains('/build/') }
}

def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
assert runs[1].contains('What building Dot-Products requires is not locked')
assert runs[1].contains('required: setuptools >= 77, cython >= 3')
assert runs[1].contains('mvn python-dist:lock -Dpython-dist.build')
def lock = new File(basedir, 'pylock.build.toml').text
assert lock.contains('name = "setuptools"') && lock.contains('name = "cython"')
