import java.nio.file.Files

def project = new File(basedir, '../../../..').canonicalFile.toPath()
def copy = new File(basedir, 'second build').toPath()
// Newest first, so that directories are filled in another order.
['pom.xml', 'python-dist-runtime/pom.xml', 'python-dist-runtime/src/main', 'python-dist-maven-plugin/pom.xml',
 'python-dist-maven-plugin/src/main', 'python-dist-bom/pom.xml'].each { path ->
    def files = []
    Files.walk(project.resolve(path)).filter { Files.isRegularFile(it) }.forEach { files << it }
    files.reverse().each {
        def target = copy.resolve(project.relativize(it).toString())
        Files.createDirectories(target.parent)
        Files.copy(it, target)
    }
}
// The compiler needs the options that it gets in the project itself.
Files.createDirectories(new File(basedir, '.mvn').toPath())
Files.copy(project.resolve('.mvn/jvm.config'), new File(basedir, '.mvn/jvm.config').toPath())

return true
