def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
def says = { int run, String text -> runs[run].contains(text) }

assert new File(basedir, 'pylock.toml').text.contains('name = "pytest"')
assert says(2, 'Tests run: 5, Failures: 0, Errors: 0, Skipped: 1')

// A failure fails the build, with the test's name and what was wrong.
assert says(3, '1 of 5 Python tests failed. Tests run: 5, Failures: 1, Errors: 0, Skipped: 0')
assert says(3, 'test_broken') && says(3, 'assert 200 == 2') && says(3, 'BUILD FAILURE')

// So does the report, where Surefire's are.
def suite = new groovy.xml.XmlSlurper().parse(new File(basedir, 'broken-reports/TEST-python-tests.xml'))
def cases = suite.depthFirst().findAll { it.name() == 'testcase' }
assert cases*.@name*.text().sort() == ['test_account', 'test_broken', 'test_cents[1.5-150]', 'test_cents[12.34-1234]', 'test_cents[3-300]']
def broken = cases.find { it.@name == 'test_broken' }
assert broken.failure.@message.text().startsWith('AssertionError: assert 200 == 2')

assert says(4, 'Tests run: 3, Failures: 0') && says(4, 'BUILD SUCCESS')
assert new File(basedir, 'target/surefire-reports/TEST-python-tests.xml').isFile()
