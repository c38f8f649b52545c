package io.github.pythondist.wheelindex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An index of packages")
final class IndexWriterTest {

    private static final String PURE = "typing_extensions-4.15.0-py3-none-any.whl";
    private static final String NATIVE =
            "PyYAML-6.0.2+local.1-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl";

    private final IndexWriter writer = new IndexWriter();

    @TempDir
    private Path directory;

    @Test
    @DisplayName(
            "lists projects by their normalised names, and the files of each with digests, by links that lead there")
    void pages() throws IOException {
        ReproducedWheel pure =
                new MadeWheel(PURE).metadata("Requires-Python: >=3.9\n").in(wheels());
        ReproducedWheel compiled = new MadeWheel(NATIVE).in(wheels());
        assertThat(pure.obstacle()).isEmpty();
        writer.write(index(), List.of(pure, compiled));

        Document projects = page("");
        assertThat(projects.select("meta[name=pypi:repository-version]").attr("content"))
                .isEqualTo("1.1");
        assertThat(projects.documentType()).hasToString("<!doctype html>");
        assertThat(projects.select("a").eachAttr("href")).containsExactly("pyyaml/", "typing-extensions/");
        assertThat(projects.select("a").eachText()).containsExactly("pyyaml", "typing-extensions");

        Element file = page("typing-extensions").selectFirst("a");
        assertThat(file.text()).isEqualTo(PURE);
        assertThat(file.attr("data-requires-python")).isEqualTo(">=3.9");
        assertThat(target("typing-extensions", file)).hasSameBinaryContentAs(pure.wheel());
        assertThat(URI.create(file.attr("href")).getFragment()).isEqualTo("sha256=" + pure.sha256());

        Element other = page("pyyaml").selectFirst("a");
        assertThat(other.text()).isEqualTo(NATIVE);
        assertThat(other.attr("href")).contains("6.0.2%2Blocal.1");
        assertThat(other.hasAttr("data-requires-python")).isFalse();
        assertThat(target("pyyaml", other)).hasSameBinaryContentAs(compiled.wheel());
    }

    @Test
    @DisplayName("has each wheel's METADATA beside it, byte for byte, under both names that installers know")
    void metadata() throws IOException {
        String text = "Metadata-Version: 2.4\r\nName: typing.extensions\r\nVersion: 4.15.0\r\n\r\nna\u00efve\r\n";
        writer.write(
                index(),
                List.of(new MadeWheel(PURE)
                        .entry("typing_extensions-4.15.0.dist-info/METADATA", text)
                        .in(wheels())));

        Element file = page("typing-extensions").selectFirst("a");
        String digest = "sha256=" + Digest.ofText(text);
        assertThat(file.attr("data-core-metadata")).isEqualTo(digest);
        assertThat(file.attr("data-dist-info-metadata")).isEqualTo(digest);
        assertThat(index().resolve("files").resolve(PURE + ".metadata"))
                .hasBinaryContent(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("says the same as JSON")
    void json() throws IOException {
        ReproducedWheel pure =
                new MadeWheel(PURE).metadata("Requires-Python: >=3.9\n").in(wheels());
        ReproducedWheel older = new MadeWheel("typing_extensions-4.9.0-py3-none-any.whl").in(wheels());
        writer.write(index(), List.of(pure, older));

        assertThat(json("index.json"))
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        "{\"meta\": {\"api-version\": \"1.1\"}, \"projects\": [{\"name\": \"typing-extensions\"}]}"));
        JsonNode page = json("typing-extensions/index.json");
        assertThat(page.at("/meta/api-version").asText()).isEqualTo("1.1");
        assertThat(page.get("name").asText()).isEqualTo("typing-extensions");
        assertThat(page.get("versions").valueStream().map(JsonNode::asText)).containsExactly("4.15.0", "4.9.0");
        JsonNode file = page.at("/files/0");
        assertThat(file.get("filename").asText()).isEqualTo(PURE);
        assertThat(file.get("url").asText()).isEqualTo("../../files/" + PURE);
        assertThat(file.at("/hashes/sha256").asText()).isEqualTo(pure.sha256().hex());
        assertThat(file.get("size").asLong()).isEqualTo(Files.size(pure.wheel()));
        assertThat(file.get("requires-python").asText()).isEqualTo(">=3.9");
        assertThat(file.at("/core-metadata/sha256").asText())
                .isEqualTo(Digest.of(index().resolve("files").resolve(PURE + ".metadata"))
                        .hex());
        assertThat(page.at("/files/1").has("requires-python")).isFalse();
    }

    @Test
    @DisplayName("is the same bytes from the same wheels, in whatever order and place, and has nothing else")
    void deterministic() throws IOException {
        ReproducedWheel pure = new MadeWheel(PURE).in(wheels());
        ReproducedWheel compiled = new MadeWheel(NATIVE).in(wheels());
        writer.write(index(), List.of(pure, compiled, pure));
        Path second = directory.resolve("elsewhere/second");
        writer.write(second, List.of(compiled, pure));

        assertThat(tree(second)).isEqualTo(tree(index()));
        assertThat(tree(index()).keySet())
                .containsExactly(
                        "files/" + NATIVE,
                        "files/" + NATIVE + ".metadata",
                        "files/" + PURE,
                        "files/" + PURE + ".metadata",
                        "simple/index.html",
                        "simple/index.json",
                        "simple/pyyaml/index.html",
                        "simple/pyyaml/index.json",
                        "simple/typing-extensions/index.html",
                        "simple/typing-extensions/index.json");
    }

    @Test
    @DisplayName("is replaced as a whole; when that fails, the one before is still there")
    void replaced() throws IOException {
        ReproducedWheel pure = new MadeWheel(PURE).in(wheels());
        writer.write(index(), List.of(pure));
        SortedMap<String, Digest> before = tree(index());
        ReproducedWheel broken = new MadeWheel(NATIVE)
                .without("PyYAML-6.0.2+local.1.dist-info/METADATA")
                .in(wheels());
        assertThatThrownBy(() -> writer.write(index(), List.of(broken))).hasMessageContaining("it has no METADATA");
        assertThat(tree(index())).isEqualTo(before);

        writer.write(index(), List.of(new MadeWheel(NATIVE).in(wheels())));
        assertThat(index().resolve("files").resolve(PURE)).doesNotExist();
        assertThat(page("").select("a").eachText()).containsExactly("pyyaml");
        try (Stream<Path> beside = Files.list(directory)) {
            assertThat(beside.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("index", "wheels");
        }
    }

    @Test
    @DisplayName("never replaces a directory that is something else")
    void foreign() throws IOException {
        ReproducedWheel pure = new MadeWheel(PURE).in(wheels());
        Path precious = Files.createDirectories(index()).resolve("thesis.tex");
        Files.writeString(precious, "all of it");
        assertThatThrownBy(() -> writer.write(index(), List.of(pure)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("Will not replace " + index())
                .hasMessageContaining("thesis.tex");
        assertThat(precious).exists();

        Files.delete(precious);
        writer.write(index(), List.of(pure));
        writer.requireReplaceable(index());
        Files.writeString(precious, "all of it");
        assertThatThrownBy(() -> writer.requireReplaceable(index())).hasMessageContaining("thesis.tex");
        assertThatThrownBy(() -> writer.requireReplaceable(precious)).hasMessageContaining("there: a file");
        assertThatThrownBy(() -> writer.write(index(), List.of(pure))).hasMessageContaining("thesis.tex");
        assertThat(precious).exists();
    }

    @Test
    @DisplayName("takes no two files of one name that differ, and none that is another than was built twice")
    void differ() throws IOException {
        ReproducedWheel one = new MadeWheel(PURE).in(wheels());
        ReproducedWheel two = new MadeWheel(PURE).entry("more.py", "").in(directory.resolve("more"));
        assertThatThrownBy(() -> writer.write(index(), List.of(one, two)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("Two wheels that are called " + PURE)
                .hasMessageContaining(one.sha256().hex())
                .hasMessageContaining(two.sha256().hex());

        Files.copy(two.wheel(), one.wheel(), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> writer.write(index(), List.of(one)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("is not the one that was built twice");
        assertThat(index()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ">=3.9\" onmouseover=\"alert(1)",
                "<script>alert(1)</script>",
                ">=3.9\n onmouseover",
                "&quot;>",
                "\u0000",
                ">=3.9\u2028,<4"
            })
    @DisplayName("says of versions of Python only what is a specifier")
    void hostileSpecifiers(String text) throws IOException {
        String folded = text.replace("\n", "\n\t\"");
        ReproducedWheel wheel = new MadeWheel(PURE)
                .metadata("Requires-Python: " + folded + "\n")
                .in(wheels());
        writer.write(index(), List.of(wheel));

        Element file = page("typing-extensions").selectFirst("a");
        assertThat(file.attributes().asList())
                .extracting("key")
                .containsExactly("href", "data-core-metadata", "data-dist-info-metadata");
        assertThat(page("typing-extensions").select("script")).isEmpty();
        assertThat(json("typing-extensions/index.json").at("/files/0").has("requires-python"))
                .isFalse();
    }

    @Test
    @DisplayName("has a specifier that goes over several lines in one")
    void folded() throws IOException {
        writer.write(
                index(),
                List.of(new MadeWheel(PURE)
                        .metadata("requires-python: >=3.9,\n        !=3.10.0,\n\t<4\n\nRequires-Python: <1\n")
                        .in(wheels())));
        assertThat(page("typing-extensions").selectFirst("a").attr("data-requires-python"))
                .isEqualTo(">=3.9, !=3.10.0, <4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../../evil", "a/b", "", "Not-Normalized", "a b", "x\"y"})
    @DisplayName("takes no name of a package that could be a path or a link to elsewhere")
    void hostileNames(String name) throws IOException {
        ReproducedWheel wheel = new MadeWheel(PURE).called(name).in(wheels());
        refused(wheel, "names no package");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "1.0/../..", "", "1 0", "<b>"})
    @DisplayName("nor such a version")
    void hostileVersions(String version) throws IOException {
        refused(new MadeWheel(PURE).of(version).in(wheels()), "names no package");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "typing_extensions-4.15.0-py3-none-any\".whl",
                "typing_extensions-4.15.0-py3-none.whl",
                "typing_extensions-4.15.0-x-py3-none-any.whl",
                "typing_extensions-4.15.0-py3-none-any.zip",
                "other-4.15.0-py3-none-any.whl"
            })
    @DisplayName("nor a file that is not called as a wheel of that package is")
    void hostileFiles(String file) throws IOException {
        refused(new MadeWheel(file).called("typing-extensions").of("4.15.0").in(wheels()), "not called as one of");
    }

    @Test
    @DisplayName("nor a wheel whose METADATA is too large, is there twice, or is of another package")
    void hostileMetadata() throws IOException {
        refused(
                new MadeWheel(PURE)
                        .metadata("\n" + "description ".repeat(50 * (1 << 20) / 12))
                        .in(wheels()),
                "METADATA");
        refused(
                new MadeWheel(PURE)
                        .entry("other-1.0.dist-info/METADATA", "Name: other\n")
                        .in(wheels()),
                "it has METADATA in");
        refused(
                new MadeWheel(PURE)
                        .entry("typing_extensions-4.15.0.dist-info/METADATA", "Name: <b>other\nVersion: 1\n")
                        .in(wheels()),
                "its METADATA is of the package '<b>other'");
        refused(new MadeWheel(PURE).entry("../evil.py", "").in(wheels()), "leads out of it");
    }

    private void refused(ReproducedWheel wheel, String why) throws IOException {
        assertThat(wheel.obstacle()).isPresent();
        assertThatThrownBy(() -> writer.write(index(), List.of(wheel)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining(why);
        assertThat(index()).doesNotExist();
    }

    private Path index() {
        return directory.resolve("index");
    }

    private Path wheels() {
        return directory.resolve("wheels");
    }

    private Document page(String project) throws IOException {
        return Jsoup.parse(index().resolve("simple").resolve(project).resolve("index.html"));
    }

    /** Where a link of a project's page leads. */
    private Path target(String project, Element anchor) {
        URI page =
                index().resolve("simple").resolve(project).resolve("index.html").toUri();
        URI target = page.resolve(anchor.attr("href"));
        return Path.of(URI.create(target.toString().replaceFirst("#.*", "")));
    }

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper()
                .readTree(index().resolve("simple").resolve(file).toFile());
    }

    private static SortedMap<String, Digest> tree(Path root) throws IOException {
        SortedMap<String, Digest> tree = new TreeMap<>();
        for (Path file : Trees.list(root)) {
            if (Files.isRegularFile(file)) {
                tree.put(Trees.unixPath(root.relativize(file)), Digest.of(file));
            }
        }
        return tree;
    }
}
