def log = new File(basedir, 'build.log').text
assert log.contains('bdb 6.2.23')
assert log.contains('Sleepycat')
assert log.contains('AGPL-3.0')
assert !log.contains('Exception:')
