// A cache of its own, so that it is this build that unpacks the interpreter.
def config = new File(basedir, '.mvn/maven.config')
config.parentFile.mkdirs()
config.text = "-Dpython-dist.cacheDirectory=${new File(basedir, 'cache')}\n"
return true
