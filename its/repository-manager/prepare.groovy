import com.sun.net.httpserver.HttpServer
import java.nio.file.Files
import java.security.MessageDigest

// Whoever knows the master password of the file below reads them; here both are "geh/eim & co".
def security = new File(basedir, 'settings/settings-security.xml')
security.parentFile.mkdirs()
security.text = '<settingsSecurity><master>{7/sma6HN6/YHQr1o3DcbM3d1nvhMX6noM/9D1qpLUpRm/i3ru1kpv3F3ZnG2hTLC}</master></settingsSecurity>\n'
def encrypted = '{faqc9meZNxUHR7JJ2SEaACLzBoSQWI3/QufmymWHBuQ=}'
def login = 'Basic ' + 'reader:geh/eim & co'.getBytes('UTF-8').encodeBase64()

// What a repository manager has: all that this machine has fetched already, with checksums.
def repositories = [localRepositoryPath, new File(sharedCache).parentFile.parentFile]
def find = { String path ->
    def name = path.startsWith('/maven/') ? path.substring('/maven/'.length()) : ''
    def checksum = name.endsWith('.sha1')
    def file = repositories.collect { new File(it, checksum ? name[0..-6] : name) }.find { it.file && !it.name.startsWith('maven-metadata') }
    file == null ? null : checksum ? MessageDigest.getInstance('SHA-1').digest(file.bytes).encodeHex().toString().bytes : file.bytes
}
def start = { String header, int refusal, String challenge, boolean asProxy ->
    def log = Collections.synchronizedList([])
    def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
    server.executor = java.util.concurrent.Executors.newCachedThreadPool()
    server.createContext('/') { exchange ->
        try {
            def allowed = exchange.requestHeaders.getFirst(header) == login
            def uri = exchange.requestURI
            log << "${allowed ? 'known' : 'unknown'} ${uri}".toString()
            if (!allowed) {
                exchange.responseHeaders.add(challenge, 'Basic realm="company"')
                exchange.sendResponseHeaders(refusal, -1)
                return
            }
            // A proxy is asked for the whole address; this one reaches one host.
            def answer = asProxy == (uri.host == 'repository.example.invalid') ? find(uri.path) : null
            exchange.sendResponseHeaders(answer == null ? 404 : 200, answer == null || exchange.requestMethod == 'HEAD' ? -1 : answer.length)
            if (answer != null && exchange.requestMethod != 'HEAD') {
                exchange.responseBody.write(answer)
            }
        } finally {
            exchange.close()
        }
    }
    server.start()
    [server: server, log: log]
}
def manager = start('Authorization', 401, 'WWW-Authenticate', false)
def proxy = start('Proxy-Authorization', 407, 'Proxy-Authenticate', true)
context.put('manager', manager)
context.put('proxy', proxy)

// No server of a developer's is asked but these.
def settings = { String name, String url, String password, String more ->
    new File(basedir, "settings/${name}.xml").text = """\
<settings>
  ${more}
  <servers>
    <server>
      <id>company</id>
      <username>reader</username>
      <password>${password}</password>
    </server>
  </servers>
  <mirrors>
    <mirror>
      <id>company</id>
      <mirrorOf>*</mirrorOf>
      <url>${url}</url>
    </mirror>
  </mirrors>
</settings>
"""
}
def managerUrl = "http://127.0.0.1:${manager.server.address.port}/maven/"
settings('manager', managerUrl, encrypted, '')
settings('stranger', managerUrl, 'wrong', '')
settings('proxy', 'http://repository.example.invalid/maven/', encrypted, """\
<proxies>
    <proxy>
      <id>company-proxy</id>
      <active>true</active>
      <protocol>http</protocol>
      <host>127.0.0.1</host>
      <port>${proxy.server.address.port}</port>
      <username>reader</username>
      <password>${encrypted}</password>
    </proxy>
  </proxies>""")

def config = new File(basedir, '.mvn/maven.config')
config.parentFile.mkdirs()
config.text = """\
-Dsettings.security=${security}
-Dpython-dist.cacheDirectory=cache
"""
return true
