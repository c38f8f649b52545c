def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
def says = { int run, String text -> runs[run].contains(text) }

assert says(1, 'Tests run: 5, Failures: 0, Errors: 0, Skipped: 3')

// The message has the tests' names and what was wrong.
assert says(2, '5 of 9 Python tests failed. Tests run: 9, Failures: 1, Errors: 4, Skipped: 2')
assert says(2, "test_money.CentsTest.test_broken (amount='2.0'): 200 != 2 : \\x00 & <euros>")
assert says(2, 'test_money.SetUpTest.setUpClass: no database')
assert says(2, 'test_import.import: Failed to import test module: test_import')
assert says(2, 'BUILD FAILURE') && !says(2, '\tat ')

// So has the report, in the form of Surefire's.
def suite = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/broken/TEST-python-tests.xml'))
assert suite.name() == 'testsuite' && suite.@name == 'python-tests'
assert [suite.@tests, suite.@failures, suite.@errors, suite.@skipped]*.text() == ['9', '1', '4', '2']
assert suite.testcase.size() == 9
def cases = suite.testcase.collectEntries { [(it.@classname.text() + '.' + it.@name.text()): it] }
def broken = cases["test_money.CentsTest.test_broken (amount='2.0')"]
assert broken.failure.@type == 'AssertionError'
assert broken.failure.@message == '200 != 2 : \\x00 & <euros>'
assert broken.failure.text().contains('self.assertEqual(money.cents("2.0"), 2')
assert !broken.failure.text().contains('unittest/case.py')
assert cases["test_money.CentsTest.test_broken (amount='x')"].error.@type == 'ValueError'
// What XML cannot hold, and what cannot tell what is wrong.
assert cases['test_money.CentsTest.test_broken [bell \\x07]'].error.@type == 'Untold'
assert cases['test_money.CentsTest.test_negative'].skipped.@message == 'not yet <decided>'
assert cases['test_money.CentsTest.test_one_digit'].children().isEmpty()
assert suite.testcase.every { it.@time.text() ==~ /\d+\.\d{3}/ }

// Surefire's switches.
assert says(3, '5 of 9 Python tests failed') && says(3, 'BUILD SUCCESS')
assert says(4, 'Tests are skipped.') && !says(4, 'Tests run')
assert says(5, 'Tests run: 1, Failures: 0, Errors: 0, Skipped: 0')

// None is a failure, unless it is meant.
assert says(6, 'There are no Python tests in') && says(6, 'BUILD FAILURE')
assert says(7, 'BUILD SUCCESS')

assert says(8, 'There is no pytest in') && says(8, 'install-wheels')
