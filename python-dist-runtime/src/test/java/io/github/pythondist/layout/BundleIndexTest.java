package io.github.pythondist.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.Digest;
import io.github.pythondist.layout.BundleIndex.Item;
import io.github.pythondist.report.BuildFailure;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The index of a bundle")
final class BundleIndexTest {

    private static final Digest ANY = Digest.ofText("");
    private static final BundleIndex INDEX = new BundleIndex(
            "word-count",
            "linux-x86_64",
            "3.13.5",
            "python/bin/python3.13",
            null,
            List.of(
                    Item.file("app/grüße und mehr.py", ANY, 0, false),
                    Item.link("python/bin/python3", "python3.13"),
                    Item.file("python/bin/python3.13", ANY, 7, true)));

    @Test
    @DisplayName("is read as it was written")
    void isReadAsItWasWritten() {
        assertThat(BundleIndex.parse(INDEX.text(), "x.zip")).isEqualTo(INDEX);
        assertThat(INDEX.text()).startsWith("Format: python-dist bundle 1\nName: word-count\n");
    }

    @Test
    @DisplayName("is refused when it is cut off, of another format, or says a thing twice")
    void isRefused() {
        String text = INDEX.text();
        assertRefused(text.substring(0, text.length() - 1), "is no index, or cut off");
        assertRefused("", "is no index, or cut off");
        assertRefused(text.replace("bundle 1", "bundle 2"), "is of the format python-dist bundle 2");
        assertRefused(text.replace("Name: word-count\n", ""), "does not say its Name");
        assertRefused(text + text.substring(text.lastIndexOf("program")), "lists python/bin/python3.13 twice");
        assertRefused(text.replace("\t7\t", "\t-7\t"), "has the line 'program");
        assertRefused(text.replace("\t7\t", "\t9999999999999\t"), "is larger than");
        // As the second of two: their sum is no number of a long's.
        assertRefused(
                text.replace("\t0\tapp", "\t1\tapp").replace("\t7\t", "\t" + Long.MAX_VALUE + "\t"), "is larger than");
        assertRefused(text.replace("Executable: python/bin/python3.13", "Executable: a"), "is not among its files");
    }

    private static void assertRefused(String text, String why) {
        assertThatThrownBy(() -> BundleIndex.parse(text, "x.zip"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("x.zip")
                .hasMessageContaining(why);
    }
}
