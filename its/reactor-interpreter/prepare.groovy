import java.nio.file.Files
import java.nio.file.StandardCopyOption

// In the reactor only: not in the local repository.
def install = evaluate(new File(basedir, '../../../fake-python.groovy'))
def archive = install('org.example.pythons', '3.99', '3.99.3-1', 'linux-x86_64')
Files.move(archive.toPath(), new File(basedir, 'interpreter/python.tar.zst').toPath(),
        StandardCopyOption.REPLACE_EXISTING)
archive.parentFile.deleteDir()
return true
