import com.sun.net.httpserver.BasicAuthenticator
import com.sun.net.httpserver.HttpServer
import java.nio.file.Files
import java.security.MessageDigest
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream

// Wheels made on the spot.
def wheel = { String name, String version, List requires ->
    def bytes = new ByteArrayOutputStream()
    def info = "${name}-${version}.dist-info"
    new ZipOutputStream(bytes).withCloseable { zip ->
        [
            "${name}.py": "VERSION = '${version}'\n\n\ndef main():\n    import punctuation\n    print('hello', VERSION + punctuation.MARK)\n",
            "${info}/METADATA": "Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n" + requires.collect { "Requires-Dist: ${it}\n" }.join(),
            "${info}/WHEEL": "Wheel-Version: 1.0\nGenerator: story\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            "${info}/entry_points.txt": "[console_scripts]\n${name} = ${name}:main\n",
            "${info}/RECORD": '',
        ].each { path, text ->
            def content = path == 'punctuation.py' ? "MARK = '!'\n" : text.toString()
            zip.putNextEntry(new ZipEntry(path.toString()))
            zip.write(content.bytes)
            zip.closeEntry()
        }
    }
    bytes.toByteArray()
}
def files = [
    'hello-1.0-py3-none-any.whl': wheel('hello', '1.0', []),
    'hello-1.5-py3-none-any.whl': wheel('hello', '1.5', ['punctuation', 'winonly; sys_platform == "win32"']),
    'hello-2.0-py3-none-any.whl': wheel('hello', '2.0', []),
    'punctuation-3.1-py3-none-any.whl': wheel('punctuation', '3.1', []),
]
def sha256 = { bytes -> MessageDigest.getInstance('SHA-256').digest(bytes).encodeHex().toString() }

// An index is a web server with a page for each package (PEP 503). This one wants to know who asks.
def asked = Collections.synchronizedList([])
def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
def handler = server.createContext('/') { exchange ->
    def path = exchange.requestURI.path
    asked << path
    def answer = null
    if (path.startsWith('/simple/')) {
        def name = path.split('/')[2]
        def links = files.findAll { it.key.startsWith(name + '-') }.collect { file, bytes ->
            "<a href=\"../../files/${file}#sha256=${sha256(bytes)}\">${file}</a>"
        }
        exchange.responseHeaders.add('Content-Type', 'text/html')
        answer = links ? "<!DOCTYPE html><html><body>${links.join('<br/>')}</body></html>".toString().bytes : null
    } else if (path.startsWith('/files/')) {
        answer = files[path.substring('/files/'.length())]
    }
    exchange.sendResponseHeaders(answer == null ? 404 : 200, answer == null ? -1 : answer.length)
    if (answer != null) {
        exchange.responseBody.write(answer)
    }
    exchange.close()
}
handler.authenticator = new BasicAuthenticator('packages') {
    boolean checkCredentials(String user, String password) { user == 'reader' && password == 'geh/eim & co' }
}
server.start()
context.put('server', server)
context.put('asked', asked)

// What a company puts into the settings of its developers.
new File(basedir, 'global-settings.xml').text = """\
<settings>
  <servers>
    <server>
      <id>company-packages</id>
      <username>reader</username>
      <password>geh/eim &amp; co</password>
    </server>
  </servers>
  <mirrors>
    <mirror>
      <id>company-packages</id>
      <mirrorOf>pypi</mirrorOf>
      <url>http://127.0.0.1:${server.address.port}/simple/</url>
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
