def config = new File(basedir, '.mvn/maven.config')
config.parentFile.mkdirs()
config.text = '-Dpython-dist.cacheDirectory=cache\n'
return true
