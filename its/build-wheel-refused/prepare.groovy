import com.sun.net.httpserver.HttpServer
import java.nio.file.Files

// Something on this machine that a build could reach if it were let.
def asked = Collections.synchronizedList([])
def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
server.createContext('/') { exchange ->
    asked << exchange.requestURI.path
    exchange.sendResponseHeaders(200, -1)
    exchange.close()
}
server.start()
context.put('server', server)
context.put('asked', asked)

// Projects that differ by what their backend does before, or instead of, making a wheel.
def project = { String name, Map how = [:] ->
    def directory = new File(basedir, "projects/${name}")
    directory.mkdirs()
    new File(directory, 'pyproject.toml').text = """\
[build-system]
requires = [${how.requires ? '"' + how.requires + '"' : ''}]
build-backend = "${how.backend ?: 'backend'}"
backend-path = ["."]
[project]
name = "${name}"
version = "1.0"
"""
    new File(directory, 'backend.py').text = """\
import os, subprocess, time, urllib.request, zipfile

def get_requires_for_build_wheel(config_settings=None):
    return [${how.asks ? '"' + how.asks + '"' : ''}]

def wheel(folder, name, *files):
    info = name + '-1.0.dist-info/'
    with zipfile.ZipFile(os.path.join(folder, name + '-1.0-py3-none-any.whl'), 'w') as out:
        out.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: ' + name + '\\nVersion: 1.0\\n')
        out.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
        for file in files:
            out.writestr(file, '')
    return name + '-1.0-py3-none-any.whl'

def build_wheel(folder, config_settings=None, metadata_directory=None):
    ${how.does ?: 'pass'}
    return wheel(folder, ${how.makes ?: "'${name}'"})
"""
    how.files?.each { file, text -> new File(directory, file).text = text }
}
new File(basedir, 'projects/empty').mkdirs()
project('failing', [does: "raise RuntimeError('the moon is not full')"])
project('twice', [does: "wheel(folder, 'other')"])
project('misnamed', [makes: "'somebody_else'"])
project('unlocked', [requires: 'wheelmaker >= 2'])
project('demanding', [asks: 'wheelmaker >= 2'])
project('without-backend', [backend: 'no_such_backend'])
project('hostile', [makes: "'hostile', '../evil.py'"])
project('hanging', [does: 'time.sleep(1000)'])
project('curious', [does: "urllib.request.urlopen('http://127.0.0.1:${server.address.port}/secret', timeout=5)"])
project('misspelt', [does: "subprocess.run(['cc', '-c', 'bad.c'], check=True)", files: ['bad.c': 'int mian(void) { retrun 0; }\n']])
project('linking', [does: "made = 'linking-1.0-py3-none-any.whl'; os.symlink('/etc/hostname', os.path.join(folder, made)); return made"])
// What is done on this machine after a build must not be what the build left for it.
def escape = "open('${basedir}/escaped', 'w').close(); raise SystemExit('escaped')"
project('escaping', [does: "[open('../scripts/' + name, 'w').write(\"${escape}\") for name in ('build_wheel.py', 'wheels.py')]"])
project('good')

def cache = new File(basedir, 'cache').toPath()
Files.createDirectories(cache.resolve('environments'))
Files.createSymbolicLink(cache.resolve('sources'), new File(sharedCache, 'sources').toPath())
new File(sharedCache, 'environments').eachDir {
    if (it.name ==~ /bookworm-clang-19-\w+|bullseye-amd64-\w+/) {
        Files.createSymbolicLink(cache.resolve('environments').resolve(it.name), it.toPath())
    }
}
def config = new File(basedir, '.mvn/maven.config')
config.parentFile.mkdirs()
config.text = "-Dpython-dist.cacheDirectory=${cache}\n"
return true
