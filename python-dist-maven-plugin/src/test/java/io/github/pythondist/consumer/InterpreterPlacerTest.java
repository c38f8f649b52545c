package io.github.pythondist.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterpreterPlacerTest {

    @TempDir
    Path directory;

    private InterpreterHome home;
    private InterpreterHome other;
    private Path place;

    @BeforeEach
    void unpack() throws IOException {
        InterpreterStore store = new InterpreterStore(directory.resolve("store"));
        home = store.unpack(
                UnpackRequest.of(new FakeDistribution(directory.resolve("1")).write(directory.resolve("1.tar.gz"))),
                Progress.NONE);
        other = store.unpack(
                UnpackRequest.of(new FakeDistribution(directory.resolve("2"))
                        .file("lib/two", "2", false)
                        .write(directory.resolve("2.tar.gz"))),
                Progress.NONE);
        place = directory.resolve("target/python");
    }

    @AfterEach
    void openUp() throws IOException {
        Trees.delete(directory.resolve("store"));
    }

    @Test
    void linksAndFollowsAnUpgrade() throws IOException {
        InterpreterHome placed = home.provide(place, LinkMode.AUTO, Progress.NONE);
        assertThat(placed.executable())
                .isEqualTo(place.resolve("bin/python3.13"))
                .isExecutable();
        assertThat(Files.readSymbolicLink(place)).isEqualTo(home.directory());

        other.provide(place, LinkMode.LINK, Progress.NONE);
        assertThat(Files.readSymbolicLink(place)).isEqualTo(other.directory());
    }

    @Test
    void copiesWritablyAndOnlyOnce() throws IOException {
        home.provide(place, LinkMode.COPY, Progress.NONE);

        assertThat(place).isDirectory().satisfies(path -> assertThat(Files.isSymbolicLink(path))
                .isFalse());
        assertThat(place.resolve("bin/python3.13")).isExecutable();
        assertThat(Files.readSymbolicLink(place.resolve("bin/python3"))).hasToString("python3.13");
        Files.writeString(place.resolve("lib/python3.13/os.py"), "changed");
        Files.writeString(place.resolve("lib/own"), "own");

        home.provide(place, LinkMode.COPY, Progress.NONE);
        assertThat(place.resolve("lib/own")).exists();
        assertThat(home.directory().resolve("lib/python3.13/os.py")).hasContent("import sys");
    }

    @Test
    void replacesWhatItMade() {
        home.provide(place, LinkMode.COPY, Progress.NONE);
        other.provide(place, LinkMode.COPY, Progress.NONE);
        assertThat(place.resolve("lib/two")).exists();

        home.provide(place, LinkMode.LINK, Progress.NONE);
        assertThat(place).isSymbolicLink();

        home.provide(place, LinkMode.COPY, Progress.NONE);
        assertThat(Files.isSymbolicLink(place)).isFalse();
        assertThat(home.executable()).as("the store is untouched").exists();
    }

    @Test
    void deletesNothingItDidNotMake() throws IOException {
        Files.createDirectories(place);
        Files.writeString(place.resolve("mine"), "mine");
        refuses();
        assertThat(place.resolve("mine")).hasContent("mine");

        Trees.delete(place);
        Files.createSymbolicLink(place, directory);
        refuses();
        assertThat(place).isSymbolicLink();
    }

    @Test
    void deletesNoDirectoryPutWhereItsLinkWas() throws IOException {
        home.provide(place, LinkMode.LINK, Progress.NONE);
        Files.delete(place);
        Files.createDirectory(place);
        Files.writeString(place.resolve("mine"), "mine");

        refuses();
        assertThat(place.resolve("mine")).hasContent("mine");
    }

    @Test
    void readsTheModeInAnyCase() {
        assertThat(LinkMode.parse("Link")).isEqualTo(LinkMode.LINK);
        assertThatThrownBy(() -> LinkMode.parse("hard"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("Use auto, link or copy");
    }

    private void refuses() {
        for (LinkMode mode : LinkMode.values()) {
            assertThatThrownBy(() -> home.provide(place, mode, Progress.NONE))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("Will not replace " + place);
        }
    }
}
