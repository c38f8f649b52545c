package io.github.pythondist.rust;

import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Logins;
import io.github.pythondist.source.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A registry of crates and the way to it, as cargo is told of them.
 *
 * @param url of a mirror of the public registry, as cargo writes it; none means cargo's own default
 * @param certificates PEM file of the authorities to trust; none means those of the system
 */
public record CrateIndex(Optional<String> url, Optional<Path> certificates) {

    private static final String SPARSE = "sparse+";

    /** Variables of this process that say how its system reaches the network, for who has not told Maven. */
    private static final List<String> SYSTEM =
            List.of("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE");

    /**
     * @throws BuildFailure if the URL is none of a registry
     */
    public CrateIndex {
        url.ifPresent(text -> {
            Logins.refuse(text, "the registry of crates", "Use a mirror that needs no login");
            // It becomes a part of TOML, between single quotes.
            if (!text.matches("sparse\\+https?://[^'\\s\\p{Cntrl}]+")) {
                throw new BuildFailure("'" + text + "' is no URL of a registry of crates")
                        .remedy("Write <crateIndexUrl> as cargo has it: sparse+https://crates.example.com/index/");
            }
        });
    }

    /** What is written before cargo's command. */
    List<String> arguments() {
        return url.map(text -> List.of(
                        "--config",
                        "source.crates-io.replace-with = 'mirror'",
                        "--config",
                        "source.mirror.registry = '" + text + "'"))
                .orElse(List.of());
    }

    /** The whole environment of cargo. */
    Map<String, String> environment(List<Proxy> proxies, Path home) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("CARGO_HOME", home.toString());
        variables.put("HOME", home.toString());
        variables.put("LC_ALL", "C");
        SYSTEM.forEach(name -> Optional.ofNullable(System.getenv(name)).ifPresent(value -> variables.put(name, value)));
        String host = url.map(
                        text -> URI.create(text.substring(SPARSE.length())).getHost())
                .orElse("");
        String scheme = url.filter(text -> text.startsWith(SPARSE + "http:")).isPresent() ? "http" : "https";
        Proxy.choose(proxies, scheme, host).ifPresent(proxy -> variables.put("CARGO_HTTP_PROXY", address(proxy)));
        certificates.ifPresent(file -> variables.put("CARGO_HTTP_CAINFO", file.toString()));
        return variables;
    }

    private static String address(Proxy proxy) {
        String login = proxy.user()
                .map(user -> encoded(user) + ":" + encoded(proxy.password().orElse("")) + "@")
                .orElse("");
        return "http://" + login + proxy.host() + ":" + proxy.port();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
