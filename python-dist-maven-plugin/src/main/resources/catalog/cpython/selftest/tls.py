"""A server that the TLS tests connect to."""

import socket
import ssl
import threading

from support import DATA, Case, environment

CERTIFICATE = DATA / "localhost.pem"          # key and self-signed certificate for localhost, valid until 2126

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


class TlsCase(Case):

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

    def client(self, **variables):
        """What a client prints that trusts whom this environment says."""
        return self.run_python(CLIENT, str(self.serve()), env=environment(**variables))
