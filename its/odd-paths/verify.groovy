import java.nio.file.Files

def project = new File(basedir, 'projekt mit Leerzeichen & Ümläuten')
assert Files.isExecutable(new File(project, 'target/python/bin/python3').toPath())
assert new File(project, 'target/größe.json').getText('UTF-8').contains('1,')
