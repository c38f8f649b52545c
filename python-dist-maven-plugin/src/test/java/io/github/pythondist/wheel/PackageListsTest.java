package io.github.pythondist.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pythondist.consumer.InstalledPython;
import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.consumer.PythonRunner;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheel.PackageLists.ListedPackage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A list of packages")
final class PackageListsTest {

    private static final Digest ONE = Digest.ofText("one");
    private static final Digest OTHER = Digest.ofText("other");

    @Test
    @DisplayName("is put together again where Maven split it at commas within a requirement")
    void isPutTogether() {
        assertThat(PackageLists.joined(
                        List.of("iniconfig>=2", "<3", " !=2.1", "idna", "requests[socks", "security]", "six")))
                .containsExactly("iniconfig>=2,<3,!=2.1", "idna", "requests[socks,security]", "six");
        assertThat(PackageLists.joined(List.of("<3", "idna"))).containsExactly("<3", "idna");
        assertThat(PackageLists.joined(List.of())).isEmpty();
    }

    @Test
    @DisplayName("without digests allows every sdist, with digests those alone")
    void allows() {
        assertThat(new ListedPackage("a", "a", new TreeSet<>()).allows(ONE)).isTrue();
        assertThat(new ListedPackage("a", "a", new TreeSet<>(List.of(OTHER))).allows(ONE))
                .isFalse();
        assertThatThrownBy(() -> new ListedPackage("../a", "../a", new TreeSet<>()))
                .isInstanceOf(BuildFailure.class);
    }

    /** By the pip of the Python that is installed here; by our own in the story {@code wheels-reproducible}. */
    @Nested
    @DisplayName("as a file")
    final class AsFile {

        private static Optional<InterpreterHome> python = Optional.empty();

        @TempDir
        Path directory;

        private final List<String> told = new ArrayList<>();

        private final Progress progress = new Progress() {
            @Override
            public void info(String line) {
                told.add(line);
            }

            @Override
            public void debug(String line) {
                told.add(line);
            }

            @Override
            public void warn(String line) {
                told.add(line);
            }
        };

        @BeforeAll
        static void findPython(@TempDir Path scratch) {
            python = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(folder -> Path.of(folder, "python3"))
                    .filter(Files::isExecutable)
                    .flatMap(executable -> withPip(executable, scratch).stream())
                    .findFirst();
            assumeTrue(python.isPresent(), "no Python 3.11 with pip is installed here");
        }

        private static Optional<InterpreterHome> withPip(Path executable, Path scratch) {
            try {
                InterpreterHome home = new InstalledPython(new PythonRunner()).ask(executable, scratch, Progress.NONE);
                home.packages();
                // pylock.toml needs tomllib.
                return Integer.parseInt(home.pythonVersion().split("\\.", -1)[1]) >= 11
                        ? Optional.of(home)
                        : Optional.empty();
            } catch (BuildFailure none) {
                return Optional.empty();
            }
        }

        private List<ListedPackage> read(List<String> named, String... files) {
            return new PackageLists(new PythonRunner())
                    .read(
                            python.orElseThrow(),
                            named,
                            Stream.of(files).map(directory::resolve).toList(),
                            directory.resolve("work"),
                            progress);
        }

        private void write(String file, String text) throws IOException {
            Files.createDirectories(directory.resolve(file).getParent());
            Files.writeString(directory.resolve(file), text);
        }

        private static ListedPackage listed(String requirement, String name, Digest... allowed) {
            return new ListedPackage(requirement, name, new TreeSet<>(List.of(allowed)));
        }

        @Test
        @DisplayName("may be what pip-compile, uv and poetry write")
        void mayBeAnExport() throws IOException {
            write("wheels.txt", """
                    # This file was autogenerated by uv
                    idna==3.10 \\
                        --hash=sha256:%s \\
                        --hash=sha256:%s
                        # via requests
                    requests[socks,security]==2.34.2 ; python_version >= "3" and extra != "x" --hash=sha256:%s
                    colorama==0.4.6 ; sys_platform == "none"
                    Typing_Extensions==4.1 ; python_version < "3"
                    Typing_Extensions == 4.15.0 ; python_version > "3"
                    """.formatted(ONE, OTHER, ONE));
            assertThat(read(List.of(), "wheels.txt"))
                    .containsExactly(
                            listed("idna==3.10", "idna", ONE, OTHER),
                            listed("requests==2.34.2", "requests", ONE),
                            listed("Typing_Extensions==4.15.0", "typing-extensions"));
            assertThat(told)
                    .contains("not for this Python, by their markers: colorama")
                    .anyMatch(line -> line.startsWith("requests[security,socks] is built as without"));
        }

        @Test
        @DisplayName("is kept as it was written where there is nothing to leave out")
        void isKeptAsWritten() throws IOException {
            write("wheels.txt", "\n# all\nnumpy >= 2   # the new one\r\nzope.interface\n");
            assertThat(read(List.of("iniconfig>=2", "<3", "zope-interface"), "wheels.txt"))
                    .containsExactly(
                            listed("iniconfig>=2,<3", "iniconfig"),
                            listed("zope-interface", "zope-interface"),
                            listed("numpy >= 2", "numpy"));
        }

        @Test
        @DisplayName("may name others, and limits")
        void mayNameOthers() throws IOException {
            write("wheels.txt", "-c limits/all.txt\n-r more.txt\nnumpy>=2\n");
            write("more.txt", "idna --hash=sha256:%s --hash=sha256:%s\n".formatted(ONE, OTHER));
            write("limits/all.txt", "numpy<3\nunused==1\nidna==3.10 --hash=sha256:%s\n".formatted(OTHER));
            assertThat(read(List.of(), "wheels.txt"))
                    .containsExactly(listed("idna==3.10", "idna", OTHER), listed("numpy<3,>=2", "numpy"));
        }

        @Test
        @DisplayName("may be a lock of PEP 751, whose sdists are those that are allowed")
        void mayBeLock() throws IOException {
            write("pylock.toml", """
                    lock-version = "1.0"
                    created-by = "test"
                    [[packages]]
                    name = "idna"
                    version = "3.10"
                    sdist = { url = "https://example.com/idna.tar.gz", hashes = { sha256 = "%s", md5 = "0" } }
                    [[packages]]
                    name = "colorama"
                    version = "0.4.6"
                    marker = "sys_platform == 'none'"
                    [[packages]]
                    name = "six"
                    version = "1.17.0"
                    wheels = [{ url = "https://example.com/six.whl", hashes = { sha256 = "%s" } }]
                    """.formatted(ONE, OTHER));
            assertThat(read(List.of(), "pylock.toml"))
                    .containsExactly(listed("idna==3.10", "idna", ONE), listed("six==1.17.0", "six"));
            write("pyproject.toml", "[project]\nname = 'x'\n");
            assertThatThrownBy(() -> read(List.of(), "pyproject.toml"))
                    .hasMessageContaining("pyproject.toml: it is no lock of packages");
        }

        @Test
        @DisplayName("is refused with all its mistakes, each with its line, and without what may be a password")
        void mistakesAreTold() throws IOException {
            List<String> lines = List.of(
                    "--index-url https://user:secret@example.com/simple",
                    "-e .",
                    "six @ https://user:secret@example.com/six.zip",
                    "git+https://user:secret@example.com/six",
                    "--hash=sha256:" + ONE,
                    "a==1 --hash=sha512:" + ONE + ONE,
                    "a==1 --hash=sha256:secret",
                    "==1",
                    "-r none.txt",
                    "-r wheels.txt",
                    "--foo=secret",
                    "'",
                    "b==1",
                    "B==2",
                    "c==1 --hash=sha256:" + ONE,
                    "c==1 --hash=sha256:" + OTHER,
                    "d --config-settings=secret");
            write("wheels.txt", String.join("\n", lines));
            assertThatThrownBy(() -> read(List.of("e>=1", "f, g"), "wheels.txt"))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContainingAll(
                            "16 lines that cannot be used",
                            "wheels.txt, line 1: --index-url is an option of pip",
                            "wheels.txt, line 2: -e names a project",
                            "wheels.txt, line 3: six is required by its address",
                            "wheels.txt, line 4: an address is no name",
                            "wheels.txt, line 5: it has a --hash of nothing",
                            "wheels.txt, line 6: a digest by sha512",
                            "wheels.txt, line 7:",
                            "wheels.txt, line 8: '==1' is no name with versions",
                            "none.txt: it cannot be read: No such file",
                            "wheels.txt: it names " + directory.resolve("wheels.txt"),
                            "wheels.txt, line 11: --foo is an option of pip",
                            "wheels.txt, line 12:",
                            "wheels.txt, line 14: b is required twice: here as 'B==2', and as 'b==1'",
                            "wheels.txt, line 13)",
                            "wheels.txt, line 16: no SHA-256 of c is allowed both here",
                            "wheels.txt, line 17: --config-settings is an option of pip",
                            "<packages>: 'f, g' is no name")
                    .hasMessageNotContaining("user:secret")
                    .hasMessageNotContaining("foo=secret");
        }

        @Test
        @DisplayName("that is none, or is not there, is refused by its name")
        void noListIsRefused() throws IOException {
            write("wheels.txt", "");
            Files.write(directory.resolve("wheels.txt"), new byte[] {'#', (byte) 0xff, (byte) 0xfe, 0, (byte) 0x80});
            assertThatThrownBy(() -> read(List.of(), "wheels.txt", "none.txt"))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("none.txt: it cannot be read");
            assertThat(read(List.of())).isEmpty();
        }
    }
}
