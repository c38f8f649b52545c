package io.github.pythondist.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProxyTest {

    private static Proxy proxy(String protocol, String host, String nonProxyHosts) {
        return new Proxy(protocol, host, 3128, Optional.of("user"), Optional.of("secret"), nonProxyHosts);
    }

    @Test
    void nonProxyHostsArePatternsForWholeNames() {
        Proxy proxy = proxy("http", "p", "localhost| *.Example.org |10.0.*");
        assertThat(List.of("localhost", "a.example.ORG", "10.0.3.4")).allMatch(proxy::bypasses);
        assertThat(List.of("localhost.example.com", "example.org", "axexample.org", "110.0.1.1"))
                .noneMatch(proxy::bypasses);
        assertThat(proxy("http", "p", "").bypasses("")).isFalse();
    }

    @Test
    void theFirstProxyOfTheProtocolThatDoesNotBypassTheHostIsChosen() {
        Proxy first = proxy("http", "first", "inner.example");
        Proxy second = proxy("http", "second", "");
        Proxy secure = proxy("https", "secure", "*.example");
        List<Proxy> proxies = List.of(first, second, secure);

        assertThat(Proxy.choose(proxies, "http", "outer.example")).contains(first);
        assertThat(Proxy.choose(proxies, "http", "inner.example")).contains(second);
        assertThat(Proxy.choose(proxies, "https", "outer.org")).contains(secure);
        assertThat(Proxy.choose(proxies, "https", "outer.example")).contains(first);
        assertThat(Proxy.choose(List.of(secure), "http", "outer.org")).isEmpty();
    }

    @Test
    void aPasswordIsNeverPrinted() {
        assertThat(proxy("http", "p", "").toString()).doesNotContain("secret");
    }
}
