import hashlib
import hmac
import importlib
import re
import secrets
import sys

from support import Case

# of b"abc"; 32 bytes of the two with any length
KNOWN = {
    "blake2b": "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
    "blake2s": "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982",
    "md5": "900150983cd24fb0d6963f7d28e17f72",
    "sha1": "a9993e364706816aba3e25717850c26c9cd0d89d",
    "sha224": "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
    "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "sha384": "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    "sha3_224": "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf",
    "sha3_256": "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
    "sha3_384": "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25",
    "sha3_512": "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0",
    "sha512": "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    "shake_128": "5881092dd818bf5cf8a3ddb793fbcba74097d5c526a6d35f97b83351940f2cc8",
    "shake_256": "483366601360a8771c6863080cc4114d8db44530f8f1e1ee4f94ea37e78b5739",
}


class Hashes(Case):

    def test_known_answers(self):
        self.assertEqual(KNOWN.keys(), hashlib.algorithms_guaranteed)
        for name, digest in KNOWN.items():
            for make in (hashlib.new(name, b"abc"), getattr(hashlib, name)(b"abc")):
                with self.subTest(name):
                    self.assertEqual(make.hexdigest(32) if name.startswith("shake") else make.hexdigest(), digest)

    def test_own_implementations_agree(self):
        tried = set()
        for module in (importlib.import_module(name) for name in sys.builtin_module_names if re.fullmatch(r"_(md5|sha\d+|blake2)", name)):
            for name in KNOWN:
                if make := getattr(module, name, None):
                    tried.add(name)
                    with self.subTest(f"{module.__name__}.{name}"):
                        digest = make(b"abc")
                        self.assertEqual(digest.hexdigest(32) if "shake" in name else digest.hexdigest(), KNOWN[name])
        self.assertEqual(tried, set(KNOWN))

    def test_every_available_algorithm_works(self):
        self.need("_hashlib")
        self.assertLess(len(KNOWN), len(hashlib.algorithms_available))
        for name in sorted(hashlib.algorithms_available):
            with self.subTest(name):
                digest = hashlib.new(name, b"abc", usedforsecurity=False)
                self.assertTrue(digest.digest(20) if "shake" in name else digest.digest())

    def test_openssl_is_used(self):
        self.need("_hashlib")
        self.assertEqual(type(hashlib.sha256()).__module__, "_hashlib")

    def test_key_derivation(self):
        self.need("_hashlib")
        self.assertEqual(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 4096).hex(),
                         "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a")
        self.assertEqual(hashlib.scrypt(b"password", salt=b"NaCl", n=1024, r=8, p=16, dklen=16).hex(),      # RFC 7914
                         "fdbabe1c9d3472007856e7190d01e9fe")

    def test_hmac(self):
        self.assertEqual(hmac.digest(b"Jefe", b"what do ya want for nothing?", "sha256").hex(),              # RFC 4231
                         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        self.assertEqual(len(secrets.token_bytes(32)), 32)

    def test_strings_are_hashed_by_siphash(self):
        self.assertEqual(sys.hash_info.algorithm, "siphash13")
        one, two = (self.run_python("print(hash('a'))") for _ in range(2))
        self.assertNotEqual(one, two)
