import com.sun.net.httpserver.HttpServer
import java.security.MessageDigest
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream

def sha256 = { bytes -> MessageDigest.getInstance('SHA-256').digest(bytes).encodeHex().toString() }
def wheel = { String name, String tag, String extra ->
    def bytes = new ByteArrayOutputStream()
    new ZipOutputStream(bytes).withCloseable { zip ->
        def info = "${name}-1.0.dist-info"
        [
            "${name}.py": "print('${name}')\n",
            "${info}/METADATA": "Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n",
            "${info}/WHEEL": "Wheel-Version: 1.0\nGenerator: story\nRoot-Is-Purelib: true\nTag: ${tag}\n",
            "${info}/RECORD": '',
            (extra): 'evil',
        ].findAll { it.key }.each { path, text ->
            zip.putNextEntry(new ZipEntry(path.toString()))
            zip.write(text.toString().bytes)
            zip.closeEntry()
        }
    }
    bytes.toByteArray()
}
def files = [
    'good-1.0-py3-none-any.whl': wheel('good', 'py3-none-any', ''),
    'tampered-1.0-py3-none-any.whl': wheel('tampered', 'py3-none-any', ''),
    'hostile-1.0-py3-none-any.whl': wheel('hostile', 'py3-none-any', '../../../../../../../../../../tmp/python-dist-evil'),
    'windows-1.0-cp313-cp313-win_amd64.whl': wheel('windows', 'cp313-cp313-win_amd64', ''),
]
def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
server.createContext('/') { exchange ->
    def parts = exchange.requestURI.path.split('/')
    def answer = null
    if (parts.length == 3 && parts[1] == 'simple') {
        def links = files.keySet().findAll { it.startsWith(parts[2] + '-') }.collect { "<a href=\"../../files/${it}\">${it}</a>" }
        exchange.responseHeaders.add('Content-Type', 'text/html')
        answer = links ? "<!DOCTYPE html><html><body>${links.join()}</body></html>".toString().bytes : null
    } else if (parts.length == 3) {
        answer = files[parts[2]]
    }
    def missing = parts.last() == 'forbidden' ? 403 : 404
    exchange.sendResponseHeaders(answer == null ? missing : 200, answer == null ? -1 : answer.length)
    if (answer != null) {
        exchange.responseBody.write(answer)
    }
    exchange.close()
}
server.start()
context.put('server', server)

// As another tool would have locked them.
def lock = { String name, String file, String hashes, String more = '' ->
    new File(basedir, "${name}.toml").text = """\
lock-version = "1.0"
created-by = "a story"
[[packages]]
name = "${name in ['stale', 'absent', 'unhashed'] ? 'good' : name}"
version = "1.0"
wheels = [{ name = "${file}", url = "http://127.0.0.1/${file}", hashes = { ${hashes} } }]
${more}
"""
}
def digest = { String file -> "sha256 = \"${sha256(files[file])}\"" }
lock('good', 'good-1.0-py3-none-any.whl', digest('good-1.0-py3-none-any.whl'))
lock('tampered', 'tampered-1.0-py3-none-any.whl', digest('good-1.0-py3-none-any.whl'))
lock('hostile', 'hostile-1.0-py3-none-any.whl', digest('hostile-1.0-py3-none-any.whl'))
lock('windows', 'windows-1.0-cp313-cp313-win_amd64.whl', digest('windows-1.0-cp313-cp313-win_amd64.whl'))
lock('absent', 'good-1.0-py3-none-any.whl', "sha256 = \"${'0' * 64}\"")
lock('forbidden', 'forbidden-1.0-py3-none-any.whl', "sha256 = \"${'0' * 64}\"")
lock('unhashed', 'good-1.0-py3-none-any.whl', 'md5 = "0"')
lock('stale', 'good-1.0-py3-none-any.whl', digest('good-1.0-py3-none-any.whl'), """
[tool.python-dist]
requirements = "requirements.txt"
[[tool.python-dist.inputs]]
path = "requirements.txt"
sha256 = "${'0' * 64}"
""")

def config = new File(basedir, '.mvn/maven.config')
config.parentFile.mkdirs()
config.text = """\
-Dpython-dist.cacheDirectory=cache
"""
new File(basedir, 'pom.xml').text = new File(basedir, 'pom.xml').text.replace('</packaging>', """</packaging>

  <properties>
    <python-dist.indexUrl>http://127.0.0.1:${server.address.port}/simple/</python-dist.indexUrl>
  </properties>""")
return true
