import groovy.json.JsonSlurper
import java.security.MessageDigest

def json = new JsonSlurper()
def target = new File(basedir, 'target')
def patchDigest = MessageDigest.getInstance('SHA-256')
    .digest(new File(basedir, 'src/main/patches/0001-no-user-site.patch').bytes).encodeHex().toString()

// What a user sees.
def answer = json.parse(new File(basedir, 'consumer/target/answer.json'))
assert answer.menu == 'egg bacon and spam'
assert answer.eggs == 12
assert answer.packed == '28b52ffd'        // zstd's magic number
assert answer.origin == 'built-in'
assert answer.userSite == false
assert !answer.dbm

// What the archive says of itself.
def python = new File(basedir, 'consumer/target/python')
def description = json.parse(new File(python, 'python-dist.json'))
assert description.choices == [
    patches: [[file: '0001-no-user-site.patch', sha256: patchDigest]], modules: ['_spam'], without: ['_dbm']
]
def modules = description.extensionModules.collectEntries { [it.name, it] }
assert modules._spam == [name: '_spam', linkage: 'static', components: ['_spam', 'zstd']]
assert modules._dbm.linkage == 'disabled'
def components = description.components.collectEntries { [it.name, it] }
assert components._spam.license == 'MIT'
assert components.zstd
assert !components.bdb
assert new File(python, 'licenses/_spam/LICENSE.txt').text.startsWith('MIT License')
assert new File(python, 'licenses/zstd').isDirectory()
assert !new File(python, 'licenses/bdb').exists()

// What is said beside it.
def base = "cpython-3.13-${cpythonVersion}-linux-x86_64"
def bill = json.parse(new File(target, "${base}.cdx.json"))
def parts = bill.components.collectEntries { [it.name, it] }
assert parts._spam.licenses[0].expression == 'MIT'
assert parts._spam.properties.any { it.name.endsWith('source:src/main/c/spam.c:sha256') }
assert parts.cpython.properties.any { it.name.contains('project/0001-no-user-site.patch') && it.value == patchDigest }
assert parts.cpython.pedigree.patches.any { it.diff.url.endsWith('project/0001-no-user-site.patch') }
assert !parts.bdb

def buildInfo = new Properties()
new File(target, "${base}.buildinfo").withReader('UTF-8') { buildInfo.load(it) }
assert buildInfo['python-dist.option.without'] == 'bdb'
assert buildInfo['python-dist.option.patches'] == '0001-no-user-site.patch'
assert buildInfo['python-dist.option.extensionModules._spam.sources'] == 'src/main/c/spam.c,src/main/c/eggs.c'
assert !buildInfo['python-dist.source.bdb.version']
def inputs = json.parse(new File(target, "${base}.intoto.json")).predicate.buildDefinition.resolvedDependencies
assert inputs.any { it.name.endsWith('project/0001-no-user-site.patch') && it.digest.sha256 == patchDigest }
['src/main/c/spam.c', 'src/main/c/eggs.h', 'src/main/include/spam.h'].each { file ->
    assert inputs.any { it.name == "cpython/3.13/project/_spam/${file}" && it.uri.startsWith('catalog:') }
}

// Those who link an interpreter of their own have its object, and the patched library.
def log = new File(basedir, 'build.log').text
assert log.contains('cpython-3.13-' + cpythonVersion + '-linux-x86_64-full.tar.zst')

// The second build found nothing to do.
def builds = log.split(/(?m)^.*resolve-sources \(default-resolve-sources\).*$/)
assert builds.length == 4                 // what is before the first, two builds, and the one that is refused
assert !(builds[2] =~ /built in \d+ s|packed in/)
assert builds[2].contains('BUILD SUCCESS')

// A licence that the policy denies is refused by its name, before anything is compiled.
assert builds[3].contains('_copyleft')
assert builds[3].contains('the policy denies GPL-2.0-only')
assert !builds[3].contains('build-components (')
