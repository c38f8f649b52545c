def log = new File(basedir, 'build.log').text
def home = new File(basedir, 'target/python').canonicalPath
assert log.contains("Python ${cpythonVersion.replaceAll('-.*', '')} from ${home}")
assert log.contains('SQLite and OpenSSL greet the JVM')
assert log.contains('factorial(20) = 2432902008176640000')
assert log.contains('caught ZeroDivisionError: division by zero')
assert log.contains('another thread: 42')
