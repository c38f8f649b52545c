package io.github.pythondist.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedFilesTest {

    private static final Digest ONE = Digest.ofText("one");
    private static final Digest TWO = Digest.ofText("two");

    @TempDir
    private Path directory;

    private PackagedFile file(String name, Digest digest) {
        return new PackagedFile(directory.resolve(name), "tar.zst", "linux-x86_64", "runtime", digest);
    }

    @Test
    void listsFilesOfAllExecutionsSortedWithTheLatestDigestOfEach() throws IOException {
        PublishedFiles published = new PublishedFiles(new TreeMap<>())
                .with(List.of(file("p-linux-x86_64.tar.zst", ONE), file("p-linux-x86_64.cdx.json", TWO)))
                .with(List.of(file("p-linux-x86_64-debug.tar.zst", ONE), file("p-linux-x86_64.tar.zst", TWO)));
        assertThat(Files.readString(published.write(directory.resolve("sums"))))
                .isEqualTo(ONE + "  p-linux-x86_64-debug.tar.zst\n" + TWO + "  p-linux-x86_64.cdx.json\n" + TWO
                        + "  p-linux-x86_64.tar.zst\n");
    }

    @Test
    void directoryThatCannotBeWrittenIsNamed() throws IOException {
        Path inTheWay = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> new PublishedFiles(new TreeMap<>()).write(inTheWay.resolve("sums")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("sums");
    }
}
