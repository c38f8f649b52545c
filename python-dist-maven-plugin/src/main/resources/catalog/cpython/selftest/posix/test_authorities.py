"""Which authorities a TLS connection trusts."""

import pathlib
import shutil
import ssl

from tls import CERTIFICATE, TlsCase

HASH_NAME = "93e0123c.0"                        # what OpenSSL looks for in a directory of CAs


class Authorities(TlsCase):

    def test_certificates_are_looked_for_where_systems_keep_them(self):
        paths = ssl.get_default_verify_paths()
        self.assertEqual((paths.openssl_cafile, paths.openssl_capath), ("/etc/ssl/cert.pem", "/etc/ssl/certs"))

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
