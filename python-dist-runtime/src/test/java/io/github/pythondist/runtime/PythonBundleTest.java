package io.github.pythondist.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.Digest;
import io.github.pythondist.layout.BundleIndex;
import io.github.pythondist.layout.BundleIndex.Item;
import io.github.pythondist.layout.BundleResources;
import io.github.pythondist.platform.HostPlatform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bundle")
final class PythonBundleTest {

    @TempDir
    private Path temp;

    private Path cache;
    private Path classes;

    @BeforeEach
    void places() {
        cache = temp.resolve("cache");
        classes = temp.resolve("classes");
    }

    private PythonBundle onClassPath() throws IOException {
        return onClassPath(classes.toUri());
    }

    private PythonBundle onClassPath(URI place) throws IOException {
        URL[] urls = {place.toURL()};
        return PythonBundle.onClassPath("word-count", new URLClassLoader(urls, null))
                .withCacheDirectory(cache);
    }

    private List<Path> unpacked() throws IOException {
        if (!Files.isDirectory(cache.resolve("bundles"))) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(cache.resolve("bundles"))) {
            return entries.filter(path -> !path.endsWith(".locks")).toList();
        }
    }

    @Test
    @DisplayName("on the class path is unpacked and its Python started, without the variables of another one")
    void onTheClassPathIsUnpackedAndStarted() throws Exception {
        new FakeBundle().onClassPath(classes);
        Python python = onClassPath().unpack();

        ProcessBuilder command = python.command("-c", "print('a \"b\"')");
        command.environment().put("PYTHONWARNINGS", "error");
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).isEqualTo("""
                -c
                print('a "b"')
                PYTHONDONTWRITEBYTECODE=1
                PYTHONNOUSERSITE=1
                PYTHONUNBUFFERED=1
                PYTHONUTF8=1
                PYTHONWARNINGS=error
                """);
        assertThat(process.waitFor()).isZero();
        assertThat(python.version()).isEqualTo("3.13.5");
        assertThat(python.libpython().orElseThrow()).hasContent("a library");
        assertThat(python.sources().resolve("hello.py")).isRegularFile();
        assertThat(python.home().resolve("bin/python3")).isSymbolicLink().hasSameBinaryContentAs(python.executable());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(python.executable())))
                .isEqualTo("r-xr-xr-x");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(python.libpython().orElseThrow())))
                .isEqualTo("r--r--r--");
        assertThat(python.verify()).isEmpty();
    }

    @Test
    @DisplayName("is unpacked once; afterwards nothing is written")
    void isUnpackedOnce() throws IOException {
        new FakeBundle().onClassPath(classes);
        Path first = onClassPath().unpack().directory();
        Path locks = cache.resolve("bundles/.locks");
        try (Stream<Path> files = Files.list(locks)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(locks);

        assertThat(onClassPath().unpack().directory()).isEqualTo(first);
        assertThat(locks).doesNotExist();
    }

    @Test
    @DisplayName("in a zip file is unpacked under its digest, and refused if another one is meant")
    void inAZipFile() throws IOException {
        byte[] zip = new FakeBundle().zip("word-count-1.0/");
        Path file = Files.write(temp.resolve("word-count.zip"), zip);
        PythonBundle bundle = PythonBundle.inArchive(file).withCacheDirectory(cache);

        Python python = bundle.withSha256(Digest.of(zip).hex()).unpack();
        assertThat(python.directory()).isEqualTo(cache.resolve("bundles/" + Digest.of(zip)));
        assertThat(python.verify()).isEmpty();
        assertThatThrownBy(() -> bundle.withSha256("0".repeat(64)).unpack())
                .isInstanceOf(PythonBundleException.class)
                .hasMessageContaining("is not the one that is meant")
                .hasMessageContaining("found    " + Digest.of(zip));
        assertThatThrownBy(() -> bundle.withSha256("ABC")).hasMessageContaining("'ABC' is no SHA-256");
        assertThatThrownBy(
                        () -> PythonBundle.inArchive(temp.resolve("none.zip")).unpack())
                .hasMessageContaining("There is no bundle " + temp.resolve("none.zip"));
    }

    @Test
    @DisplayName("in a directory is used where it is")
    void inADirectory() throws IOException {
        new FakeBundle().onClassPath(classes);
        Path directory = onClassPath().unpack().directory();
        Files.delete(directory.resolve("complete"));
        BundleIndex index = new FakeBundle().index();
        Files.writeString(directory.resolve(BundleIndex.FILE_NAME), index.text());

        Python python = PythonBundle.inDirectory(directory).unpack();
        assertThat(python.executable())
                .isEqualTo(directory.resolve(FakeBundle.EXECUTABLE))
                .isExecutable();
        assertThat(python.verify()).isEmpty();
        Files.delete(directory.resolve("app/hello.py"));
        Files.writeString(directory.resolve("app/other.py"), "");
        assertThat(python.verify()).containsExactly("app/hello.py: missing", "app/other.py: not part of the bundle");
        assertThatThrownBy(() -> PythonBundle.inDirectory(temp).unpack())
                .hasMessageContaining("is no bundle")
                .hasMessageContaining(BundleIndex.FILE_NAME);
    }

    @Test
    @DisplayName("that was tampered with is refused and leaves nothing")
    void tamperedWithIsRefused() throws IOException {
        Path resource = new FakeBundle().onClassPath(classes);
        // A proper zip with other bytes than those published.
        Files.write(resource, new FakeBundle().file("app/evil.py", "1", false).zip());
        assertThatThrownBy(() -> onClassPath().unpack())
                .isInstanceOf(PythonBundleException.class)
                .hasMessageContaining("does not have the digest it must have");
        assertThat(unpacked()).isEmpty();

        byte[] half = new FakeBundle().zip();
        Files.write(resource, Arrays.copyOf(half, half.length / 2));
        assertThatThrownBy(() -> onClassPath().unpack()).hasMessageContaining("is damaged or incomplete");
        Files.writeString(resource, "no zip");
        assertThatThrownBy(() -> onClassPath().unpack())
                .hasMessageContaining("does not begin with " + BundleIndex.FILE_NAME);
        assertThat(unpacked()).isEmpty();
    }

    @Test
    @DisplayName("whose files are not those of its index is refused")
    void filesMustBeThoseOfTheIndex() throws IOException {
        Digest any = Digest.ofText("");
        assertRefused(new FakeBundle().unlisted("app/more.py", new byte[0]), "which its index does not list");
        assertRefused(new FakeBundle().without("app/hello.py"), "lacks the file app/hello.py");
        assertRefused(
                new FakeBundle().item(Item.file("app/bomb", any, 10, false), new byte[1000]),
                "the file app/bomb does not have 10 bytes");
        assertRefused(new FakeBundle().item(Item.file("../x", any, 0, false), new byte[0]), "the path '../x'");
        assertRefused(new FakeBundle().item(Item.file("/etc/x", any, 0, false), new byte[0]), "the path '/etc/x'");
        assertRefused(new FakeBundle().link("app/out", "../../../etc"), "the link app/out leads out of");
        assertRefused(new FakeBundle().link("app/out", "/etc"), "the link app/out leads to '/etc'");
        assertRefused(new FakeBundle().link("app/loop", "loop"), "the link app/loop leads in a circle");
        assertRefused(
                new FakeBundle().link("app/dir", "../python").file("app/dir/x", "", false),
                "files below app/dir, which is no directory");
        assertThat(temp.resolve("x")).doesNotExist();
    }

    private void assertRefused(FakeBundle bundle, String why) throws IOException {
        bundle.onClassPath(classes);
        assertThatThrownBy(() -> onClassPath().unpack())
                .isInstanceOf(PythonBundleException.class)
                .hasMessageContaining(why);
        assertThat(unpacked()).isEmpty();
    }

    @Test
    @DisplayName("that is not there, or for another machine, is told with what there is")
    void missingIsTold() throws IOException {
        String here = HostPlatform.detect().classifier();
        String other = here.equals("linux-aarch_64") ? "linux-x86_64" : "linux-aarch_64";
        assertThatThrownBy(this::onClassPath)
                .hasMessageContaining("There is no bundle 'word-count' for " + here)
                .hasMessageContaining("looked for META-INF/python-dist/word-count/" + here + ".zip");
        byte[] zip = new FakeBundle().platform(other).zip();
        new FakeBundle().platform(other).onClassPath(classes);
        assertThatThrownBy(this::onClassPath).hasMessageContaining("there is one for " + other);
        Path file = Files.write(temp.resolve("other.zip"), zip);
        assertThatThrownBy(() ->
                        PythonBundle.inArchive(file).withCacheDirectory(cache).unpack())
                .hasMessageContaining("It is for " + other + "; this machine is " + here);
        assertThat(unpacked()).isEmpty();
        assertThatThrownBy(() -> PythonBundle.onClassPath("../x")).hasMessageContaining("cannot be the name");
    }

    @Test
    @DisplayName("without its digest, or with a text that is none, is not used")
    void digestMustBeThere() throws IOException {
        new FakeBundle().onClassPath(classes);
        Path digest = classes.resolve(BundleResources.digest(
                BundleResources.archive("word-count", HostPlatform.detect().classifier())));
        Files.writeString(digest, "<html>");
        assertThatThrownBy(() -> onClassPath().unpack()).hasMessageContaining("is none");
        Files.delete(digest);
        assertThatThrownBy(this::onClassPath).hasMessageContaining("has no digest beside it");
    }

    @Test
    @DisplayName("says which directory could not be written, and how to name another")
    void cacheThatCannotBeWritten() throws IOException {
        new FakeBundle().onClassPath(classes);
        // A file system that even root cannot write to; where there is none, a file in the way.
        Path forbidden = Files.isDirectory(Path.of("/proc/self"))
                ? Path.of("/proc/python-dist")
                : Files.writeString(temp.resolve("file"), "").resolve("below");
        assertThatThrownBy(() -> onClassPath().withCacheDirectory(forbidden).unpack())
                .isInstanceOf(PythonBundleException.class)
                .hasMessageContaining("into " + forbidden.resolve("bundles"))
                .hasMessageContaining("-D" + CacheDirectory.PROPERTY + "=");
    }

    @Test
    @DisplayName("wanted by several processes at once is unpacked once")
    void severalProcesses() throws Exception {
        // Large enough that they meet.
        new FakeBundle().file("app/data", "x".repeat(20_000_000), false).onClassPath(classes);
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(start(classes.toUri()));
        }
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            assertThat(Path.of(output.strip())).isExecutable();
        }
        assertThat(unpacked()).hasSize(1);
        assertThat(onClassPath().unpack().verify()).isEmpty();
    }

    @Test
    @DisplayName("is unpacked anew after a process was killed in the middle, and what that left is removed")
    void killedInTheMiddle() throws Exception {
        Path resource =
                new FakeBundle().file("app/data", "y".repeat(2_000_000), false).onClassPath(classes);
        byte[] zip = Files.readAllBytes(resource);
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answerByHalf(server, zip));
            answering.setDaemon(true);
            answering.start();
            Process process = start(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"));
            for (int i = 0; i < 600 && unpacked().isEmpty() && process.isAlive(); i++) {
                Thread.sleep(50);
            }
            assertThat(process.isAlive()).isTrue();
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        assertThat(unpacked()).singleElement().satisfies(left -> assertThat(left.toString())
                .endsWith(".tmp"));

        assertThat(onClassPath().unpack().verify()).isEmpty();
        assertThat(unpacked()).singleElement().satisfies(tree -> assertThat(tree)
                .isDirectory());
        assertThat(unpacked().get(0).getFileName()).hasToString(Digest.of(zip).hex());
    }

    /** A server that never gets further than the middle of the zip. */
    private static void answerByHalf(ServerSocket server, byte[] zip) {
        try (Closer sockets = new Closer(new ArrayList<>())) {
            while (true) {
                Socket socket = server.accept();
                sockets.open().add(socket);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                String request = String.valueOf(in.readLine());
                while (!String.valueOf(in.readLine()).isEmpty()) {
                    // the request's header
                }
                boolean digest = request.contains(".sha256 ");
                byte[] body = digest ? (Digest.of(zip) + "  x\n").getBytes(StandardCharsets.US_ASCII) : zip;
                OutputStream out = socket.getOutputStream();
                out.write(("HTTP/1.0 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                boolean head = request.startsWith("HEAD");
                out.write(body, 0, head ? 0 : digest ? body.length : body.length / 2);
                out.flush();
                if (digest || head) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            // The test has ended.
        }
    }

    private record Closer(List<Socket> open) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private Process start(URI place) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                UnpackMain.class.getName(),
                place.toString(),
                cache.toString());
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
