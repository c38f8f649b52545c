package io.github.pythondist.source;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One HTTP client for each proxy configuration, so that connections are kept and used again. */
final class WebClients {

    private record Key(List<Proxy> proxies, Duration connectTimeout) {}

    private final Map<Key, HttpClient> clients = new ConcurrentHashMap<>();

    HttpClient forSettings(FetchSettings settings) {
        return clients.computeIfAbsent(new Key(settings.proxies(), settings.connectTimeout()), WebClients::newClient);
    }

    private static HttpClient newClient(Key key) {
        HttpClient.Builder client = HttpClient.newBuilder()
                // One connection of HTTP/2 would be shared by all downloads, and a stall of one stall them all.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(key.connectTimeout());
        if (!key.proxies().isEmpty()) {
            client.proxy(new Selector(key.proxies()));
        }
        // With one, a proxy that wants a login we do not have is a bare exception instead of a status.
        if (key.proxies().stream().anyMatch(proxy -> proxy.user().isPresent())) {
            client.authenticator(new ProxyLogin(key.proxies()));
        }
        return client.build();
    }

    private static final class Selector extends ProxySelector {

        private final List<Proxy> proxies;

        private Selector(List<Proxy> proxies) {
            this.proxies = proxies;
        }

        @Override
        public List<java.net.Proxy> select(URI uri) {
            String host = Optional.ofNullable(uri.getHost()).orElse("");
            return List.of(Proxy.choose(proxies, uri.getScheme(), host)
                    .map(proxy -> new java.net.Proxy(
                            java.net.Proxy.Type.HTTP, new InetSocketAddress(proxy.host(), proxy.port())))
                    .orElse(java.net.Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException problem) {
            // Told by the request itself.
        }
    }

    private static final class ProxyLogin extends Authenticator {

        private final List<Proxy> proxies;

        private ProxyLogin(List<Proxy> proxies) {
            this.proxies = proxies;
        }

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            if (getRequestorType() != RequestorType.PROXY) {
                return null;
            }
            return proxies.stream()
                    .filter(proxy -> proxy.port() == getRequestingPort()
                            && proxy.host().equalsIgnoreCase(getRequestingHost())
                            && proxy.user().isPresent())
                    .findFirst()
                    .map(proxy -> new PasswordAuthentication(
                            proxy.user().orElseThrow(),
                            proxy.password().orElse("").toCharArray()))
                    .orElse(null);
        }
    }
}
