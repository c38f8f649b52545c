package io.github.pythondist.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.archive.ArchiveOptions;
import io.github.pythondist.archive.ArchiveReader;
import io.github.pythondist.archive.TreeArchiver;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A profile")
final class TrainedProfileTest {

    private static final long EPOCH = 1_767_225_600L;
    private static final String COUNTS = "counts";
    private static final TrainedProfile.Wanted WANTED =
            new TrainedProfile.Wanted("3.13.5", Digest.ofText("source"), "", Optional.of("clang-19 1:19.1.7-3"));

    @TempDir
    private Path temporary;

    private TrainedProfile profile;

    @BeforeEach
    void train() throws IOException {
        profile = pack("one");
    }

    private TrainedProfile pack(String name) throws IOException {
        Path folder = Files.createDirectories(temporary.resolve(name));
        Files.writeString(folder.resolve(TrainedProfile.PROFDATA), COUNTS);
        return TrainedProfile.write(
                folder,
                TrainedProfile.origin(
                        WANTED,
                        "linux-x86_64",
                        Digest.ofText("lock"),
                        "tests",
                        List.of("-m test --pgo"),
                        Digest.ofText(COUNTS)),
                temporary.resolve(name + ".tar.zst"),
                EPOCH,
                new TreeArchiver());
    }

    @Test
    @DisplayName("is read as it was written, and written as the same bytes")
    void roundTrip() throws IOException {
        TrainedProfile read = TrainedProfile.open(profile.file(), profile.sha256());

        assertThat(read).isEqualTo(profile);
        assertThat(read.origin().task()).isEqualTo("tests");
        assertThat(pack("two").file()).hasSameBinaryContentAs(profile.file());
        Path copy = temporary.resolve("copy");
        read.profdata().writer().writeTo(copy);
        assertThat(copy).hasContent(COUNTS);
        assertThat(read.profdata().sha256()).isEqualTo(Digest.of(copy));
    }

    @Test
    @DisplayName("serves what it was trained for")
    void fits() {
        profile.requireFor(WANTED);
        // The machine's own compiler is not known by a package.
        profile.requireFor(new TrainedProfile.Wanted("3.13.5", WANTED.source(), "", Optional.empty()));
    }

    @Test
    @DisplayName("is refused for another CPython, another source, another ABI and another compiler, each named")
    void refusesOthers() {
        assertRefused(
                new TrainedProfile.Wanted("3.13.15", Digest.ofText("other"), "", WANTED.compiler()),
                "CPython: trained with 3.13.5, to be built with 3.13.15");
        assertRefused(
                new TrainedProfile.Wanted("3.13.5", Digest.ofText("other"), "", WANTED.compiler()),
                "source of CPython: trained with " + WANTED.source());
        assertRefused(
                new TrainedProfile.Wanted("3.13.5", WANTED.source(), "t", WANTED.compiler()),
                "ABI flags: trained with '', to be built with 't'");
        assertRefused(
                new TrainedProfile.Wanted("3.13.5", WANTED.source(), "", Optional.of("clang-20 1:20.1.0-1")),
                "compiler: trained with clang-19 1:19.1.7-3, to be built with clang-20 1:20.1.0-1");
    }

    private void assertRefused(TrainedProfile.Wanted wanted, String difference) {
        assertThatThrownBy(() -> profile.requireFor(wanted))
                .isInstanceOf(BuildFailure.class)
                .message()
                .contains("one.tar.zst was trained for something else", difference, "optimize=none");
    }

    @Test
    @DisplayName("is refused when its digest is another one, when it is not there, and when it is none")
    void refusesOtherFiles() throws IOException {
        assertThatThrownBy(() -> TrainedProfile.open(profile.file(), Digest.ofText("x")))
                .isInstanceOf(BuildFailure.class)
                .message()
                .contains(
                        "is not the pinned one",
                        Digest.ofText("x").hex(),
                        profile.sha256().hex());
        Path missing = temporary.resolve("missing.tar.zst");
        assertThatThrownBy(() -> TrainedProfile.open(missing, profile.sha256()))
                .isInstanceOf(BuildFailure.class)
                .message()
                .contains("There is no profile", "missing.tar.zst");
        assertNone(ArchiveOptions.of(EPOCH), "it holds no profile.json");
        assertNone(
                ArchiveOptions.of(EPOCH).withFirst("profile.json", "{\"format\": 1}".getBytes(StandardCharsets.UTF_8)),
                "cpython");
        assertNone(
                ArchiveOptions.of(EPOCH).withFirst("profile.json", "counts".getBytes(StandardCharsets.UTF_8)),
                "Unrecognized token");
        assertNone(
                ArchiveOptions.of(EPOCH).withFirst("profile.json", "null".getBytes(StandardCharsets.UTF_8)),
                "says nothing");
        assertNone(
                ArchiveOptions.of(EPOCH).withFirst("profile.json", (json() + "{}").getBytes(StandardCharsets.UTF_8)),
                "Trailing token");
    }

    @Test
    @DisplayName("is refused before anything is compiled when its counts are missing, empty or others than described")
    void refusesOtherCounts() throws IOException {
        ArchiveOptions described =
                ArchiveOptions.of(EPOCH).withFirst("profile.json", json().getBytes(StandardCharsets.UTF_8));
        assertNone(described, "it holds no code.profdata");
        Path counts = Files.createDirectories(temporary.resolve("empty")).resolve(TrainedProfile.PROFDATA);
        Files.writeString(counts, "");
        assertNone(described, "code.profdata in it is empty");
        Files.writeString(counts, "others");
        assertNone(described, "code.profdata in it is not the one that profile.json describes");
    }

    private String json() throws IOException {
        return new String(
                ArchiveReader.find(profile.file(), "profile.json", 1 << 16).orElseThrow(), StandardCharsets.UTF_8);
    }

    private void assertNone(ArchiveOptions options, String reason) throws IOException {
        Path empty = Files.createDirectories(temporary.resolve("empty"));
        Path archive = temporary.resolve("none.tar.zst");
        new TreeArchiver().write(empty, archive, options);
        Digest digest = Digest.of(archive);
        assertThatThrownBy(() -> TrainedProfile.open(archive, digest))
                .isInstanceOf(BuildFailure.class)
                .message()
                .contains("is no profile that this plugin reads", reason);
    }
}
