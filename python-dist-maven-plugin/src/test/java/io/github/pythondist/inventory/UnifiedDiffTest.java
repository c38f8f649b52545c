package io.github.pythondist.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A patch")
final class UnifiedDiffTest {

    private static final String PATCH = """
            --- a/Lib/site.py
            +++ b/Lib/site.py
            @@ -1 +1 @@
            -one
            +two
            """;

    @Test
    @DisplayName("whose lines end as on Windows is told so, not that there is no hunk in it")
    void carriageReturns() {
        assertThat(UnifiedDiff.parse(PATCH.replace("\n", "\r\n")).objections())
                .singleElement()
                .asString()
                .startsWith("its lines end with CR LF");
    }

    @Test
    @DisplayName("of a file whose lines end so is a patch like any other")
    void fileWithCarriageReturns() {
        UnifiedDiff diff = UnifiedDiff.parse(
                PATCH.replace("one\n", "one\r\n").replace("two\n", "two\r\n").replace("@@\n", "@@ def\r\n"));

        assertThat(diff.objections()).isEmpty();
        assertThat(diff.files()).singleElement().satisfies(file -> assertThat(file.hunks())
                .hasSize(1));
    }
}
