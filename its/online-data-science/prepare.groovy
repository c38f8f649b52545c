def config = new File(basedir, '.mvn/maven.config')
config.parentFile.mkdirs()
config.text = """\
-Dpython-dist.platforms=linux-x86_64,linux-aarch_64
"""
return true
