import java.nio.file.Files

assert Files.isExecutable(new File(basedir, 'target/python/bin/python3').toPath())
assert new File(basedir, 'build.log').text.count('BUILD SUCCESS') == 2
