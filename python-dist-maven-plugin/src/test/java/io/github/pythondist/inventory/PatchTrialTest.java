package io.github.pythondist.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A patch is tried")
final class PatchTrialTest {

    private static final String PATCH = """
            Why it is there.

            diff --git a/Modules/getpath.c b/Modules/getpath.c
            --- a/Modules/getpath.c
            +++ b/Modules/getpath.c
            @@ -2,3 +2,4 @@ static int
             two
            -three
            +drei
            +dreieinhalb
             four
            """;

    @Test
    @DisplayName("and applies where its lines are")
    void applies() {
        PatchTrial.Result result = tryOn("one\ntwo\nthree\nfour\nfive\n");

        assertThat(result.failed()).isEmpty();
        assertThat(result.moved()).isEmpty();
    }

    @Test
    @DisplayName("and applies elsewhere, which is said")
    void moved() {
        PatchTrial.Result result = tryOn("zero\nzero\none\ntwo\nthree\nfour\n");

        assertThat(result.failed()).isEmpty();
        assertThat(result.moved()).containsExactly("Modules/getpath.c: hunk 1 of 1 applies 2 lines later");
    }

    @Test
    @DisplayName("and does not apply where a line of its context differs: there is no fuzz")
    void differs() {
        assertThat(tryOn("one\ntwo\nthree\nvier\n").failed())
                .containsExactly("Modules/getpath.c: hunk 1 of 1 (line 2) does not apply");
    }

    @Test
    @DisplayName("and does not apply where the file is gone")
    void fileGone() {
        assertThat(new PatchTrial(new TreeMap<>())
                        .apply("p.patch", UnifiedDiff.parse(PATCH))
                        .failed())
                .containsExactly("Modules/getpath.c: there is no such file");
    }

    @Test
    @DisplayName("on what the patches before it made")
    void sequence() {
        PatchTrial trial = new PatchTrial(new TreeMap<>(Map.of("Modules/getpath.c", "one\ntwo\nthree\nfour\n")));
        trial.apply("first.patch", UnifiedDiff.parse(PATCH));
        PatchTrial.Result second = trial.apply("second.patch", UnifiedDiff.parse("""
                --- a/Modules/getpath.c
                +++ b/Modules/getpath.c
                @@ -3,2 +3,1 @@
                 drei
                -dreieinhalb
                --- /dev/null
                +++ b/Modules/new.c
                @@ -0,0 +1,1 @@
                +int new;
                """));

        assertThat(second.failed()).isEmpty();
        assertThat(second.moved()).isEmpty();
    }

    private static PatchTrial.Result tryOn(String text) {
        return new PatchTrial(new TreeMap<>(Map.of("Modules/getpath.c", text)))
                .apply("p.patch", UnifiedDiff.parse(PATCH));
    }
}
