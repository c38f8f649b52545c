def log = new File(basedir, 'build.log').text
assert log.contains("The repositories do not have all that was published as org.example:nothing:${cpythonVersion}:linux-x86_64")
assert log.contains("What is published as org.example:tampered:${cpythonVersion}:linux-x86_64 is not what its build information names")
assert log.contains("org.example:other-plugin:${cpythonVersion}:linux-x86_64 was built from other inputs than this build would be")
assert log.contains("python-dist.plugin.version: 9.9.9 / ${projectVersion}")
assert log.contains('mvn io.github.pythondist:python-dist-maven-plugin:9.9.9:reproduce')
assert log =~ /python-dist\.catalog\.sha256: 00000000[0-9a-f]{56} \/ [0-9a-f]{64}/
assert log.contains("The build information of org.example:others-proof:${cpythonVersion}:linux-x86_64 is that of io.github.pythondist:cpython-3.13:${cpythonVersion}")
assert !log.contains('building CPython')
assert !log.contains('Exception:')
