def runs = new File(basedir, 'build.log').text.split('Scanning for projects')

// Two modules wanted it at once: one unpacked, the other waited.
assert runs[1].count('Unpacked cpython-3.13') == 1 && runs[2].count('Unpacked cpython-3.13') == 0
assert new File(basedir, 'cache/trees').listFiles().count { it.name ==~ /[0-9a-f]{64}/ } == 1

// One generated Java from it, which a third module uses.
def classpath = ['codes', 'app'].collect { new File(basedir, "${it}/target/classes").path }.join(File.pathSeparator)
def java = new File(System.getProperty('java.home'), 'bin/java').path
assert [java, '-cp', classpath, 'example.Main'].execute().text.trim() == '404'

// The other tested with it.
assert runs[1].contains('Tests run: 1, Failures: 0, Errors: 0, Skipped: 0')
assert new File(basedir, 'checks/target/surefire-reports/TEST-python-tests.xml').isFile()
