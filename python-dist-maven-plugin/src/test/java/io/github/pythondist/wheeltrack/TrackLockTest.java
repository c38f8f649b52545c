package io.github.pythondist.wheeltrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.rust.Crate;
import io.github.pythondist.wheel.SdistIndex.PackageFile;
import io.github.pythondist.wheeltrack.TrackLock.Locked;
import io.github.pythondist.wheeltrack.TrackLock.LockedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The lock of sdists")
final class TrackLockTest {

    private static final Digest DIGEST = Digest.ofText("sdist");

    @TempDir
    Path directory;

    private static Locked locked(String name, String... requires) {
        return new Locked(
                name + ">=1",
                name,
                "1.0",
                name + "-1.0.tar.gz",
                DIGEST,
                List.of("setuptools"),
                List.of(),
                List.of(requires),
                List.of(),
                null);
    }

    private static TrackLock lock(Locked... packages) {
        TreeMap<String, LockedFile> files = new TreeMap<>();
        files.put("setuptools-80-py3-none-any.whl", new LockedFile("setuptools", "80", Digest.ofText("wheel")));
        return new TrackLock(TrackLock.SCHEMA, "3.13", "linux-x86_64", List.of(packages), files);
    }

    @Test
    @DisplayName("what is written is read again, sorted by name")
    void writtenIsRead() throws IOException {
        Path file = directory.resolve("wheels.lock.json");
        TrackLock lock = lock(locked("b", "setuptools-80-py3-none-any.whl"), Locked.problem("a", "a", "no sdist"));

        lock.write(file);

        assertThat(TrackLock.read(file)).contains(lock);
        assertThat(lock.packages()).extracting(Locked::name).containsExactly("a", "b");
        assertThat(lock.packages().get(0).source()).isEmpty();
        assertThat(lock.packages().get(1).source()).contains(new PackageFile("b", "1.0", "b-1.0.tar.gz", DIGEST));
        assertThat(lock.requires(lock.packages().get(1)))
                .extracting(PackageFile::file)
                .containsExactly("setuptools-80-py3-none-any.whl");
    }

    @Test
    @DisplayName("has the crates of a package with Rust; a lock from before there were any is read")
    void cratesAreKept() throws IOException {
        Path file = directory.resolve("wheels.lock.json");
        Crate crate = new Crate("libc", "0.2.189", Digest.ofText("crate"));
        Locked rust = new Locked(
                "r",
                "r",
                "1.0",
                "r-1.0.tar.gz",
                DIGEST,
                List.of("maturin"),
                List.of(),
                List.of(),
                List.of(crate),
                null);
        lock(rust).write(file);
        assertThat(TrackLock.read(file).orElseThrow().packages().get(0).crates())
                .containsExactly(crate);

        lock(locked("a")).write(file);
        assertThat(file).content().doesNotContain("crates");
        assertThat(TrackLock.read(file).orElseThrow().packages().get(0).crates())
                .isEmpty();
    }

    @Test
    @DisplayName("a package that requires a file without a digest is refused")
    void unknownFileIsRefused() {
        assertThatThrownBy(() -> lock(locked("a", "evil.whl")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("evil.whl");
    }

    @Test
    @DisplayName("names that would lead elsewhere are refused")
    void pathsAreRefused() {
        for (String name : List.of("../a", "a/b", "A", "")) {
            assertThatThrownBy(() -> locked(name).source()).isInstanceOf(BuildFailure.class);
        }
        assertThatThrownBy(() -> new PackageFile("a", "1", "../../a-1.tar.gz", DIGEST))
                .isInstanceOf(BuildFailure.class);
        assertThatThrownBy(() -> new PackageFile("a", "1/../2", "a-1.tar.gz", DIGEST))
                .isInstanceOf(BuildFailure.class);
    }

    @Test
    @DisplayName("without a file there is none; a damaged one is refused")
    void damagedIsRefused() throws IOException {
        Path file = directory.resolve("wheels.lock.json");
        assertThat(TrackLock.read(file)).isEqualTo(Optional.empty());
        for (String text : List.of(
                "{",
                "null",
                "{\"schema\": 9, \"packages\": [], \"files\": {}}",
                "{\"schema\": 1}",
                "{\"schema\": 1, \"packages\": [{\"name\": \"a\", \"requirement\": \"a\"}], \"files\": {}}",
                "{\"schema\": 1, \"packages\": [{\"sha256\": \"xyz\"}], \"files\": {}}")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> TrackLock.read(file))
                    .as(text)
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("wheels.lock.json");
        }
    }

    @Test
    @DisplayName("what is missing, or names another place, is refused with the lock's name, what is wrong and a remedy")
    void eachMemberIsChecked() throws IOException {
        Path file = directory.resolve("wheels.lock.json");
        lock(locked("a", "setuptools-80-py3-none-any.whl")).write(file);
        String good = Files.readString(file);
        for (List<String> change : List.of(
                List.of("\"3.13\"", "null", "python is missing"),
                List.of("\"a-1.0.tar.gz\"", "\"../a-1.0.tar.gz\"", "../a-1.0.tar.gz"),
                List.of("\"a>=1\"", "null", "requirement of a package is missing"),
                List.of("\"name\" : \"a\"", "\"name\" : null", "name of a>=1 is missing"),
                List.of("\"name\" : \"setuptools\"", "\"name\" : null", "name of a file's package is missing"),
                List.of("\"80\"", "\"8/0\"", "8/0"),
                List.of("  \"setuptools-80-py3-none-any.whl\"\n", "  null\n", "item of a list is missing"),
                List.of("  \"setuptools-80-py3-none-any.whl\"\n", "  \"evil.whl\"\n", "evil.whl"),
                List.of("\"" + DIGEST + "\"", "\"zz\"", "SHA-256"))) {
            assertThat(good).contains(change.get(0));
            Files.writeString(file, good.replace(change.get(0), change.get(1)));
            assertThatThrownBy(() -> TrackLock.read(file))
                    .as(change.toString())
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("wheels.lock.json")
                    .hasMessageContaining(change.get(2))
                    .hasMessageContaining("version control");
        }
        Files.writeString(file, good.replaceFirst("(?s)\"packages\" : \\[.*?\n  \\]", "\"packages\" : [ null ]"));
        assertThatThrownBy(() -> TrackLock.read(file))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("entry of packages is missing");
    }
}
