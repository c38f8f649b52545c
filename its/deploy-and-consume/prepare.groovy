import com.sun.net.httpserver.HttpServer
import java.nio.file.Files

// A Maven repository is a web server that takes PUT and answers GET. It lives as long as the stories run.
def fetched = Collections.synchronizedSet(new TreeSet())
def root = new File(basedir, 'target/http-repository').toPath()
def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
server.createContext('/') { exchange ->
    def file = root.resolve(exchange.requestURI.path.substring(1)).normalize()
    try {
        if (!file.startsWith(root)) {
            exchange.sendResponseHeaders(403, -1)
        } else if (exchange.requestMethod == 'PUT') {
            Files.createDirectories(file.parent)
            Files.write(file, exchange.requestBody.bytes)
            exchange.sendResponseHeaders(201, -1)
        } else if (Files.isRegularFile(file)) {
            def bytes = Files.readAllBytes(file)
            exchange.sendResponseHeaders(200, exchange.requestMethod == 'HEAD' ? -1 : bytes.length)
            if (exchange.requestMethod != 'HEAD') {
                fetched << file.fileName.toString()
                exchange.responseBody.write(bytes)
            }
        } else {
            exchange.sendResponseHeaders(404, -1)
        }
    } finally {
        exchange.close()
    }
}
server.start()
def url = "http://${server.address.hostString}:${server.address.port}/"
context.put('server', server)
context.put('fetched', fetched)

// The consumer must get it from there: nothing of it may be in the local repository.
new File(localRepositoryPath, 'org/example/pythons').deleteDir()

def producer = new File(basedir, '.mvn/maven.config')
producer.parentFile.mkdirs()
producer.text = """\
-Dmaven.install.skip=true
-DaltDeploymentRepository=http-repository::${url}
-Daether.checksums.algorithms=SHA-512,SHA-256,SHA-1,MD5
-Dpython-dist.cacheDirectory=${sharedCache}
"""

// A build of its own: Maven 4 looks into what was built beside it otherwise.
new File(basedir, 'consumer/.mvn').mkdirs()

// Only a story's first POM is filtered.
def second = new File(basedir, 'consumer/pom.xml')
[
    'project.version': projectVersion, cpythonVersion: cpythonVersion, sourceSet: sourceSet,
    outputTimestamp: outputTimestamp, httpRepository: url
].each { name, value -> second.text = second.text.replace("@${name}@", value) }

return true
