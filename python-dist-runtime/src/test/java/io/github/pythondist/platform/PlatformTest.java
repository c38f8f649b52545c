package io.github.pythondist.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "linux-x86_64,                        GLIBC,  '',              RUNTIME",
        "linux-aarch_64-musl,                 MUSL,   '',              RUNTIME",
        "linux-x86_64-freethreaded,           GLIBC,  freethreaded,    RUNTIME",
        "linux-x86_64-musl-freethreaded-full, MUSL,   freethreaded,    FULL",
        "linux-x86_64-debuginfo,              GLIBC,  '',              DEBUGINFO",
        "windows-x86_64,                      SYSTEM, '',              RUNTIME",
        "windows-x86_64-debug-embed,          SYSTEM, debug,           EMBED",
        "osx-aarch_64-full,                   SYSTEM, '',              FULL",
    })
    void readsAndWritesClassifiers(String classifier, Libc libc, String flavour, Platform.Content content) {
        Platform platform = Platform.parse(classifier);

        assertThat(platform.libc()).isEqualTo(libc);
        assertThat(platform.flavours()).isEqualTo(flavour.isEmpty() ? List.of() : List.of(flavour));
        assertThat(platform.content()).isEqualTo(content);
        assertThat(platform).hasToString(classifier);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "linux",
                "solaris-sparc",
                "linux-",
                "linux-x86_64-",
                "linux-X86_64",
                "linux-x86_64-full-musl",
                "windows-x86_64-musl",
                "linux-x86_64-full-debuginfo",
                "windows-x86_64-embed-debug",
                "linux-x86_64-a b"
            })
    void refusesWhatIsNoClassifier(String classifier) {
        assertThatThrownBy(() -> Platform.parse(classifier))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("\"" + classifier + "\" is no platform")
                .hasMessageContaining("linux-aarch_64-musl");
    }

    @Test
    void flavourAndContentDoNotDecideWhetherItRuns() {
        Platform host = Platform.parse("linux-x86_64");

        assertThat(Platform.parse("linux-x86_64-freethreaded-full").runsOn(host))
                .isTrue();
        assertThat(Platform.parse("linux-x86_64-musl").runsOn(host)).isFalse();
        assertThat(Platform.parse("linux-aarch_64").runsOn(host)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Linux,       amd64,   ld-linux-x86-64.so.2, false, linux-x86_64",
        "Linux,       amd64,   ld-linux-x86-64.so.2, true,  linux-x86_64",
        "Linux,       aarch64, ld-musl-aarch64.so.1, true,  linux-aarch_64-musl",
        "Linux,       amd64,   libgcompat.so.0,      true,  linux-x86_64-musl",
        "Linux,       amd64,   ,                     true,  linux-x86_64-musl",
        "Linux,       amd64,   ,                     false, linux-x86_64",
        "Linux,       ppc64le, ,                     false, linux-ppcle_64",
        "Mac OS X,    aarch64, ,                     false, osx-aarch_64",
        "Windows 11,  amd64,   ,                     false, windows-x86_64",
        "Windows 10,  x86,     ,                     false, windows-x86_32",
    })
    void namesMachinesAsOsMavenPluginDoes(String name, String arch, String loader, boolean musl, String expected) {
        assertThat(HostPlatform.detect(new HostFacts(name, arch, Optional.ofNullable(loader), musl)))
                .hasToString(expected);
    }

    @Test
    void saysWhatItFoundOnAMachineItDoesNotKnow() {
        assertThatThrownBy(() -> HostPlatform.detect(new HostFacts("AIX", "ppc64", Optional.empty(), false)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("\"AIX\"")
                .hasMessageContaining("\"ppc64\"")
                .hasMessageContaining("-Dpython-dist.platform=");
    }

    @Test
    void explainsHowTheLibraryWasTold() {
        assertThat(HostPlatform.explainLibc(new HostFacts("Linux", "amd64", Optional.of("ld-musl-x86_64.so.1"), true)))
                .isEqualTo("musl, told by the loader of the running Java: ld-musl-x86_64.so.1");
        assertThat(HostPlatform.explainLibc(new HostFacts("Linux", "amd64", Optional.empty(), false)))
                .contains("glibc")
                .contains("not installed");
        assertThat(HostPlatform.explainLibc(new HostFacts("Mac OS X", "aarch64", Optional.empty(), false)))
                .isEqualTo("the system's");
    }

    @Test
    void readsTheLoaderOfAnExecutable(@TempDir Path directory) throws IOException {
        // Files of this form, for both sizes of words and both orders of bytes.
        for (String loader : List.of("/lib/ld-musl-riscv64.so.1", "/lib/ld-of-none.so.2")) {
            for (boolean wide : List.of(true, false)) {
                for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
                    Path program = Files.write(directory.resolve("program"), executable(loader, wide, order));

                    assertThat(HostFacts.loader(program)).contains(loader.substring("/lib/".length()));
                }
            }
        }
    }

    /** Header, one program header of type PT_INTERP, and the name it leads to (System V ABI). */
    private static byte[] executable(String loader, boolean wide, ByteOrder order) {
        byte[] name = (loader + "\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(200).order(order);
        file.put(new byte[] {
            0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 2)
        });
        file.putShort(wide ? 54 : 42, (short) (wide ? 56 : 32)).putShort(wide ? 56 : 44, (short) 1);
        if (wide) {
            file.putLong(32, 64).putInt(64, 3).putLong(64 + 8, 128).putLong(64 + 32, name.length);
        } else {
            file.putInt(28, 64).putInt(64, 3).putInt(64 + 4, 128).putInt(64 + 16, name.length);
        }
        return file.put(128, name).array();
    }

    @Test
    @EnabledIf("onLinux")
    void readsTheLoaderOfTheRunningJava() {
        assertThat(HostFacts.ofThisMachine().loader()).hasValueSatisfying(name -> assertThat(name)
                .matches("ld-(linux|musl).*|ld[-.0-9]+.*|ld64.*|libc\\..*|libgcompat.*"));
    }

    @Test
    void findsNoLoaderInWhatIsNoExecutable(@TempDir Path directory) throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "x".repeat(100));
        Path stub = Files.write(directory.resolve("stub"), new byte[] {0x7f, 'E', 'L', 'F'});

        assertThat(HostFacts.loader(text)).isEmpty();
        assertThat(HostFacts.loader(stub)).isEmpty();
        assertThat(HostFacts.loader(directory.resolve("missing"))).isEmpty();
    }

    static boolean onLinux() {
        return Files.isReadable(Path.of("/proc/self/exe"));
    }
}
