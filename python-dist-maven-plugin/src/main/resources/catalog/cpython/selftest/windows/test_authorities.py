"""Which authorities a TLS connection trusts: those of the certificate stores of Windows, and whom the environment names."""

import ssl

from tls import CERTIFICATE, TlsCase

OWN = ssl.PEM_cert_to_DER_cert(CERTIFICATE.read_text()[CERTIFICATE.read_text().index("-----BEGIN CERT"):])


class Authorities(TlsCase):

    def test_stores(self):
        for store in ("ROOT", "CA"):
            with self.subTest(store):
                entries = ssl.enum_certificates(store)
                self.assertTrue(entries if store == "ROOT" else isinstance(entries, list))
                for data, encoding, trust in entries:
                    self.assertIn(encoding, ("x509_asn", "pkcs_7_asn"))
                    self.assertTrue(trust is True or trust is False or isinstance(trust, (set, frozenset)), trust)
                    self.assertEqual(data[0], 0x30)
        self.assertIsInstance(ssl.enum_crls("CA"), list)

    def test_default_context_trusts_the_store(self):
        self.assertGreater(ssl.create_default_context().cert_store_stats()["x509_ca"], 0)

    def test_authority_of_the_system(self):
        if OWN not in [entry[0] for entry in ssl.enum_certificates("ROOT")]:
            self.skipTest("the certificate of data/localhost.pem is not in the store ROOT")
        self.assertEqual(self.client(), "hello")

    def test_unknown_authority_is_refused(self):
        if OWN in [entry[0] for entry in ssl.enum_certificates("ROOT")]:
            self.skipTest("the certificate of data/localhost.pem is in the store ROOT")
        self.assertEqual(self.client(), "self-signed certificate")

    def test_ssl_cert_file(self):
        self.assertEqual(self.client(SSL_CERT_FILE=str(CERTIFICATE)), "hello")

    def test_nothing_but_what_is_given(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.assertEqual(context.cert_store_stats()["x509"], 0)
