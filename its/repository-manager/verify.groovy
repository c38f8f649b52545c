def logs = ['manager', 'proxy'].collectEntries { [it, context.get(it)] }
logs.values().each { it.server.stop(0) }

def archive = "io/github/pythondist/cpython-3.13/${cpythonVersion}/cpython-3.13-${cpythonVersion}-linux-x86_64.tar.zst"
def runs = new File(basedir, 'build.log').text.split('Scanning for projects')

// The archive, its list of digests, the BOM and the plugin came from the manager, and nothing was got without a login.
[archive, "${archive}.sha1".toString()].each { assert logs.manager.log.contains('known /maven/' + it) }
['python-dist-bom', 'python-dist-digests', 'python-dist-maven-plugin'].each { artifact ->
    assert logs.manager.log.any { it.startsWith("known /maven/io/github/pythondist/${artifact}/") }
}
assert new File(basedir, "by-manager/${archive}").file
assert runs[1].contains('BUILD SUCCESS')

// The second time all went through the proxy, to a host that nobody else knows.
assert logs.proxy.log.contains('known http://repository.example.invalid/maven/' + archive)
assert new File(basedir, "by-proxy/${archive}").file
assert runs[2].contains('BUILD SUCCESS')

// Who is refused is told so, and no password is shown.
assert runs[3].contains('Cannot resolve the interpreter org.example.pythons:cpython-3.98:3.98.1-1:tar.zst:linux-x86_64')
assert runs[3].contains('asked: company (http://127.0.0.1:')
// Maven 3 shows the status, Maven 4 says that it tried several times.
assert runs[3] =~ /401|authentication attempts/
assert !new File(basedir, 'build.log').text.contains('geh/eim')
