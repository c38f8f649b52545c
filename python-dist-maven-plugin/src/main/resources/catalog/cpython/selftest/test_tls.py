import pathlib
import shutil
import socket
import ssl
import threading

from support import DATA, Case, environment

CERTIFICATE = DATA / "localhost.pem"          # key and self-signed certificate for localhost, valid until 2126
HASH_NAME = "93e0123c.0"                        # what OpenSSL looks for in a directory of CAs

CLIENT = """if 1:
    import socket, ssl, sys
    context = ssl.create_default_context()
    with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 20) as plain:
        try:
            with context.wrap_socket(plain, server_hostname="localhost") as tls:
                print(tls.recv(5).decode())
        except ssl.SSLCertVerificationError as e:
            print(e.verify_message)
    """


class Tls(Case):

    def serve(self, minimum=ssl.TLSVersion.TLSv1_2, maximum=ssl.TLSVersion.TLSv1_3):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        context.minimum_version, context.maximum_version = minimum, maximum
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)

        def answer():
            try:
                connection, _ = listener.accept()
                with connection, context.wrap_socket(connection, server_side=True) as tls:
                    tls.sendall(b"hello")
                    tls.unwrap()
            except (OSError, ssl.SSLError):
                pass                                        # the client reports
        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        self.addCleanup(thread.join, 20)
        return listener.getsockname()[1]

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

    def test_certificates_are_looked_for_where_systems_keep_them(self):
        paths = ssl.get_default_verify_paths()
        self.assertEqual((paths.openssl_cafile, paths.openssl_capath), ("/etc/ssl/cert.pem", "/etc/ssl/certs"))

    def client(self, **variables):
        return self.run_python(CLIENT, self.serve_port(), env=environment(**variables))

    def serve_port(self):
        return str(self.serve())

    def test_unknown_authority_is_refused(self):
        empty = self.folder()
        self.assertEqual(self.client(SSL_CERT_DIR=str(empty), SSL_CERT_FILE=str(empty / "none")), "self-signed certificate")

    def test_ssl_cert_file(self):
        self.assertEqual(self.client(SSL_CERT_FILE=str(CERTIFICATE)), "hello")

    def test_ssl_cert_dir(self):
        folder = self.folder()
        shutil.copy(CERTIFICATE, folder / HASH_NAME)
        self.assertEqual(self.client(SSL_CERT_DIR=str(folder)), "hello")

    def test_authority_of_the_system(self):
        installed = pathlib.Path("/etc/ssl/certs", HASH_NAME)
        if not installed.is_file() or installed.read_text() not in CERTIFICATE.read_text():
            self.skipTest(f"the runner did not put the certificate of data/localhost.pem at {installed}")
        self.assertEqual(self.client(), "hello")

    def test_random_and_memory_bio(self):
        self.assertNotEqual(ssl.RAND_bytes(16), ssl.RAND_bytes(16))
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        client = ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname="localhost")
        self.assertRaises(ssl.SSLWantReadError, client.do_handshake)
        self.assertEqual(outgoing.read(1), b"\x16")
