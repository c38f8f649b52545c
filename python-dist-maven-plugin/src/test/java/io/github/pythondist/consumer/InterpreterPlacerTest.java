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

    private final InterpreterPlacer placer = new InterpreterPlacer();
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
        InterpreterHome placed = placer.place(home, place, InterpreterPlacer.Mode.AUTO);
        assertThat(placed.executable())
                .isEqualTo(place.resolve("bin/python3.13"))
                .isExecutable();
        assertThat(Files.readSymbolicLink(place)).isEqualTo(home.home());

        placer.place(other, place, InterpreterPlacer.Mode.LINK);
        assertThat(Files.readSymbolicLink(place)).isEqualTo(other.home());
    }

    @Test
    void copiesWritablyAndOnlyOnce() throws IOException {
        placer.place(home, place, InterpreterPlacer.Mode.COPY);

        assertThat(place).isDirectory().satisfies(path -> assertThat(Files.isSymbolicLink(path))
                .isFalse());
        assertThat(place.resolve("bin/python3.13")).isExecutable();
        assertThat(Files.readSymbolicLink(place.resolve("bin/python3"))).hasToString("python3.13");
        Files.writeString(place.resolve("lib/python3.13/os.py"), "changed");
        Files.writeString(place.resolve("lib/own"), "own");

        placer.place(home, place, InterpreterPlacer.Mode.COPY);
        assertThat(place.resolve("lib/own")).exists();
        assertThat(home.home().resolve("lib/python3.13/os.py")).hasContent("import sys");
    }

    @Test
    void replacesWhatItMade() {
        placer.place(home, place, InterpreterPlacer.Mode.COPY);
        placer.place(other, place, InterpreterPlacer.Mode.COPY);
        assertThat(place.resolve("lib/two")).exists();

        placer.place(home, place, InterpreterPlacer.Mode.LINK);
        assertThat(place).isSymbolicLink();

        placer.place(home, place, InterpreterPlacer.Mode.COPY);
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
        placer.place(home, place, InterpreterPlacer.Mode.LINK);
        Files.delete(place);
        Files.createDirectory(place);
        Files.writeString(place.resolve("mine"), "mine");

        refuses();
        assertThat(place.resolve("mine")).hasContent("mine");
    }

    private void refuses() {
        for (InterpreterPlacer.Mode mode : InterpreterPlacer.Mode.values()) {
            assertThatThrownBy(() -> placer.place(home, place, mode))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("Will not replace " + place);
        }
    }
}
