package io.github.pythondist.license;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("changes what belongs to the whole JVM")
class SpdxListTest {

    /** Java asks the proxy selector before every HTTP connection, so it sees a download that is tried. */
    @Test
    void asksNothingOfTheNetworkEvenIfTheBuildAllowsDownloads() {
        List<URI> asked = new CopyOnWriteArrayList<>();
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
        System.setProperty("org.spdx.useJARLicenseInfoOnly", "false");
        try {
            SpdxList list = SpdxList.load();

            assertThat(list.text("Sleepycat")).contains("complete source code for the DB software");
            assertThat(asked).isEmpty();
            assertThat(System.getProperty("org.spdx.useJARLicenseInfoOnly")).isEqualTo("false");
        } finally {
            System.clearProperty("org.spdx.useJARLicenseInfoOnly");
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void knowsIdsInAnyCase() {
        assertThat(SpdxList.get().licenseId("bsd-3-CLAUSE")).contains("BSD-3-Clause");
        assertThat(SpdxList.get().licenseId("BSD3")).isEmpty();
        assertThat(SpdxList.get().exceptionId("llvm-exception")).contains("LLVM-exception");
    }

    @Test
    void tellsReplacedIdsFromCurrentOnes() {
        assertThat(SpdxList.get().isDeprecated("GPL-2.0")).isTrue();
        assertThat(SpdxList.get().isDeprecated("GPL-2.0-only")).isFalse();
    }
}
