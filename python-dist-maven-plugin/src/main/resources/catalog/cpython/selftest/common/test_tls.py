import socket
import ssl

from tls import CERTIFICATE, TlsCase


class Tls(TlsCase):

    def handshake(self, host="localhost", **versions):
        context = ssl.create_default_context(cafile=CERTIFICATE)
        with socket.create_connection(("127.0.0.1", self.serve(**versions)), 20) as plain:
            with context.wrap_socket(plain, server_hostname=host) as tls:
                return tls.version(), tls.recv(5)

    def test_tls_1_3(self):
        self.assertEqual(self.handshake(), ("TLSv1.3", b"hello"))

    def test_tls_1_2(self):
        self.assertEqual(self.handshake(maximum=ssl.TLSVersion.TLSv1_2), ("TLSv1.2", b"hello"))

    def test_wrong_host_name_is_refused(self):
        with self.assertRaisesRegex(ssl.SSLCertVerificationError, "Hostname mismatch"):
            self.handshake(host="example.org")

    def test_protocols(self):
        self.assertTrue(ssl.HAS_TLSv1_3 and ssl.HAS_TLSv1_2 and ssl.HAS_ALPN and ssl.HAS_SNI)
        self.assertFalse(ssl.HAS_SSLv2 or ssl.HAS_SSLv3)

    def test_random_and_memory_bio(self):
        self.assertNotEqual(ssl.RAND_bytes(16), ssl.RAND_bytes(16))
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        client = ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname="localhost")
        self.assertRaises(ssl.SSLWantReadError, client.do_handshake)
        self.assertEqual(outgoing.read(1), b"\x16")
