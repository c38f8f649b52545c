import com.github.luben.zstd.ZstdInputStream
import groovy.json.JsonSlurper
import java.security.MessageDigest
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream
import org.bouncycastle.jce.provider.BouncyCastleProvider
import org.bouncycastle.openpgp.PGPPublicKeyRing
import org.bouncycastle.openpgp.PGPUtil
import org.bouncycastle.openpgp.jcajce.JcaPGPObjectFactory
import org.bouncycastle.openpgp.operator.jcajce.JcaKeyFingerprintCalculator
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPContentVerifierBuilderProvider
import org.cyclonedx.Version
import org.cyclonedx.parsers.JsonParser

def release = new File(basedir, "target/repository/org/example/release/cpython-3.13/${cpythonVersion}")
def base = "cpython-3.13-${cpythonVersion}"
def platform = "${base}-linux-x86_64"
def archives = ['', '-full', '-debuginfo'].collect { "${platform}${it}" as String }
def published = archives.collectMany { ["${it}.tar.zst", "${it}.cdx.json"] } +
    ['buildinfo', 'intoto.json', 'sha256sums'].collect { "${platform}.${it}" }
def digest = { file, algorithm ->
    def computation = MessageDigest.getInstance(algorithm)
    file.eachByte(1 << 16) { bytes, count -> computation.update(bytes, 0, count) }
    computation.digest().encodeHex().toString()
}
def json = { name -> new JsonSlurper().parse(new File(release, name)) }

// Everything is there, and signed by the key.
def provider = new BouncyCastleProvider()
def ring = new File(basedir, 'target/public.key').withInputStream {
    new PGPPublicKeyRing(PGPUtil.getDecoderStream(it), new JcaKeyFingerprintCalculator())
}
def isSigned = { File file ->
    def signature = new File("${file}.asc").withInputStream {
        new JcaPGPObjectFactory(PGPUtil.getDecoderStream(it)).nextObject().get(0)
    }
    signature.init(new JcaPGPContentVerifierBuilderProvider().setProvider(provider), ring.getPublicKey(signature.keyID))
    file.eachByte(1 << 16) { bytes, count -> signature.update(bytes, 0, count) }
    signature.verify()
}
(published + ["${base}.pom"]).each { assert isSigned(new File(release, it as String)) : it }

// The sums are of all files but themselves.
def sums = new File(release, "${platform}.sha256sums").readLines().collectEntries { [it.substring(66), it.substring(0, 64)] }
assert sums.keySet() == published.findAll { !it.endsWith('.sha256sums') }.collect { it as String } as Set
sums.each { name, sha256 -> assert digest(new File(release, name), 'SHA-256') == sha256 }

// The statement is about these files, and names the sources by their digests.
def statement = json("${platform}.intoto.json")
assert statement.predicateType == 'https://slsa.dev/provenance/v1'
assert statement.subject.size() == 7
statement.subject.each {
    assert digest(new File(release, it.name), 'SHA-256') == it.digest.sha256
    assert digest(new File(release, it.name), 'SHA-512') == it.digest.sha512
}
def inputs = statement.predicate.buildDefinition.resolvedDependencies.collect { it.digest.sha256 } as Set

// The build information names the same files, and nothing of this machine.
def info = new Properties()
new File(release, "${platform}.buildinfo").withInputStream { info.load(it) }
assert info['group-id'] == 'org.example.release'
assert info['python-dist.cpython'] == cpythonVersion.replaceAll(/-.*/, '')
assert info['python-dist.environment'] == 'hermetic'
def outputs = (0..<6).collect { info["outputs.${it}.filename" as String] }
assert outputs as Set == archives.collectMany { ["${it}.tar.zst", "${it}.cdx.json"] }.collect { it as String } as Set
outputs.eachWithIndex { name, i ->
    assert digest(new File(release, name), 'SHA-512') == info["outputs.${i}.checksums.sha512" as String]
    assert new File(release, name).length() == info["outputs.${i}.length" as String].toLong()
}
published.findAll { it =~ /json$|buildinfo$/ }.each {
    def text = new File(release, it as String).text
    assert !text.contains(basedir.path) && !text.contains(InetAddress.localHost.hostName + '.') : it
}

// Each bill follows CycloneDX's schema, as its own library judges, and names what its archive says it was made of.
archives.each { archive ->
    def file = new File(release, "${archive}.cdx.json")
    assert new JsonParser().validate(file, Version.VERSION_16).isEmpty()
    def bill = new JsonSlurper().parse(file)
    assert bill.metadata.component.hashes.find { it.alg == 'SHA-256' }.content == sums["${archive}.tar.zst" as String]
    def components = bill.components.collectEntries { [it.name, it] }
    def description = new File(release, "${archive}.tar.zst").withInputStream { stream ->
        def tar = new TarArchiveInputStream(new ZstdInputStream(stream))
        def entry = tar.nextEntry
        while (!entry.name.endsWith('python-dist.json')) {
            entry = tar.nextEntry
        }
        new JsonSlurper().parse(tar.readAllBytes())
    }
    assert description.components.size() > 10
    description.components.each { linked ->
        def component = components[linked.name]
        assert component.version == linked.version
        assert component.licenses[0].expression == linked.license
        assert component.purl && component.externalReferences.any { it.hashes?.any { it.content == linked.source.sha256 } }
        assert inputs.contains(linked.source.sha256)
    }
    assert components.libgcc.licenses[0].expression.endsWith('GCC-exception-3.1')
    assert components.containsKey('pip') == !archive.endsWith('-debuginfo')
}

return true
