import com.sun.net.httpserver.HttpServer

// A repository with what this machine has: of python-dist what was just built, whatever was installed before.
def built = localRepositoryPath
def fetched = new File(sharedCache).parentFile.parentFile
def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
server.executor = java.util.concurrent.Executors.newCachedThreadPool()
server.createContext('/') { exchange ->
    def path = exchange.requestURI.path.substring(1)
    def places = path.startsWith('io/github/pythondist/') ? [built] : [built, fetched]
    def file = places.collect { new File(it, path) }.find { it.file }
    exchange.sendResponseHeaders(file == null ? 404 : 200, file == null || exchange.requestMethod == 'HEAD' ? -1 : file.length())
    if (file != null && exchange.requestMethod != 'HEAD') {
        file.withInputStream { exchange.responseBody << it }
    }
    exchange.close()
}
server.start()
context.put('server', server)

new File(basedir, 'global-settings.xml').text = """\
<settings>
  <mirrors>
    <mirror>
      <id>this-build</id>
      <mirrorOf>outer-build</mirrorOf>
      <url>http://127.0.0.1:${server.address.port}/</url>
    </mirror>
  </mirrors>
</settings>
"""
def config = new File(basedir, '.mvn/maven.config')
config.parentFile.mkdirs()
config.text = """\
-gs
${new File(basedir, 'global-settings.xml')}
-Dpython-dist.cacheDirectory=cache
"""
return true
