package io.github.pythondist.wheeltrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.source.FetchSettings;
import io.github.pythondist.source.Place;
import io.github.pythondist.source.SourceFile;
import io.github.pythondist.source.SourceStore;
import io.github.pythondist.wheeltrack.ComponentPrefixes.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Components of recipes")
final class RecipeComponentsTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("one that cannot be fetched makes the packages that need it unavailable")
    void notFetched() {
        SourceFile nowhere = new SourceFile(
                "nowhere-1.0.tar.gz", 1, Digest.ofText("x"), List.of(Place.of(Map.of("file", "none.tar.gz"))));
        SourceStore store = new SourceStore(directory.resolve("sources"), Progress.NONE);
        FetchSettings settings = FetchSettings.builder().build();
        for (List<SourceFile> wanted : List.of(
                List.of(nowhere),
                List.of(nowhere, new SourceFile("other.tar.gz", 2, Digest.ofText("y"), nowhere.places())))) {
            BuildFailure failure = catchThrowableOfType(BuildFailure.class, () -> store.fetchAll(wanted, settings));
            Problem problem = RecipeComponents.problem("nowhere 1.0", "default", failure, List.of("an older log"));
            assertThat(problem.state()).isEqualTo(TrackState.UNAVAILABLE);
            assertThat(problem.why()).contains("nowhere 1.0", "source set default", "not to be had", "Cannot fetch");
            assertThat(problem.log()).isEmpty();
        }
    }

    @Test
    @DisplayName("one that does not compile fails the packages that need it, with the end of its log")
    void failed() {
        Problem problem = RecipeComponents.problem(
                "libx 1.0", "default", new BuildFailure("Building libx 1.0 failed: it ended"), List.of("error: no"));
        assertThat(problem.state()).isEqualTo(TrackState.FAILED);
        assertThat(problem.why()).contains("libx 1.0", "source set default", "cannot be built", "it ended");
        assertThat(problem.log()).containsExactly("error: no");
    }

    @Test
    @DisplayName("a full disk is no property of a component")
    void diskFull() {
        BuildFailure failure = new BuildFailure("Cannot keep it", new IOException("No space left on device"));
        assertThatThrownBy(() -> RecipeComponents.problem("libx 1.0", "default", failure, List.of()))
                .isSameAs(failure);
    }
}
