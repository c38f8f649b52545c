def log = new File(basedir, 'build.log').text
assert log.contains('Building bzip2 1.0.8 failed')
assert log.contains("use of undeclared identifier 'undeclared'")
assert log.contains(new File(basedir, 'target/python-dist/logs/bzip2.log').path)
assert !log.contains('Exception:')
assert log =~ /\[ 1\/1\] bzip2 1\.0\.8 built in/
