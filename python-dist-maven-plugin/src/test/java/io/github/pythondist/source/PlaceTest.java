package io.github.pythondist.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.files.Digest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String DIGEST = "ab".repeat(32);

    @Test
    void aSourceFileIsReadFromAndWrittenToItsMap() {
        // Everything is a string, as a YAML reader with the failsafe schema yields it.
        Map<String, Object> tree = Map.of(
                "file",
                "zlib.tar.gz",
                "size",
                "1512791",
                "sha256",
                DIGEST,
                "places",
                List.of(
                        Map.of("url", "https://example.org/zlib-1.3.tar.gz"),
                        Map.of("debian", "pool/main/z/zlib/zlib_1.3.orig.tar.gz"),
                        Map.of("maven", "org.example:zlib:tar.gz:src:1.3"),
                        Map.of("file", "sources/zlib.tar.gz")));

        SourceFile source = MAPPER.convertValue(tree, SourceFile.class);

        assertThat(source)
                .isEqualTo(new SourceFile(
                        "zlib.tar.gz",
                        1512791,
                        new Digest(DIGEST),
                        List.of(
                                new UrlPlace(URI.create("https://example.org/zlib-1.3.tar.gz")),
                                new DebianPlace("pool/main/z/zlib/zlib_1.3.orig.tar.gz"),
                                new MavenPlace("org.example:zlib:tar.gz:src:1.3"),
                                new FilePlace("sources/zlib.tar.gz"))));
        assertThat(source.places().stream().map(Place::fileName))
                .containsExactly("zlib-1.3.tar.gz", "zlib_1.3.orig.tar.gz", "zlib-1.3-src.tar.gz", "zlib.tar.gz");
        assertThat(MAPPER.convertValue(MAPPER.convertValue(source, Map.class), SourceFile.class))
                .isEqualTo(source);
    }

    @Test
    void anUnknownKindOfPlaceIsToldWithTheKnownOnes() {
        assertThatThrownBy(() -> MAPPER.convertValue(Map.of("ftp", "x"), Place.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown kind of place 'ftp'")
                .hasMessageContaining("[url, debian, maven, file]");
        assertThatThrownBy(() -> Place.of(Map.of("url", "https://a.example/x", "file", "x")))
                .hasMessageContaining("exactly one");
        assertThatThrownBy(() -> Place.of(Map.of("url", " "))).hasMessageContaining("no value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a.example/x",
                "file:/x",
                "https:/x",
                "https://user:secret@a.example/x",
                "https://user:a@secret@a.example/x",
                "ftp://user:secret@a.example/x",
                "x"
            })
    void aUrlIsOfTheWebAndCarriesNoSecret(String url) {
        assertThatThrownBy(() -> new UrlPlace(URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool/../x", "/pool/main/x", "dists/x/y", "pool//x", "pool", "pool/x/"})
    void aDebianPathStaysInThePool(String path) {
        assertThatThrownBy(() -> new DebianPlace(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDebianPathIsEncodedForTheMirror() {
        DebianPlace place = new DebianPlace("pool/main/libz/libzstd/libzstd_1.5.7+dfsg~1.orig.tar.xz");
        assertThat(place.on(URI.create("http://mirror.example/debian/")))
                .hasToString("http://mirror.example/debian/pool/main/libz/libzstd/libzstd_1.5.7%2Bdfsg~1.orig.tar.xz");
        assertThat(place.on(URI.create("http://mirror.example/debian")))
                .isEqualTo(place.on(URI.create("http://mirror.example/debian/")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"g:a:v", "g:a:e:c:v:x", "g::e:v", "g:a:e: "})
    void mavenCoordinatesHaveFourOrFiveParts(String coordinates) {
        assertThatThrownBy(() -> new MavenPlace(coordinates)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "C:/x", "a\\b"})
    void aFilePlaceIsRelative(String path) {
        assertThatThrownBy(() -> new FilePlace(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "..", ".part", "a\\b", "", "a\nb"})
    void aSourceHasAPlainName(String file) {
        List<Place> places = List.of(new FilePlace("x"));
        assertThatThrownBy(() -> new SourceFile(file, 1, new Digest(DIGEST), places))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("plain name");
    }

    @Test
    void aSourceHasASizeADigestAndAPlace() {
        List<Place> places = List.of(new FilePlace("x"));
        assertThatThrownBy(() -> new SourceFile("x", 0, new Digest(DIGEST), places))
                .hasMessageContaining("size");
        assertThatThrownBy(() -> new SourceFile("x", 1, null, places)).hasMessageContaining("sha256");
        assertThatThrownBy(() -> new SourceFile("x", 1, new Digest(DIGEST), List.of()))
                .hasMessageContaining("places");
    }
}
