def first = new File(basedir, '../../../..').canonicalFile
def second = new File(basedir, 'second build')

def entries = { jar ->
    def found = new TreeMap()
    new java.util.zip.ZipFile(jar).withCloseable { zip -> zip.entries().each { found[it.name] = zip.getInputStream(it).bytes.sha256() } }
    found
}
['runtime', 'maven-plugin'].collect { "python-dist-${it}/target/python-dist-${it}-${projectVersion}.jar" }.each {
    def one = new File(first, it)
    def other = new File(second, it)
    // Which members differ says more than that the jars do.
    assert entries(one) == entries(other)
    assert one.bytes == other.bytes
}
def poms = ['pom.xml', 'python-dist-runtime/pom.xml', 'python-dist-maven-plugin/pom.xml', 'python-dist-bom/pom.xml']
assert poms.every { new File(first, it).bytes == new File(second, it).bytes }
