def log = new File(basedir, 'build.log').text
assert log.contains('AGPL-3.0-only')
assert log.contains('declared Sleepycat')
assert log.contains('1 component is built: bdb')
