package io.github.pythondist.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.CatalogStore;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A target's sysroot")
final class SysrootTest {

    private static final String TARGET = "targets/linux-x86_64.yaml";

    @TempDir
    private Path temporary;

    /** The catalog with one text in one file replaced. */
    private Catalog catalog(String file, String text, String replacement) throws IOException {
        Path original = open(Optional.empty()).root().resolve(file);
        String content = Files.readString(original);
        assertThat(content).contains(text);
        Path changed = temporary.resolve("own").resolve(file);
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, content.replace(text, replacement));
        return open(Optional.of(temporary.resolve("own")));
    }

    private Catalog open(Optional<Path> own) {
        return new CatalogStore(temporary.resolve("store")).open(own);
    }

    private Catalog withFloor(String floor) throws IOException {
        return catalog(TARGET, "libc-floor: \"2.17\"", "libc-floor: \"" + floor + "\"");
    }

    private static Sysroot sysroot(Catalog catalog) {
        return sysroot(catalog, "tools");
    }

    private static Sysroot sysroot(Catalog catalog, String tools) {
        Target target = catalog.target("linux-x86_64");
        return Sysroot.of(catalog, target, tools);
    }

    @Test
    @DisplayName("comes with that of the machine that builds, where the target is another")
    void crossBuilt() throws IOException {
        Catalog catalog = open(Optional.empty());
        Target windows = catalog.target("windows-x86_64");
        Sysroot sysroot = Sysroot.of(catalog, windows, "tools");

        assertThat(sysroot.derivation()).isEmpty();
        assertThat(sysroot.build().orElseThrow().environment())
                .isEqualTo(sysroot(catalog).environment());
        assertThat(Sysroot.of(withFloor("2.28"), windows, "tools").environment())
                .isNotEqualTo(sysroot.environment());
    }

    @Test
    @DisplayName("is refused where the machine that builds has another build root")
    void crossBuiltElsewhere() throws IOException {
        Catalog catalog = catalog(TARGET, "environment: bookworm-clang-19", "environment: other");
        Target windows = catalog.target("windows-x86_64");

        assertThatThrownBy(() -> Sysroot.of(catalog, windows, "tools"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("windows-x86_64 cannot be built on linux-x86_64")
                .hasMessageContaining("in the build root bookworm-clang-19");
    }

    @Test
    @DisplayName("is made of the lock's for an older C library")
    void derivesForAnOlderFloor() {
        Sysroot sysroot = sysroot(open(Optional.empty()));

        assertThat(sysroot.name()).isEqualTo("bullseye-amd64-glibc-2.17");
        assertThat(sysroot.derivation()).hasValueSatisfying(derivation -> assertThat(derivation.variables())
                .containsEntry("LIBC_VERSION", "2.31")
                .containsEntry("LIBC_FLOOR", "2.17"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.31", "2.31.0"})
    @DisplayName("is the lock's where the floor is that one's version")
    void takesTheLockAsItIs(String floor) throws IOException {
        Sysroot sysroot = sysroot(withFloor(floor));

        assertThat(sysroot.name()).isEqualTo("bullseye-amd64");
        assertThat(sysroot.derivation()).isEmpty();
    }

    @Test
    @DisplayName("is another one, to the keys of steps too, when anything it is made of changes")
    void isNamedByItsInputs() throws IOException {
        Sysroot sysroot = sysroot(open(Optional.empty()));

        assertThat(sysroot(open(Optional.empty()))).isEqualTo(sysroot);
        assertThat(sysroot(open(Optional.empty()), "other tools").environment()).isNotEqualTo(sysroot.environment());
        assertThat(digest(sysroot(open(Optional.empty()), "other tools"))).isNotEqualTo(digest(sysroot));
        for (Catalog changed : new Catalog[] {
            withFloor("2.28"),
            withFloor("2.31"),
            catalog("environments/bullseye-amd64.yaml", "sha256: 05f7", "sha256: 15f7"),
            catalog("sysroot/glibc/stub.pl", "use strict;", "use  strict;"),
            catalog("sysroot/glibc/shim/2.27/memfd_create.c", "int memfd", "int  memfd"),
            catalog("toolchain/clang", "#!/bin/sh", "#!/bin/sh -e")
        }) {
            assertThat(sysroot(changed).environment()).isNotEqualTo(sysroot.environment());
        }
    }

    private static String digest(Sysroot sysroot) {
        return sysroot.derivation().orElseThrow().digest().hex();
    }

    @Test
    @DisplayName("cannot be newer than its packages")
    void refusesAFloorAboveTheSysroot() throws IOException {
        Catalog catalog = withFloor("2.100");

        assertThatThrownBy(() -> sysroot(catalog))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("glibc 2.100")
                .hasMessageContaining("bullseye-amd64 has only 2.31")
                .hasMessageContaining(TARGET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "old", "2", "2.17.", "2.17-beta", "2.-1", "2.99999999999"})
    @DisplayName("is for a version, not for any word")
    void refusesAFloorThatIsNoVersion(String floor) throws IOException {
        Catalog catalog = withFloor(floor);

        assertThatThrownBy(() -> sysroot(catalog))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("'" + floor + "' is not a version")
                .hasMessageContaining(TARGET)
                .hasMessageContaining("libc-floor");
    }

    @Test
    @DisplayName("cannot be made older where the catalog does not say how")
    void refusesWhatNoScriptCanDo() throws IOException {
        Catalog catalog = catalog(TARGET, "libc: glibc", "libc: other");

        assertThatThrownBy(() -> sysroot(catalog))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("sysroot/other/derive.sh")
                .hasMessageContaining("2.31");
    }

    @Test
    @DisplayName("is the lock's where that knows of no C library's version")
    void leavesAloneWhatHasNoVersion() throws IOException {
        Catalog catalog = catalog("environments/bullseye-amd64.yaml", "libc-version: \"2.31\"\n", "");

        assertThat(sysroot(catalog).derivation()).isEmpty();
    }
}
