import java.security.KeyPairGenerator
import java.security.SecureRandom
import org.bouncycastle.bcpg.ArmoredOutputStream
import org.bouncycastle.bcpg.HashAlgorithmTags
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags
import org.bouncycastle.bcpg.PublicKeyPacket
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags
import org.bouncycastle.jce.provider.BouncyCastleProvider
import org.bouncycastle.openpgp.PGPKeyRingGenerator
import org.bouncycastle.openpgp.PGPSignature
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPContentSignerBuilder
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPDigestCalculatorProviderBuilder
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPKeyPair
import org.bouncycastle.openpgp.operator.jcajce.JcePBESecretKeyEncryptorBuilder

// A key that nobody else has or trusts. A release's would come from outside: MAVEN_GPG_KEY, or a file.
def provider = new BouncyCastleProvider()
def generator = KeyPairGenerator.getInstance('RSA')
generator.initialize(3072)
def pair = new JcaPGPKeyPair(
    PublicKeyPacket.VERSION_4, PublicKeyAlgorithmTags.RSA_GENERAL, generator.generateKeyPair(), new Date())
def digests = new JcaPGPDigestCalculatorProviderBuilder().setProvider(provider).build()
def ring = new PGPKeyRingGenerator(
    PGPSignature.POSITIVE_CERTIFICATION,
    pair,
    'Nobody <nobody@example.org>',
    digests.get(HashAlgorithmTags.SHA1),      // of the passphrase's check, by the format
    null,
    null,
    new JcaPGPContentSignerBuilder(pair.publicKey.algorithm, HashAlgorithmTags.SHA256).setProvider(provider),
    new JcePBESecretKeyEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256, digests.get(HashAlgorithmTags.SHA256))
        .setProvider(provider).setSecureRandom(new SecureRandom()).build('open sesame'.toCharArray()))

def target = new File(basedir, 'target')
target.mkdirs()
def write = { name, keys ->
    def file = new File(target, name)
    file.withOutputStream { out ->
        def armour = new ArmoredOutputStream(out)
        keys.encode(armour)
        armour.close()
    }
    file
}
def secret = write('secret.key', ring.generateSecretKeyRing())
write('public.key', ring.generatePublicKeyRing())

def config = new File(basedir, '.mvn/maven.config')
config.parentFile.mkdirs()
config.text = """\
-Dmaven.install.skip=true
-DaltDeploymentRepository=release::${new File(target, 'repository').toURI()}
-Dgpg.keyFilePath=${secret}
-Dpython-dist.cacheDirectory=${sharedCache}
"""

return true
