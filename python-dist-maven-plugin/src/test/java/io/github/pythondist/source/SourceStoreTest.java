package io.github.pythondist.source;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.notFound;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SourceStoreTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private static final byte[] CONTENT = content(300_000, 1);
    private static final byte[] OTHER = content(300_000, 2);
    private static final Duration SHORT = Duration.ofMillis(600);

    @TempDir
    Path folder;

    private final Lines lines = new Lines();
    private SourceStore store;

    @BeforeEach
    void store() {
        store = new SourceStore(folder.resolve("store"), lines, Duration.ofMillis(100));
    }

    private static final class Lines implements Progress {

        private final List<String> all = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void info(String line) {
            all.add(line);
        }

        @Override
        public void debug(String line) {}

        @Override
        public void warn(String line) {
            all.add("WARN " + line);
        }
    }

    private static byte[] content(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static SourceFile pinned(byte[] content, String file, Place... places) {
        try {
            Digest digest = Digest.of(new ByteArrayInputStream(content));
            return new SourceFile(file, content.length, digest, List.of(places));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SourceFile pinned(Place... places) {
        return pinned(CONTENT, "a.tar.xz", places);
    }

    private static UrlPlace at(String path) {
        return new UrlPlace(URI.create(SERVER.url(path)));
    }

    private static FetchSettings.Builder settings() {
        return FetchSettings.builder()
                .backoff(Duration.ofMillis(10))
                .connectTimeout(Duration.ofSeconds(2))
                .readTimeout(Duration.ofSeconds(5));
    }

    private Path fetch(SourceFile source) {
        return store.fetch(source, settings().build());
    }

    private String failure(SourceFile source, FetchSettings settings) {
        return catchThrowableOfType(BuildFailure.class, () -> store.fetch(source, settings))
                .getMessage();
    }

    private String failure(SourceFile source) {
        return failure(source, settings().build());
    }

    /** What a killed build leaves behind. */
    private void leavePart(SourceFile source, byte[] bytes, URI origin, String validator) throws IOException {
        Path directory = Files.createDirectories(store.locate(source).getParent());
        Files.write(directory.resolve(".part"), bytes);
        Files.writeString(directory.resolve(".part.origin"), origin + "\n" + validator + "\n");
    }

    private static byte[] firstBytes(int count) {
        return Arrays.copyOf(CONTENT, count);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    // What is there

    @Test
    void aDownloadedFileIsNamedByItsContentAndStays() throws IOException {
        SERVER.stubFor(get("/a").willReturn(ok().withBody(CONTENT)));
        SourceFile source = pinned(at("/a"));
        assertThat(store.contains(source)).isFalse();

        Path file = fetch(source);

        String hex = source.sha256().hex();
        assertThat(file).isEqualTo(folder.resolve("store/" + hex.substring(0, 2) + "/" + hex + "/a.tar.xz"));
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(names(file.getParent())).containsExactly(".lock", "a.tar.xz");
        assertThat(store.contains(source)).isTrue();
        assertThat(fetch(source)).isEqualTo(file);
        SERVER.verify(1, getRequestedFor(urlEqualTo("/a")));
    }

    @Test
    void aTruncatedStoredFileIsFetchedAgain() throws IOException {
        SERVER.stubFor(get("/a").willReturn(ok().withBody(CONTENT)));
        SourceFile source = pinned(at("/a"));
        Files.createDirectories(store.locate(source).getParent());
        Files.write(store.locate(source), firstBytes(1000));

        assertThat(fetch(source)).hasBinaryContent(CONTENT);
    }

    @Test
    void verifyFindsAndRemovesDamage() throws IOException {
        SERVER.stubFor(get("/a").willReturn(ok().withBody(CONTENT)));
        SourceFile source = pinned(at("/a"));
        assertThatThrownBy(() -> store.verify(source))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("not in the store");
        Path file = fetch(source);
        assertThat(store.verify(source)).isEqualTo(file);

        Files.write(file, OTHER);

        assertThatThrownBy(() -> store.verify(source))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining(source.sha256().hex());
        assertThat(fetch(source)).hasBinaryContent(CONTENT);
    }

    @Test
    void theSameBytesByAnotherNameAreNotFetchedTwice() {
        SERVER.stubFor(get("/a").willReturn(ok().withBody(CONTENT)));
        fetch(pinned(at("/a")));

        Path second = fetch(pinned(CONTENT, "b.tar.xz", at("/missing")));

        assertThat(second).hasFileName("b.tar.xz").hasBinaryContent(CONTENT);
        SERVER.verify(1, getRequestedFor(anyUrl()));
    }

    // Places

    @Test
    void wrongBytesAreToldAndTheNextPlaceIsTried() throws IOException {
        SERVER.stubFor(get("/wrong").willReturn(ok().withBody(OTHER)));
        SERVER.stubFor(get("/short").willReturn(ok().withBody(firstBytes(1000))));
        SERVER.stubFor(get("/right").willReturn(ok().withBody(CONTENT)));
        SourceFile wrong = pinned(at("/wrong"), at("/short"));

        assertThat(failure(wrong))
                .startsWith("Cannot fetch a.tar.xz (SHA-256 " + wrong.sha256() + ", 300000 bytes)")
                .contains(
                        SERVER.url("/wrong") + ": wrong bytes: expected SHA-256 " + wrong.sha256()
                                + " (300000 bytes), found " + Digest.of(new ByteArrayInputStream(OTHER))
                                + " (300000 bytes)",
                        SERVER.url("/short") + ": wrong bytes",
                        "(1000 bytes)");
        SERVER.verify(1, getRequestedFor(urlEqualTo("/wrong")));
        assertThat(names(store.locate(wrong).getParent())).containsExactly(".lock");
        assertThat(fetch(pinned(at("/wrong"), at("/short"), at("/right")))).hasBinaryContent(CONTENT);
        assertThat(lines.all).anyMatch(line -> line.startsWith("WARN a.tar.xz: " + SERVER.url("/wrong") + ": wrong"));
    }

    @Test
    void everyPlaceIsListedWithItsReason() throws IOException {
        SERVER.stubFor(get("/missing").willReturn(notFound()));
        SERVER.stubFor(get("/denied").willReturn(aResponse().withStatus(403)));
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = socket.getLocalPort();
        }
        URI refused = URI.create("http://127.0.0.1:" + closedPort + "/x");
        URI unknown = URI.create("http://no-such-host.invalid/x");

        String message = failure(
                pinned(
                        at("/missing"),
                        at("/denied"),
                        new UrlPlace(refused),
                        new UrlPlace(unknown),
                        new FilePlace("gone/a"),
                        new MavenPlace("g:a:tar.xz:1"),
                        new DebianPlace("pool/main/a/a/a.tar.xz")),
                settings()
                        .fileBase(folder)
                        .debianMirror(DebianMirror.ofApt(folder, folder))
                        .build());

        assertThat(message)
                .containsSubsequence(
                        "/missing: HTTP 404: no such file",
                        "/denied: HTTP 403: access denied",
                        refused + ": no connection to 127.0.0.1",
                        unknown + ": the name of no-such-host.invalid is not known here",
                        "file:gone/a: no such file",
                        "maven:g:a:tar.xz:1: Maven repositories are not available here",
                        "debian:pool/main/a/a/a.tar.xz: no Debian mirror is known",
                        "-> ",
                        "-Dpython-dist.debianMirror=",
                        "proxy")
                .doesNotContain("without -o");
        SERVER.verify(1, getRequestedFor(urlEqualTo("/missing")));
    }

    @Test
    void localDirectoriesComeFirstAndTheirWrongFilesAreToldAndPassedOver() throws IOException {
        Path wrong = Files.createDirectories(folder.resolve("wrong"));
        Path right = Files.createDirectories(folder.resolve("right"));
        Files.write(wrong.resolve("a.tar.xz"), OTHER);
        Files.write(right.resolve("a_1.orig.tar.xz"), CONTENT);
        SourceFile source = pinned(new DebianPlace("pool/main/a/a/a_1.orig.tar.xz"));

        Path file = store.fetch(
                source,
                settings().offline(true).localDirectories(List.of(wrong, right)).build());

        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(lines.all)
                .singleElement()
                .asString()
                .startsWith("WARN a.tar.xz: " + wrong.resolve("a.tar.xz") + ": wrong bytes");
        assertThat(names(file.getParent())).containsExactly(".lock", "a.tar.xz");
    }

    @Test
    void aLocalFileMayBeNamedByItsDigestOrLieInACopyOfAStore() throws IOException {
        SourceFile source = pinned(at("/missing"));
        Path byDigest = Files.createDirectories(folder.resolve("byDigest"));
        Files.write(byDigest.resolve(source.sha256().hex()), CONTENT);
        FetchSettings settings =
                settings().offline(true).localDirectories(List.of(byDigest)).build();
        assertThat(store.fetch(source, settings)).hasBinaryContent(CONTENT);

        SourceStore second = new SourceStore(folder.resolve("second"), lines);
        FetchSettings fromStore = settings()
                .offline(true)
                .localDirectories(List.of(folder.resolve("store")))
                .build();
        assertThat(second.fetch(source, fromStore)).hasBinaryContent(CONTENT);
    }

    @Test
    void filesArtifactsAndPoolsAreTaken() throws IOException {
        Path project = Files.createDirectories(folder.resolve("project/sources"));
        Files.write(project.resolve("a"), CONTENT);
        FetchSettings settings = settings()
                .fileBase(folder.resolve("project"))
                .maven(coordinates -> {
                    assertThat(coordinates).isEqualTo("g:a:tar.xz:1");
                    return project.resolve("b");
                })
                .debianMirror(URI.create(SERVER.url("/debian/")))
                .build();
        assertThat(store.fetch(pinned(new FilePlace("sources/a")), settings)).hasBinaryContent(CONTENT);

        Files.write(project.resolve("b"), OTHER);
        assertThat(store.fetch(pinned(OTHER, "b", new MavenPlace("g:a:tar.xz:1")), settings))
                .hasBinaryContent(OTHER);

        byte[] third = content(5, 3);
        SERVER.stubFor(get("/debian/pool/main/c/c/c_1%2Bdfsg.orig.tar.xz").willReturn(ok().withBody(third)));
        SourceFile debian = pinned(third, "c", new DebianPlace("pool/main/c/c/c_1+dfsg.orig.tar.xz"));
        assertThat(store.fetch(debian, settings)).hasBinaryContent(third);

        Path pool = Files.createDirectories(folder.resolve("mirror/pool/main/d"));
        byte[] fourth = content(5, 4);
        Files.write(pool.resolve("d+1.deb"), fourth);
        FetchSettings mounted = settings()
                .offline(true)
                .debianMirror(folder.resolve("mirror").toUri())
                .build();
        assertThat(store.fetch(pinned(fourth, "d", new DebianPlace("pool/main/d/d+1.deb")), mounted))
                .hasBinaryContent(fourth);
    }

    @Test
    void offlineAsksNoServerAndSaysSo() {
        String message = failure(
                pinned(at("/a"), new DebianPlace("pool/main/a/a")),
                settings()
                        .offline(true)
                        .debianMirror(URI.create(SERVER.url("/debian")))
                        .build());

        assertThat(message)
                .contains("/a: not asked, because this build is offline")
                .contains("-> Build once without -o")
                .contains("python-dist.sourceDirectories");
        SERVER.verify(0, getRequestedFor(anyUrl()));
    }

    // Transfers

    @Test
    void aServerErrorIsTriedAgain() {
        SERVER.stubFor(get("/a")
                .inScenario("recovers")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(500))
                .willSetStateTo("reset"));
        SERVER.stubFor(get("/a")
                .inScenario("recovers")
                .whenScenarioStateIs("reset")
                .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                .willSetStateTo("fine"));
        SERVER.stubFor(
                get("/a").inScenario("recovers").whenScenarioStateIs("fine").willReturn(ok().withBody(CONTENT)));

        assertThat(fetch(pinned(at("/a")))).hasBinaryContent(CONTENT);
    }

    @Test
    void aServerThatStaysBrokenIsGivenUp() {
        SERVER.stubFor(get("/a").willReturn(aResponse().withStatus(503)));
        assertThat(failure(pinned(at("/a")))).contains("/a: HTTP 503 (tried 3 times)");
        SERVER.verify(3, getRequestedFor(urlEqualTo("/a")));
    }

    @Test
    void redirectsAreFollowed() {
        SERVER.stubFor(get("/a").willReturn(temporaryRedirect("/b")));
        SERVER.stubFor(get("/b").willReturn(ok().withBody(CONTENT)));
        assertThat(fetch(pinned(at("/a")))).hasBinaryContent(CONTENT);
    }

    @Test
    void moreBytesThanPinnedBreakTheTransferOff() throws IOException {
        byte[] tooMany = Arrays.copyOf(CONTENT, 20_000_000);
        SERVER.stubFor(get("/announced")
                .willReturn(ok().withHeader("Content-Length", "20000000").withBody(tooMany)));
        SourceFile source = pinned(at("/announced"));
        assertThat(failure(source)).contains("wrong bytes: expected 300000, the server has 20000000");

        try (RawServer endless = new RawServer((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(OTHER);
            }
        })) {
            assertThat(failure(pinned(new UrlPlace(endless.uri())))).contains("more of them than the pinned size");
        }
        assertThat(names(store.locate(source).getParent())).containsExactly(".lock");
    }

    @Test
    void aStallIsTriedAgainAndThenToldWithHowFarItGot() throws IOException {
        try (RawServer silent = new RawServer((request, out) -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + CONTENT.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(CONTENT, 0, 1000);
            out.flush();
            Thread.sleep(60_000);
        })) {
            SourceFile source = pinned(new UrlPlace(silent.uri()));
            String message =
                    failure(source, settings().readTimeout(SHORT).attempts(2).build());
            assertThat(message).contains("nothing came for 0.6 s, after 1000 of 300000 bytes (tried 2 times)");
            assertThat(lines.all).anyMatch(line -> line.equals("a.tar.xz: 0.0 of 0.3 MB"));
        }
    }

    @Test
    void aTransferThatBreaksGoesOnWhereItEnded() throws IOException {
        try (RawServer breaking = new RawServer((request, out) -> {
            out.write(("HTTP/1.1 200 OK\r\nETag: \"e1\"\r\nContent-Length: " + CONTENT.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(CONTENT, 0, 100_000);
        })) {
            SourceFile source = pinned(new UrlPlace(breaking.uri()));
            assertThat(failure(source, settings().attempts(1).build())).contains("the transfer broke");
            Path part = store.locate(source).resolveSibling(".part");
            assertThat(part).hasBinaryContent(firstBytes(100_000));
            assertThat(store.locate(source).resolveSibling(".part.origin")).hasContent(breaking.uri() + "\n\"e1\"\n");
        }
    }

    @Test
    void whatAKilledBuildHadIsGoneOnFrom() throws IOException {
        SERVER.stubFor(get("/a")
                .withHeader("Range", equalTo("bytes=100000-"))
                .withHeader("If-Range", equalTo("\"e1\""))
                .willReturn(aResponse()
                        .withStatus(206)
                        .withHeader("Content-Range", "bytes 100000-299999/300000")
                        .withBody(Arrays.copyOfRange(CONTENT, 100_000, 300_000))));
        SourceFile source = pinned(at("/a"));
        leavePart(source, firstBytes(100_000), URI.create(SERVER.url("/a")), "\"e1\"");
        Path abandoned = store.locate(source).resolveSibling(".a.tar.xz.1-1-1.tmp");
        Files.write(abandoned, OTHER);

        assertThat(fetch(source)).hasBinaryContent(CONTENT);
        assertThat(names(store.locate(source).getParent())).containsExactly(".lock", "a.tar.xz");
    }

    @Test
    void aDownloadThatWasCompleteWhenTheBuildWasKilledIsTaken() throws IOException {
        SourceFile source = pinned(at("/a"));
        leavePart(source, CONTENT, URI.create(SERVER.url("/a")), "");
        assertThat(fetch(source)).hasBinaryContent(CONTENT);
        SERVER.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void aServerThatIgnoresTheRangeSendsEverythingAnew() throws IOException {
        SERVER.stubFor(get("/a").willReturn(ok().withBody(CONTENT)));
        SourceFile source = pinned(at("/a"));
        leavePart(source, firstBytes(100_000), URI.create(SERVER.url("/a")), "");
        assertThat(fetch(source)).hasBinaryContent(CONTENT);
        SERVER.verify(1, getRequestedFor(urlEqualTo("/a")).withHeader("Range", equalTo("bytes=100000-")));
    }

    @Test
    void aResumedFileThatIsWrongIsStartedOverOnce() throws IOException {
        SERVER.stubFor(get("/a")
                .withHeader("Range", equalTo("bytes=100000-"))
                .willReturn(aResponse()
                        .withStatus(206)
                        .withHeader("Content-Range", "bytes 100000-299999/300000")
                        .withBody(Arrays.copyOfRange(CONTENT, 100_000, 300_000))));
        SERVER.stubFor(get("/a").withHeader("Range", absent()).willReturn(ok().withBody(CONTENT)));
        SourceFile source = pinned(at("/a"));
        leavePart(source, Arrays.copyOf(OTHER, 100_000), URI.create(SERVER.url("/a")), "");

        assertThat(fetch(source)).hasBinaryContent(CONTENT);
        SERVER.verify(2, getRequestedFor(urlEqualTo("/a")));
    }

    @Test
    void aPartThatDoesNotFitTheServersFileIsDropped() throws IOException {
        SERVER.stubFor(get("/a")
                .withHeader("Range", equalTo("bytes=100000-"))
                .willReturn(aResponse().withStatus(416)));
        SERVER.stubFor(get("/a").withHeader("Range", absent()).willReturn(ok().withBody(CONTENT)));
        SourceFile source = pinned(at("/a"));
        leavePart(source, firstBytes(100_000), URI.create(SERVER.url("/a")), "");
        assertThat(fetch(source)).hasBinaryContent(CONTENT);
    }

    @Test
    void aPartFromAnotherPlaceIsNotGoneOnFrom() throws IOException {
        SERVER.stubFor(get("/b").willReturn(ok().withBody(CONTENT)));
        SourceFile source = pinned(at("/b"));
        leavePart(source, Arrays.copyOf(OTHER, 100_000), URI.create(SERVER.url("/a")), "");
        assertThat(fetch(source)).hasBinaryContent(CONTENT);
        SERVER.verify(1, getRequestedFor(urlEqualTo("/b")).withHeader("Range", absent()));
    }

    @Test
    void aFullDiskIsToldAndNoOtherPlaceIsTried() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "only some systems have /dev/full");
        SERVER.stubFor(any(anyUrl()).willReturn(ok().withBody(CONTENT)));
        SourceFile source = pinned(at("/a"), at("/b"));
        Path directory = Files.createDirectories(store.locate(source).getParent());
        Path part = Files.createSymbolicLink(directory.resolve(".part"), full);

        assertThat(failure(source))
                .startsWith("The disk is full: a.tar.xz needs 300000 bytes")
                .contains(directory.toString())
                .contains("-> Make room");
        Files.delete(part);
        SERVER.verify(0, getRequestedFor(urlEqualTo("/b")));
    }

    // Several at once

    @Test
    void twoThreadsShareOneDownload() {
        SERVER.stubFor(get("/a").willReturn(ok().withBody(CONTENT).withFixedDelay(300)));
        SourceFile source = pinned(at("/a"));
        SourceStore other = new SourceStore(folder.resolve("store"), lines);

        CompletableFuture<Path> first = CompletableFuture.supplyAsync(() -> fetch(source));
        CompletableFuture<Path> second = CompletableFuture.supplyAsync(
                () -> other.fetch(source, settings().build()));

        assertThat(first.join()).isEqualTo(second.join()).hasBinaryContent(CONTENT);
        SERVER.verify(1, getRequestedFor(urlEqualTo("/a")));
        assertThat(lines.all).contains("Waiting for another build that fetches a.tar.xz");
    }

    @Test
    void manyFilesComeInTheOrderAskedForAndAreCounted() {
        List<SourceFile> sources = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            byte[] content = content(i % 4 == 0 ? (1 << 20) + i : 2000 + i, i);
            SERVER.stubFor(get("/many/" + i).willReturn(ok().withBody(content)));
            sources.add(pinned(content, "f" + i + ".deb", at("/many/" + i)));
        }
        store.fetch(sources.get(7), settings().build());
        lines.all.clear();
        sources.add(sources.get(3));

        List<Path> files = store.fetchAll(sources, settings().build());

        assertThat(files).hasSize(41).allSatisfy(file -> assertThat(file).isRegularFile());
        assertThat(files).isEqualTo(sources.stream().map(store::locate).toList());
        // The large ones and the end are told, the small ones would bury them.
        // (On a busy machine a transfer takes long enough to say how far it is; that is not counted here.)
        List<String> done =
                lines.all.stream().filter(line -> line.startsWith("[")).toList();
        assertThat(done).hasSizeBetween(10, 11);
        assertThat(done.get(0)).matches("\\[ ?\\d+/39] f\\d+\\.deb 1,02[45] KiB");
        assertThat(done.get(done.size() - 1)).startsWith("[39/39] ");

        lines.all.clear();
        assertThat(store.fetchAll(sources, settings().offline(true).build())).isEqualTo(files);
        assertThat(lines.all).isEmpty();
    }

    @Test
    void failuresAreReportedTogetherUpToTen() {
        byte[] good = content(100, 9);
        SERVER.stubFor(get("/good").willReturn(ok().withBody(good)));
        SERVER.stubFor(get(urlPathMatching("/bad/.*")).willReturn(notFound()));
        List<SourceFile> sources = new ArrayList<>(IntStream.range(0, 12)
                .mapToObj(i -> pinned(content(10, 100 + i), "bad" + i, at("/bad/" + i)))
                .toList());
        SourceFile fine = pinned(good, "good", at("/good"));
        sources.add(fine);

        assertThatThrownBy(() -> store.fetchAll(sources, settings().build()))
                .isInstanceOf(BuildFailure.class)
                .hasMessageStartingWith("Cannot fetch 12 of 13 files")
                .hasMessageContaining("bad0 (SHA-256")
                .hasMessageContaining("/bad/9: HTTP 404")
                .hasMessageContaining("... and 2 more")
                .message()
                .doesNotContain("bad10 ");
        assertThat(store.contains(fine)).isTrue();
    }

    @Test
    void aHostThatCannotBeReachedIsNotAskedForEachFile() {
        SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(407)));
        Proxy proxy = new Proxy("http", "127.0.0.1", SERVER.getPort(), Optional.empty(), Optional.empty(), "");
        List<SourceFile> sources = IntStream.range(0, 40)
                .mapToObj(
                        i -> pinned(content(10, 200 + i), "f" + i, new UrlPlace(URI.create("http://far.invalid/" + i))))
                .toList();
        FetchSettings settings = settings().proxies(List.of(proxy)).build();

        assertThatThrownBy(() -> store.fetchAll(sources, settings))
                .isInstanceOf(BuildFailure.class)
                .hasMessageStartingWith("Cannot fetch 40 of 40 files");
        // Those in flight when the first answer came.
        assertThat(SERVER.getAllServeEvents()).hasSizeBetween(1, 8);
    }

    @Test
    void anotherBuildTakesOverWhenTheOneThatFetchesIsKilled() throws Exception {
        List<String> ranges = Collections.synchronizedList(new ArrayList<>());
        try (RawServer slow = new RawServer((request, out) -> {
            Matcher range = Pattern.compile("(?i)range: bytes=(\\d+)-").matcher(request);
            int from = range.find() ? Integer.parseInt(range.group(1)) : 0;
            ranges.add(from + " on");
            String head = from == 0
                    ? "HTTP/1.1 200 OK\r\n"
                    : "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " + from + "-299999/300000\r\n";
            out.write((head + "Content-Length: " + (CONTENT.length - from) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(CONTENT, from, from == 0 ? 100_000 : CONTENT.length - from);
            out.flush();
            if (from == 0) {
                Thread.sleep(60_000);
            }
        })) {
            SourceFile source = pinned(new UrlPlace(slow.uri()));
            Path part = store.locate(source).resolveSibling(".part");
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            OtherBuild.class.getName(),
                            folder.resolve("store").toString(),
                            slow.uri().toString(),
                            source.sha256().hex())
                    .inheritIO()
                    .start();
            try {
                waitUntil(() -> Files.exists(part) && Files.size(part) == 100_000);
                CompletableFuture<Path> here = CompletableFuture.supplyAsync(() -> fetch(source));
                waitUntil(() -> lines.all.contains("Waiting for another build that fetches a.tar.xz"));
                assertThat(here).isNotDone();
                other.destroyForcibly();
                assertThat(here.get(20, TimeUnit.SECONDS)).hasBinaryContent(CONTENT);
            } finally {
                other.destroyForcibly();
            }
            assertThat(ranges).containsExactly("0 on", "100000 on");
        }
    }

    /** Run as a process of its own. */
    static final class OtherBuild {

        private OtherBuild() {}

        /** Store, URL, digest. */
        public static void main(String[] arguments) {
            Place place = new UrlPlace(URI.create(arguments[1]));
            SourceFile source = new SourceFile("a.tar.xz", CONTENT.length, new Digest(arguments[2]), List.of(place));
            new SourceStore(Path.of(arguments[0]), Progress.NONE)
                    .fetch(source, settings().readTimeout(Duration.ofMinutes(1)).build());
        }
    }

    private static void waitUntil(Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            assertThat(System.nanoTime() - start)
                    .isLessThan(Duration.ofSeconds(20).toNanos());
            Thread.sleep(20);
        }
    }

    @Test
    void aServerThatIsDownIsNotWaitedForByEachFile() throws IOException {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = socket.getLocalPort();
        }
        List<SourceFile> sources = IntStream.range(0, 40)
                .mapToObj(i -> pinned(
                        content(10, 300 + i),
                        "f" + i,
                        new UrlPlace(URI.create("http://127.0.0.1:" + closedPort + "/" + i))))
                .toList();
        FetchSettings settings =
                settings().attempts(2).backoff(Duration.ofMillis(300)).build();

        long start = System.nanoTime();
        assertThatThrownBy(() -> store.fetchAll(sources, settings))
                .hasMessageContaining("no connection to 127.0.0.1")
                .hasMessageContaining("tried 2 times");
        // Waiting for each of forty files, four at a time, takes three seconds.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    // Proxies

    @Test
    void aProxyIsUsedUnlessTheHostIsExempt() {
        // A proxy gets the absolute URL; WireMock then serves it like its own.
        SERVER.stubFor(get(urlPathMatching("/proxied")).willReturn(ok().withBody(CONTENT)));
        Proxy proxy = new Proxy(
                "http", "127.0.0.1", SERVER.getPort(), Optional.empty(), Optional.empty(), "exempt.invalid|*.local");

        SourceFile far = pinned(new UrlPlace(URI.create("http://far.invalid/proxied")));
        assertThat(store.fetch(far, settings().proxies(List.of(proxy)).build())).hasBinaryContent(CONTENT);
        SERVER.verify(1, getRequestedFor(urlPathMatching("/proxied")).withHost(equalTo("far.invalid")));

        SourceFile exempt = pinned(OTHER, "b", new UrlPlace(URI.create("http://exempt.invalid/proxied")));
        assertThat(failure(exempt, settings().proxies(List.of(proxy)).build()))
                .contains("the name of exempt.invalid is not known here");
        SERVER.verify(1, getRequestedFor(urlPathMatching("/proxied")));
    }

    @Test
    void aProxyIsToldWhoWeAre() {
        SERVER.stubFor(any(anyUrl())
                .withHeader("Proxy-Authorization", absent())
                .willReturn(aResponse().withStatus(407).withHeader("Proxy-Authenticate", "Basic realm=\"p\"")));
        SERVER.stubFor(any(anyUrl())
                .withHeader("Proxy-Authorization", equalTo("Basic dXNlcjpzZWNyZXQ="))
                .willReturn(ok().withBody(CONTENT)));
        SourceFile source = pinned(new UrlPlace(URI.create("http://far.invalid/a")));
        Proxy anonymous = new Proxy("http", "127.0.0.1", SERVER.getPort(), Optional.empty(), Optional.empty(), "");
        Proxy known = new Proxy("http", "127.0.0.1", SERVER.getPort(), Optional.of("user"), Optional.of("secret"), "");

        assertThat(failure(source, settings().proxies(List.of(anonymous)).build()))
                .contains("407")
                .contains("settings.xml");
        assertThat(store.fetch(source, settings().proxies(List.of(known)).build()))
                .hasBinaryContent(CONTENT);
    }

    /** A server that says exactly these bytes to each request, and then closes the connection. */
    private static final class RawServer implements AutoCloseable {

        @FunctionalInterface
        interface Answer {
            void answer(String request, OutputStream out) throws IOException, InterruptedException;
        }

        private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final List<Socket> connections = Collections.synchronizedList(new ArrayList<>());
        private final Answer answer;

        RawServer(Answer answer) throws IOException {
            this.answer = answer;
            daemon(this::accept);
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/a");
        }

        private void accept() {
            try {
                while (true) {
                    Socket connection = socket.accept();
                    connections.add(connection);
                    daemon(() -> serve(connection));
                }
            } catch (IOException e) {
                // Closed: the test is over.
            }
        }

        private void serve(Socket connection) {
            try (connection) {
                byte[] request = new byte[8192];
                int read = connection.getInputStream().read(request);
                if (read > 0) {
                    answer.answer(
                            new String(request, 0, read, StandardCharsets.US_ASCII), connection.getOutputStream());
                }
            } catch (IOException | InterruptedException e) {
                // The client has gone, or the test is over.
            }
        }

        private static void daemon(Runnable work) {
            Thread thread = new Thread(work, "raw-server");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            socket.close();
            for (Socket connection : List.copyOf(connections)) {
                connection.close();
            }
        }
    }
}
