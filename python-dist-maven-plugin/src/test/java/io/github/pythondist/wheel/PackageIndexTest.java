package io.github.pythondist.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pythondist.wheel.PackageIndex.Login;
import io.github.pythondist.wheel.PackageIndex.ProxyServer;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PackageIndexTest {

    private final PackageIndex index = new PackageIndex(
            Optional.of(URI.create("https://repository.example.com/pypi/simple")),
            Optional.of(new Login("me", "p@ss w/rd+")),
            Optional.of(new ProxyServer(
                    "proxy.example.com",
                    3128,
                    Optional.of(new Login("who", "secret")),
                    "localhost|*.example.com|10.*|192.168.1.*|")),
            Optional.empty());

    @Test
    void whatIsSecretIsInTheEnvironmentAlone() {
        assertThat(index.environment())
                .containsEntry(
                        "PYTHON_DIST_PIP_INDEX_URL", "https://me:p%40ss%20w%2Frd%2B@repository.example.com/pypi/simple")
                .containsEntry("https_proxy", "http://who:secret@proxy.example.com:3128")
                .containsEntry("HTTP_PROXY", "http://who:secret@proxy.example.com:3128")
                .containsEntry("NO_PROXY", "localhost,.example.com,10.0.0.0/8,192.168.1.0/24");
        assertThat(index.toString()).isEqualTo("https://repository.example.com/pypi/simple");
        assertThat(index.login().orElseThrow().toString()).doesNotContain("rd+");
        assertThat(index.proxy().orElseThrow().toString()).doesNotContain("secret");
    }

    @Test
    void withoutAUrlItIsPipsOwn() {
        PackageIndex plain = new PackageIndex(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(plain.environment()).doesNotContainKeys("PYTHON_DIST_PIP_INDEX_URL", "HTTPS_PROXY");
        assertThat(plain.toString()).isEqualTo("pip's default index");
    }
}
