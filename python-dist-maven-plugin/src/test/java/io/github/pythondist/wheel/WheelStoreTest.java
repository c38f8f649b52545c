package io.github.pythondist.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.LockFile.LockedFile;
import io.github.pythondist.wheel.LockFile.LockedPackage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WheelStoreTest {

    @TempDir
    Path directory;

    @Test
    void keepsWhatIsLocked() throws IOException {
        Path wheel = wheel("hello.py", "hello-1.0.dist-info/METADATA");
        LockedFile locked = locked(Digest.of(wheel));
        WheelStore store = new WheelStore(directory.resolve("store"));

        assertThat(store.find(locked)).isEmpty();
        Path kept = store.add(locked, wheel, "here");
        assertThat(store.find(locked)).contains(kept);
        assertThat(kept).hasSameBinaryContentAs(wheel);

        Files.writeString(kept, "damaged");
        assertThat(store.find(locked)).isEmpty();
        assertThat(store.add(locked, wheel, "here")).hasSameBinaryContentAs(wheel);
    }

    @Test
    void refusesAnotherFile() throws IOException {
        Path wheel = wheel("hello.py");
        Digest other = Digest.ofText("another");
        WheelStore store = new WheelStore(directory.resolve("store"));

        assertThatThrownBy(() -> store.add(locked(other), wheel, "https://index.example.org"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("not the one that is locked")
                .hasMessageContaining(other.hex())
                .hasMessageContaining(Digest.of(wheel).hex())
                .hasMessageContaining("https://index.example.org");
        assertThat(store.find(locked(other))).isEmpty();
        try (var left = Files.walk(directory.resolve("store")).filter(Files::isRegularFile)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.py", "a/../../evil.py", "/etc/evil", "a\\..\\evil.py", "C:evil.py"})
    void refusesWhatLeadsOut(String name) throws IOException {
        Path wheel = wheel("hello.py", name);
        LockedFile locked = locked(Digest.of(wheel));
        WheelStore store = new WheelStore(directory.resolve("store"));

        assertThatThrownBy(() -> store.add(locked, wheel, "here"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("hello-1.0-py3-none-any.whl is refused")
                .hasMessageContaining("leads out of it");
        assertThat(store.find(locked)).isEmpty();
    }

    /** pip would write them where they lead. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[console_scripts]\n../../../evil = os:getcwd",
                "[console_scripts]\nfine = a:b\n/etc/evil = os:getcwd",
                "[other]\nx = a:b\n[[gui_scripts]]\na/b = os:getcwd",
                "[console_scripts]\n[x\u2028..\\evil = os:getcwd",
                "[console_scripts]\npython3 = os:getcwd"
            })
    void refusesScriptsOfOtherPlaces(String entryPoints) throws IOException {
        Path wheel = wheel(Map.of("./hello-1.0.dist-info//entry_points.txt", entryPoints));

        assertThatThrownBy(
                        () -> new WheelStore(directory.resolve("store")).add(locked(Digest.of(wheel)), wheel, "here"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("its script '")
                .hasMessageContaining("is refused");
    }

    @Test
    void refusesMoreEntryPointsThanAreRead() throws IOException {
        Path wheel = wheel(Map.of(
                "hello-1.0.dist-info/entry_points.txt",
                "#\n".repeat(1 << 20) + "[console_scripts]\n../evil = os:getcwd"));

        assertThatThrownBy(
                        () -> new WheelStore(directory.resolve("store")).add(locked(Digest.of(wheel)), wheel, "here"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("has more than");
    }

    @Test
    void takesEntryPointsThatAreNoScripts() throws IOException {
        Path wheel = wheel(Map.of(
                "hello-1.0.dist-info/entry_points.txt",
                "[console_scripts]\nhello.world-2 = a:b\npython-hello = a:c\n\n[media.types]\ntext/plain = a:b\n"));

        assertThat(new WheelStore(directory.resolve("store")).add(locked(Digest.of(wheel)), wheel, "here"))
                .exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello-1.0.data/data/pyvenv.cfg",
                "hello-1.0.data/./data/bin/python3.13",
                "hello-1.0.data/scripts/python"
            })
    void refusesWhatTheEnvironmentIsMadeOf(String name) throws IOException {
        Path wheel = wheel("hello.py", name);

        assertThatThrownBy(
                        () -> new WheelStore(directory.resolve("store")).add(locked(Digest.of(wheel)), wheel, "here"))
                .hasMessageContaining(name)
                .hasMessageContaining("what the environment is made of");
    }

    @Test
    void refusesNamesThatComeTwiceAndWhatIsNoZip() throws IOException {
        Path twice = wheel("hello.py", "hello.py");
        Path text = Files.writeString(directory.resolve("text"), "<html>");
        WheelStore store = new WheelStore(directory.resolve("store"));

        assertThatThrownBy(() -> store.add(locked(Digest.of(twice)), twice, "here"))
                .hasMessageContaining("comes twice");
        assertThatThrownBy(() -> store.add(locked(Digest.of(text)), text, "here"))
                .hasMessageContaining("no zip archive");
    }

    @ParameterizedTest
    @CsvSource({
        "numpy-2.3.5-cp313-cp313-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl, cp313-cp313-manylinux_2_27_x86_64.manylinux_2_28_x86_64, whl",
        "typing_extensions-4.15.0-py3-none-any.whl, py3-none-any, whl",
        "built-1.0-1-py3-none-any.whl, 1-py3-none-any, whl",
        "odd-1.0.tar.gz, sdist, tar.gz",
        "odd-1.0.zip, sdist, zip",
    })
    void aWheelIsAMavenArtifact(String file, String classifier, String type) {
        LockedFile locked = new LockedFile(file, Optional.empty(), Optional.empty(), Digest.ofText(""));
        LockedPackage named =
                new LockedPackage("some-name", "1.0", Optional.empty(), Optional.empty(), List.of(), Optional.empty());

        assertThat(WheelCoordinates.of("org.example", named, locked))
                .isEqualTo(new WheelCoordinates("org.example", "some-name", "1.0", classifier, type));
    }

    private static LockedFile locked(Digest digest) {
        return new LockedFile("hello-1.0-py3-none-any.whl", Optional.empty(), Optional.empty(), digest);
    }

    private Path wheel(Map<String, String> files) throws IOException {
        Path file = Files.createTempFile(directory, "made", ".whl");
        try (OutputStream out = Files.newOutputStream(file);
                ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
            for (var entry : files.entrySet()) {
                zip.putArchiveEntry(new ZipArchiveEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeArchiveEntry();
            }
        }
        return file;
    }

    private Path wheel(String... names) throws IOException {
        Path file = Files.createTempFile(directory, "made", ".whl");
        try (OutputStream out = Files.newOutputStream(file);
                ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
            for (String name : names) {
                zip.putArchiveEntry(new ZipArchiveEntry(name));
                zip.write("x = 1\n".getBytes(StandardCharsets.UTF_8));
                zip.closeArchiveEntry();
            }
        }
        return file;
    }
}
