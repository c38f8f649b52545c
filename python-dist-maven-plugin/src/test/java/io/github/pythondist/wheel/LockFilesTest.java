package io.github.pythondist.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.LockFile.Input;
import io.github.pythondist.wheel.LockFile.LockedFile;
import io.github.pythondist.wheel.LockFile.LockedPackage;
import io.github.pythondist.wheel.LockFile.Origin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockFilesTest {

    private static final Digest DIGEST = Digest.ofText("a wheel");
    private static final Path FILE = Path.of("/project/pylock.toml");

    @Test
    void whatIsWrittenIsRead() {
        LockFile lock = new LockFile(
                Optional.of("==3.13.*"),
                List.of("sys_platform == 'linux' and platform_machine == 'x86_64'"),
                List.of(
                        new LockedPackage(
                                "numpy",
                                "2.3.5",
                                Optional.of("sys_platform == 'linux'"),
                                Optional.of(">=3.11"),
                                List.of(
                                        wheel("numpy-2.3.5-cp313-cp313-manylinux_2_28_x86_64.whl"),
                                        wheel("numpy-2.3.5-cp313-cp313-win_amd64.whl")),
                                Optional.empty()),
                        new LockedPackage(
                                "odd",
                                "1.0+local.1",
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Optional.of(new LockedFile(
                                        "odd-1.0.tar.gz",
                                        Optional.empty(),
                                        Optional.of("wheels/odd-1.0.tar.gz"),
                                        DIGEST)))),
                Optional.of(new Origin(
                        "requirements.txt",
                        false,
                        List.of("test"),
                        List.of("linux-x86_64"),
                        "2.28",
                        List.of(new Input("odd \"name\"\\.txt", DIGEST)))));

        assertThat(parse(LockFiles.toToml(lock))).isEqualTo(lock);
    }

    /** As other tools write them: hashes as a table, names only in URLs, no word on where it came from. */
    @Test
    void readsWhatOthersWrote() {
        LockFile lock = parse("""
                lock-version = "1.0"
                created-by = "uv"
                [[packages]]
                name = "typing-extensions"
                version = "4.15.0"
                index = "https://index.example.org/simple"
                sdist = { url = "https://files.example.org/typing_extensions-4.15.0.tar.gz", hashes = { sha256 = "%1$s" } }
                wheels = [{ url = "https://files.example.org/typing_extensions-4.15.0-py3-none-any.whl#x", size = 1, hashes = { sha256 = "%1$s" } }]
                """.formatted(DIGEST));

        LockedPackage only = lock.packages().get(0);
        assertThat(only.wheels())
                .extracting(LockedFile::name)
                .containsExactly("typing_extensions-4.15.0-py3-none-any.whl");
        assertThat(only.sdist().orElseThrow().name()).isEqualTo("typing_extensions-4.15.0.tar.gz");
        assertThat(lock.origin()).isEmpty();
        assertThat(lock.environments()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "lock-version = | it is not TOML",
                "a = 1 | it has no lock-version",
                "lock-version = '2.0' | its lock-version is 2.0",
                "name = 'Six' version='1' | 'Six' is no normalised name",
                "name = '../six' version='1' | is no normalised name",
                "name = 'six' version='../1' | '../1' is no version",
                "name = 'six' | six has no version",
                "name = 'six' version='1' vcs={type='git'} | locked by its vcs",
                "name = 'six' version='1' wheels=[{name='../six-1-py3-none-any.whl'}] | is no name of a wheel",
                "name = 'six' version='1' wheels=[{name='six-1-py3-none-any.whl', url='u', hashes={md5='0'}}] | has no SHA-256",
                "name = 'six' version='1' wheels=[{name='six-1-py3-none-any.whl', hashes={sha256='12'}}] | is none: '12'",
            })
    void refusesWhatItCannotTrust(String toml, String why) {
        String text = toml.startsWith("name")
                ? "lock-version = '1.0'\n[[packages]]\n" + toml.replaceAll(" (version|wheels|vcs) ?=", "\n$1=")
                : toml;
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining(FILE.toString())
                .hasMessageContaining(why);
    }

    @Test
    void refusesAPathThatIsNone() {
        assertThatThrownBy(() -> parse("""
                lock-version = "1.0"
                [[packages]]
                name = "six"
                version = "1"
                wheels = [{name = "six-1-py3-none-any.whl", path = "a\\u0000b", hashes = {sha256 = "12"}}]
                """))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("the path of six is none: \"a\\u0000b\"");
    }

    @Test
    void refusesPackagesThatAreNoTables() {
        assertThatThrownBy(() -> parse("lock-version = '1.0'\npackages = 'six'\n"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("packages is no array");
    }

    /** Where it was cut all that is left is a lock file, only one that installs less. */
    @Test
    void refusesOneOfOursThatWasCutOff() {
        String whole = LockFiles.toToml(new LockFile(
                Optional.empty(),
                List.of(),
                List.of(new LockedPackage(
                        "six",
                        "1.16",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(wheel("six-1.16-py3-none-any.whl")),
                        Optional.empty())),
                Optional.of(new Origin("requirements.txt", false, List.of(), List.of(), "2.28", List.of()))));

        assertThatThrownBy(() -> parse(whole.substring(0, whole.indexOf("[[packages]]"))))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("it was cut off")
                .hasMessageContaining("python-dist:lock");
    }

    @Test
    void aMissingFileSaysHowToMakeIt() {
        assertThatThrownBy(() -> LockFiles.read(Path.of("nowhere", "pylock.toml")))
                .hasMessageContaining("no lock file")
                .hasMessageContaining("python-dist:lock")
                .hasMessageNotContaining("Exception");
    }

    private static LockedFile wheel(String name) {
        return new LockedFile(name, Optional.of("https://files.example.org/" + name), Optional.empty(), DIGEST);
    }

    private static LockFile parse(String toml) {
        return LockFiles.parse(toml.getBytes(StandardCharsets.UTF_8), FILE);
    }
}
