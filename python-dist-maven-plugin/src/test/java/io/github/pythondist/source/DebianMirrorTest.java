package io.github.pythondist.source;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.notFound;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DebianMirrorTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private static final String SIGNED_HEAD = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n";
    private static final FetchSettings OFFLINE =
            FetchSettings.builder().offline(true).build();

    @TempDir
    Path folder;

    private Path etcApt;
    private Path lists;

    @BeforeEach
    void folders() throws IOException {
        etcApt = Files.createDirectories(folder.resolve("etc"));
        Files.createDirectories(etcApt.resolve("sources.list.d"));
        lists = Files.createDirectories(folder.resolve("lists"));
    }

    private void listed(String name, String origin, String label) throws IOException {
        Files.writeString(lists.resolve(name), SIGNED_HEAD + "Origin: " + origin + "\nLabel: " + label + "\n");
    }

    private DebianMirror.Detection detect(FetchSettings settings) {
        return DebianMirror.detect(etcApt, lists, settings);
    }

    @Test
    void readsOneLineFilesWithOptionsAndComments() throws IOException {
        Files.writeString(etcApt.resolve("sources.list"), """
                # deb http://commented.example/debian trixie main
                deb cdrom:[Debian GNU/Linux 13 _Trixie_ - amd64 DVD]/ trixie main
                rpm http://rpm.example/debian trixie main

                deb [ arch=amd64 signed-by=/usr/share/keyrings/a.gpg ] http://mirror.example:8080/some_debian/ trixie main # here
                """);
        listed("mirror.example:8080_some%5fdebian_dists_trixie_InRelease", "Debian", "Debian");

        DebianMirror.Detection detection = detect(OFFLINE);

        assertThat(detection.mirror()).contains(URI.create("http://mirror.example:8080/some_debian"));
        assertThat(detection.explanation()).contains("sources.list");
    }

    @Test
    void readsStanzasWithSeveralUrisAndPassesOverDisabledOnes() throws IOException {
        Files.writeString(etcApt.resolve("sources.list.d/debian.sources"), """
                Types: deb
                URIs: http://disabled.example/debian
                Suites: trixie
                Components: main
                Enabled: no

                # what this is
                Types: deb deb-src
                # http://commented.example/debian
                URIs: http://ubuntu.example/ubuntu
                # a comment inside
                  http://mirror.example/debian
                Suites: trixie
                  trixie-updates
                components: main contrib
                """);
        listed("disabled.example_debian_dists_trixie_InRelease", "Debian", "Debian");
        listed("ubuntu.example_ubuntu_dists_trixie_InRelease", "Ubuntu", "Ubuntu");
        listed("mirror.example_debian_dists_trixie_Release", "Debian", "Debian");

        assertThat(detect(OFFLINE).mirror()).contains(URI.create("http://mirror.example/debian"));
    }

    @Test
    void saysWhyEachArchiveIsRefused() throws IOException {
        Files.writeString(etcApt.resolve("sources.list"), """
                deb http://security.example/debian-security trixie-security main
                deb http://ubuntu.example/ubuntu noble main
                deb http://nonfree.example/debian trixie contrib non-free
                deb http://flat.example/repo ./
                deb mirror+file:/etc/apt/mirrors/debian.list trixie main
                deb https://user:pass@secret@private.example/debian trixie main
                deb http://unlisted.example/debian trixie main
                """);
        listed("security.example_debian-security_dists_trixie-security_InRelease", "Debian", "Debian-Security");
        listed("ubuntu.example_ubuntu_dists_noble_InRelease", "Ubuntu", "Ubuntu");
        listed("nonfree.example_debian_dists_trixie_InRelease", "Debian", "Debian");

        DebianMirror.Detection detection = detect(OFFLINE);

        assertThat(detection.mirror()).isEmpty();
        assertThat(detection.explanation().split("; "))
                .satisfiesExactly(
                        security -> assertThat(security).contains("security.example", "security archive"),
                        ubuntu -> assertThat(ubuntu).contains("ubuntu.example", "Origin is 'Ubuntu'"),
                        nonfree -> assertThat(nonfree).contains("nonfree.example", "component main"),
                        flat -> assertThat(flat).contains("flat.example", "flat repository"),
                        mirror -> assertThat(mirror).contains("'mirror+file:'"),
                        login -> assertThat(login)
                                .contains("private.example", "login")
                                .doesNotContain("secret"),
                        unlisted -> assertThat(unlisted).contains("unlisted.example", lists.toString(), "offline"));
    }

    @Test
    void asksTheArchiveWhenAptHasNoLists() throws IOException {
        Files.writeString(etcApt.resolve("sources.list.d/a.list"), "deb " + SERVER.url("/other") + " trixie main\n");
        Files.writeString(etcApt.resolve("sources.list.d/b.list"), "deb " + SERVER.url("/debian/") + " trixie main\n");
        Files.writeString(
                etcApt.resolve("sources.list.d/c.list.disabled"), "deb " + SERVER.url("/debian2") + " trixie main\n");
        SERVER.stubFor(get("/other/dists/trixie/InRelease").willReturn(ok(SIGNED_HEAD + "Origin: Other\n")));
        SERVER.stubFor(get("/debian/dists/trixie/InRelease").willReturn(notFound()));
        SERVER.stubFor(get("/debian/dists/trixie/Release").willReturn(ok("Origin: Debian\nLabel: Debian\n")));

        DebianMirror mirror = DebianMirror.ofApt(etcApt, lists);
        FetchSettings settings = FetchSettings.builder().debianMirror(mirror).build();

        assertThat(mirror.locate(settings).mirror()).contains(URI.create(SERVER.url("/debian")));
        mirror.locate(settings);
        SERVER.verify(1, WireMock.getRequestedFor(WireMock.urlEqualTo("/debian/dists/trixie/Release")));
    }

    @Test
    void aMachineWithoutAptHasNoMirror() {
        DebianMirror.Detection detection = DebianMirror.detect(folder.resolve("none"), lists, OFFLINE);
        assertThat(detection.mirror()).isEmpty();
        assertThat(detection.explanation()).contains("names no archive");
    }

    @Test
    void aGivenMirrorIsTakenAsItIs() {
        assertThat(DebianMirror.at(URI.create("https://mirror.example/debian/"))
                        .locate(OFFLINE)
                        .mirror())
                .contains(URI.create("https://mirror.example/debian"));
        for (String wrong : List.of(
                "mirror.example/debian", "ftp://mirror.example/debian", "http:x", "http://u:p@mirror.example/")) {
            assertThatThrownBy(() -> DebianMirror.at(URI.create(wrong))).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
