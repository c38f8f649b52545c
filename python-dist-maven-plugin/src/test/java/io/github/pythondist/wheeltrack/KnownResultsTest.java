package io.github.pythondist.wheeltrack;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pythondist.files.Digest;
import io.github.pythondist.wheel.SdistIndex.PackageFile;
import io.github.pythondist.wheeltrack.TrackRecord.Entry;
import io.github.pythondist.wheeltrack.TrackRecord.NamedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownResultsTest {

    private static final Digest KEY = Digest.ofText("a package");
    private static final PackageFile SDIST = new PackageFile("a", "1", "a-1.tar.gz", Digest.ofText("an sdist"));

    @TempDir
    Path directory;

    private Path wheel;
    private KnownResults known;

    @BeforeEach
    void makeWheel() throws IOException {
        wheel = Files.writeString(directory.resolve("a-1-py3-none-any.whl"), "a wheel");
        known = known("one table");
    }

    @Test
    @DisplayName("a wheel that is reproducible stays so, whatever failures are judged by")
    void reproducible() throws IOException {
        known.keep(KEY, entry(TrackState.REPRODUCIBLE), Optional.of(wheel));
        assertThat(known("another table").find(KEY, SDIST)).hasValueSatisfying(found -> {
            assertThat(found.entry().state()).isEqualTo(TrackState.REPRODUCIBLE);
            assertThat(found.wheel())
                    .hasValueSatisfying(file -> assertThat(file).hasContent("a wheel"));
        });
        assertThat(known.find(Digest.ofText("another package"), SDIST)).isEmpty();
    }

    @Test
    @DisplayName("what failed is known only as long as it would be judged by the same")
    void failed() throws IOException {
        known.keep(KEY, entry(TrackState.FAILED), Optional.empty());
        assertThat(known.find(KEY, SDIST)).map(found -> found.entry().state()).contains(TrackState.FAILED);
        assertThat(known("another table").find(KEY, SDIST)).isEmpty();
    }

    @Test
    @DisplayName("a wheel that is another one now, or a result that cannot be read, is not known")
    void damaged() throws IOException {
        Path kept = known.keep(KEY, entry(TrackState.REPRODUCIBLE), Optional.of(wheel))
                .wheel()
                .orElseThrow();
        Files.writeString(kept, "another wheel");
        assertThat(known.find(KEY, SDIST)).isEmpty();
        Files.writeString(kept, "a wheel");
        assertThat(known.find(KEY, SDIST)).isPresent();
        for (String text : List.of("{", "null", "{}", "{\"name\": \"a\"}")) {
            Files.writeString(kept.resolveSibling("result.json"), text);
            assertThat(known.find(KEY, SDIST)).as(text).isEmpty();
        }
    }

    @Test
    @DisplayName("what another package with the same sdist came to is not known")
    void otherPackage() throws IOException {
        known.keep(KEY, entry(TrackState.REPRODUCIBLE), Optional.of(wheel));
        for (PackageFile other : List.of(
                new PackageFile("b", "1", SDIST.file(), SDIST.sha256()),
                new PackageFile("a", "2", SDIST.file(), SDIST.sha256()),
                new PackageFile("a", "1", "b-1.tar.gz", SDIST.sha256()))) {
            assertThat(known.find(KEY, other)).as(other.toString()).isEmpty();
        }
    }

    private KnownResults known(String table) {
        return new KnownResults(directory.resolve("tracked"), Digest.ofText(table));
    }

    private Entry entry(TrackState state) throws IOException {
        @Nullable NamedFile made = state == TrackState.REPRODUCIBLE ? NamedFile.of(wheel) : null;
        return new Entry(
                "a",
                "1",
                state,
                "2026-11-22",
                new NamedFile(SDIST.file(), null, SDIST.sha256()),
                made,
                null,
                List.of(),
                null,
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of());
    }
}
