package io.github.pythondist.source;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An active proxy of Maven's {@code settings.xml}.
 *
 * @param protocol of the URLs it serves, {@code http} or {@code https}
 * @param host the proxy's own name or address
 * @param port the proxy's own port
 * @param user for a proxy that asks who we are
 * @param password of that user
 * @param nonProxyHosts hosts reached directly: patterns separated by {@code |}, {@code *} for any characters
 */
public record Proxy(
        String protocol,
        String host,
        int port,
        Optional<String> user,
        Optional<String> password,
        String nonProxyHosts) {

    /** Whether hosts of this name are reached directly. */
    public boolean bypasses(String targetHost) {
        return Stream.of(nonProxyHosts.split("\\|"))
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty())
                .anyMatch(pattern -> matches(pattern, targetHost));
    }

    /**
     * The proxy for a URL, chosen as Maven's resolver does: the first of the URL's own protocol that does not bypass
     * the host; for {@code https} else the first one of {@code http}.
     */
    public static Optional<Proxy> choose(List<Proxy> proxies, String protocol, String targetHost) {
        Optional<Proxy> own = first(proxies, protocol, targetHost);
        return own.isEmpty() && protocol.equalsIgnoreCase("https") ? first(proxies, "http", targetHost) : own;
    }

    private static Optional<Proxy> first(List<Proxy> proxies, String protocol, String targetHost) {
        return proxies.stream()
                .filter(proxy -> proxy.protocol.equalsIgnoreCase(protocol) && !proxy.bypasses(targetHost))
                .findFirst();
    }

    private static boolean matches(String pattern, String targetHost) {
        String regex = Stream.of(pattern.toLowerCase(Locale.ROOT).split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        return targetHost.toLowerCase(Locale.ROOT).matches(regex);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return protocol + " proxy " + host + ":" + port;
    }
}
