package io.github.pythondist.wheel;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An index of packages (PEP 503) and the way to it. What is secret in it reaches pip by environment variables, never by
 * arguments or files, and is not part of {@link #toString}.
 *
 * @param url of the index; none means pip's own default
 * @param login for that URL
 * @param proxy on the way there
 * @param certificates PEM file of the authorities to trust; none means those of the system
 */
public record PackageIndex(
        Optional<URI> url, Optional<Login> login, Optional<ProxyServer> proxy, Optional<Path> certificates) {

    private static final int RETRIES = 2;
    private static final int TIMEOUT_SECONDS = 30;
    private static final Pattern NETWORK = Pattern.compile("((?:\\d{1,3}\\.){1,3})\\*");

    /** Who we are. */
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return user;
        }

        private String inUrl() {
            return encoded(user) + ":" + encoded(password) + "@";
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        }
    }

    /**
     * An HTTP proxy.
     *
     * @param nonProxyHosts hosts reached directly, as Maven's settings write them: patterns separated by {@code |}
     */
    public record ProxyServer(String host, int port, Optional<Login> login, String nonProxyHosts) {}

    /** What pip needs to know, as variables of its environment. */
    Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>();
        url.ifPresent(place -> variables.put(PipTool.SETTING + "INDEX_URL", withLogin(place)));
        certificates.ifPresent(file -> variables.put(PipTool.SETTING + "CERT", file.toString()));
        variables.put(PipTool.SETTING + "RETRIES", String.valueOf(RETRIES));
        variables.put(PipTool.SETTING + "TIMEOUT", String.valueOf(TIMEOUT_SECONDS));
        proxy.ifPresent(server -> {
            String address =
                    "http://" + server.login().map(Login::inUrl).orElse("") + server.host() + ":" + server.port();
            String direct = String.join(",", noProxy(server.nonProxyHosts()));
            // Both spellings: one that Maven was started with must not win.
            for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY")) {
                variables.put(name, address);
                variables.put(name.toLowerCase(Locale.ROOT), address);
            }
            variables.put("NO_PROXY", direct);
            variables.put("no_proxy", direct);
        });
        return variables;
    }

    private String withLogin(URI place) {
        String text = place.toString();
        int authority = text.indexOf("//") + 2;
        return login.map(who -> text.substring(0, authority) + who.inUrl() + text.substring(authority))
                .orElse(text);
    }

    /** From Maven's patterns to names, suffixes and networks, which is all that the variable can say. */
    static List<String> noProxy(String nonProxyHosts) {
        List<String> hosts = new ArrayList<>();
        for (String pattern : nonProxyHosts.split("[|,]", -1)) {
            String host = pattern.strip();
            Matcher network = NETWORK.matcher(host);
            if (network.matches()) {
                int parts = (int) host.chars().filter(c -> c == '.').count();
                hosts.add(network.group(1).replaceAll("\\.$", "") + ".0".repeat(4 - parts) + "/" + 8 * parts);
            } else if (host.equals("*")) {
                hosts.add("*");
            } else if (!host.isEmpty()) {
                hosts.add(host.startsWith("*") ? host.substring(1) : host);
            }
        }
        return hosts;
    }

    /** The index without anything secret. */
    @Override
    public String toString() {
        return url.map(URI::toString).orElse("pip's default index");
    }
}
