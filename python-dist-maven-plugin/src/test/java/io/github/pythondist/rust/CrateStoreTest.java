package io.github.pythondist.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.source.FetchSettings;
import io.github.pythondist.source.Proxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Crates that are kept")
final class CrateStoreTest {

    private static final Crate LIBC = new Crate("libc", "0.2.189", Digest.ofText("libc"));
    private static final Crate OLD = new Crate("libc", "0.1.12", Digest.ofText("old"));
    private static final CrateIndex DEFAULT = new CrateIndex(Optional.empty(), Optional.empty());

    @TempDir
    Path directory;

    private Path cargo;

    /** A root whose loader is a shell script in the place of cargo: what it is told is what counts here. */
    @BeforeEach
    void root() throws IOException {
        cargo = Files.createDirectories(directory.resolve("root"));
        Files.createDirectories(cargo.resolve("usr/lib/x86_64-linux-gnu"));
        Files.writeString(cargo.resolve("usr/lib/x86_64-linux-gnu/libc.so.6"), "");
        Files.createDirectories(cargo.resolve("usr/bin"));
        Files.writeString(cargo.resolve("usr/bin/cargo"), "");
    }

    private void cargoDoes(String script) throws IOException {
        Path loader = Files.createDirectories(cargo.resolve("usr/lib64")).resolve("ld-linux-x86-64.so.2");
        Files.writeString(loader, "#!/bin/sh\nshift 3\n" + script);
        assertThat(loader.toFile().setExecutable(true)).isTrue();
    }

    private static String comes(Crate crate, String sha256) {
        return "for last; do :; done\nmkdir -p \"$last/" + crate.directory() + "\"\nprintf '{\"package\":\"" + sha256
                + "\"}' > \"$last/" + crate.directory() + "/.cargo-checksum.json\"\n";
    }

    private CrateStore store(boolean offline) {
        return new CrateStore(
                directory.resolve("crates"),
                DEFAULT,
                FetchSettings.builder().offline(offline).build(),
                Progress.NONE);
    }

    private Path fetch(List<Crate> crates) {
        return store(false).fetch(crates, () -> cargo, directory.resolve("log"));
    }

    @Test
    @DisplayName("are fetched once, by a package that requires each in its version, with its digest")
    void fetchedOnce() throws IOException {
        cargoDoes("cp Cargo.toml Cargo.lock '" + directory + "'\n"
                + comes(LIBC, LIBC.sha256().hex()) + comes(OLD, OLD.sha256().hex()));
        Path found = fetch(List.of(LIBC, OLD));
        assertThat(found.resolve("libc-0.2.189")).isDirectory();

        JsonNode required = new TomlMapper()
                .readTree(directory.resolve("Cargo.toml").toFile())
                .get("dependencies");
        assertThat(required.findValuesAsText("package")).containsExactly("libc", "libc");
        assertThat(required.findValuesAsText("version")).containsExactly("=0.2.189", "=0.1.12");
        assertThat(required.findValuesAsText("default-features")).containsOnly("false");
        JsonNode locked = new TomlMapper()
                .readTree(directory.resolve("Cargo.lock").toFile())
                .get("package");
        assertThat(locked.findValuesAsText("checksum"))
                .containsExactly(LIBC.sha256().hex(), OLD.sha256().hex());

        cargoDoes("exit 1\n");
        assertThat(fetch(List.of(LIBC, OLD))).isEqualTo(found);
        assertThat(store(true).fetch(List.of(LIBC, OLD), () -> cargo, directory.resolve("log")))
                .isEqualTo(found);
    }

    @Test
    @DisplayName("offline none is fetched")
    void offline() {
        assertThatThrownBy(() -> store(true).fetch(List.of(LIBC), () -> cargo, directory.resolve("log")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("offline");
    }

    @Test
    @DisplayName("what cargo says is told, and nothing is kept")
    void cargoFails() throws IOException {
        cargoDoes(
                "echo 'error: failed to sync'\necho\necho 'Caused by:'\necho '  no matching package named `libc` found'\nexit 101\n");
        assertThatThrownBy(() -> fetch(List.of(LIBC)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("Crates cannot be had: failed to sync: no matching package named `libc` found");
        cargoDoes(comes(LIBC, LIBC.sha256().hex()));
        assertThat(fetch(List.of(LIBC))).isDirectory();
    }

    @Test
    @DisplayName("another digest, a crate that is missing and one that is not locked are refused")
    void othersAreRefused() throws IOException {
        cargoDoes(comes(LIBC, OLD.sha256().hex()));
        assertThatThrownBy(() -> fetch(List.of(LIBC)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("libc-0.2.189.crate is not the one that is locked");
        assertThatThrownBy(() -> fetch(List.of(LIBC, OLD)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("missing: libc-0.1.12");
        cargoDoes(comes(LIBC, LIBC.sha256().hex()) + comes(OLD, OLD.sha256().hex()));
        assertThatThrownBy(() -> fetch(List.of(LIBC)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("not locked: libc-0.1.12");
    }

    @Test
    @DisplayName("come from a mirror, and by Maven's proxy, if there is one")
    void mirrorAndProxy() {
        CrateIndex mirror = new CrateIndex(
                Optional.of("sparse+https://crates.example.com/index/"), Optional.of(Path.of("/ca.pem")));
        assertThat(mirror.arguments())
                .contains("source.mirror.registry = 'sparse+https://crates.example.com/index/'")
                .contains("source.crates-io.replace-with = 'mirror'");
        Proxy proxy = new Proxy("https", "proxy", 3128, Optional.of("me"), Optional.of("p@ss"), "*.example.com");
        assertThat(mirror.environment(List.of(proxy), directory))
                .containsEntry("CARGO_HTTP_CAINFO", "/ca.pem")
                .doesNotContainKey("CARGO_HTTP_PROXY");
        assertThat(DEFAULT.environment(List.of(proxy), directory))
                .containsEntry("CARGO_HTTP_PROXY", "http://me:p%40ss@proxy:3128");
        assertThat(DEFAULT.arguments()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://crates.example.com/index/",
                "sparse+https://me:secret@crates.example.com/",
                "sparse+https://crates.example.com/'\nx='",
                "sparse+file:///crates",
                ""
            })
    @DisplayName("a mirror's address is one of cargo's, without a login")
    void noAddress(String url) {
        Optional<String> given = Optional.of(url);
        assertThatThrownBy(() -> new CrateIndex(given, Optional.empty()))
                .isInstanceOf(BuildFailure.class)
                .hasMessageNotContaining("secret");
    }
}
