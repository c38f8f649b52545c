package io.github.pythondist.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A profile is named in the statement")
final class PackageUrlsTest {

    @ParameterizedTest
    @CsvSource({
        "org.example:counts:profile.tar.zst:linux-x86_64:3.13.5-1,"
                + " pkg:maven/org.example/counts@3.13.5-1?classifier=linux-x86_64&type=profile.tar.zst",
        "counts.profile.tar.zst, file:counts.profile.tar.zst",
        "our counts #1 100%.tar.zst, file:our%20counts%20%231%20100%25.tar.zst",
        "z\u00fcrich.tar.zst, file:z%C3%BCrich.tar.zst",
    })
    @DisplayName("by its coordinates, or by a URI of its file's name, whatever characters that has")
    void artifactOrFile(String name, String url) {
        assertThat(PackageUrls.artifactOrFile(name)).isEqualTo(url);
    }
}
