package io.github.pythondist.wheelindex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.pythondist.bill.BillSchema;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.WheelArtifact;
import io.github.pythondist.wheel.WheelArtifact.Kind;
import io.github.pythondist.wheelindex.ReproducedWheel.AppliedPatch;
import io.github.pythondist.wheelindex.ReproducedWheel.LinkedComponent;
import io.github.pythondist.wheelindex.ReproducedWheel.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What a Maven repository has of a wheel")
final class WheelArtifactsTest {

    private static final String FILE = "PyYAML-6.0.2-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl";
    private static final String PURL = "pkg:pypi/pyyaml@6.0.2?file_name=" + FILE;
    private static final AppliedPatch PATCH =
            AppliedPatch.of("0001-sorted.patch", "patch".getBytes(StandardCharsets.UTF_8));
    private static final LinkedComponent LIBYAML =
            new LinkedComponent(new Origin("libyaml", "0.2.5", "yaml-0.2.5.tar.gz", Digest.ofText("libyaml")), "MIT");

    @TempDir
    private Path directory;

    @Test
    @DisplayName("is the wheel, its bill and its build information, under the tags of the wheel")
    void artifacts() throws IOException {
        List<WheelArtifact> artifacts = of(new MadeWheel(FILE).in(directory));
        String tags = "cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64";
        assertThat(artifacts)
                .extracting(artifact -> artifact.coordinates().toString())
                .containsExactly(
                        "org.example:pyyaml:buildinfo.json:" + tags + ":6.0.2",
                        "org.example:pyyaml:cdx.json:" + tags + ":6.0.2",
                        "org.example:pyyaml:whl:" + tags + ":6.0.2");
        assertThat(artifacts)
                .extracting(WheelArtifact::kind)
                .containsExactly(Kind.DESCRIPTION, Kind.DESCRIPTION, Kind.PACKAGE);
        for (WheelArtifact artifact : artifacts) {
            assertThat(Digest.of(artifact.file())).isEqualTo(artifact.sha256());
        }
        assertThat(artifacts.get(0).file()).hasFileName("pyyaml-6.0.2-" + tags + ".buildinfo.json");
    }

    @Test
    @DisplayName("the bill names the wheel, its source and patches, what is linked in, and apart what the build took")
    void bill() throws IOException {
        JsonNode bill = json(
                1,
                new MadeWheel(FILE)
                        .metadata("License-Expression: MIT\n")
                        .in(directory, List.of(PATCH), List.of(LIBYAML)));

        JsonNode wheel = bill.at("/metadata/component");
        assertThat(wheel.get("purl").asText()).isEqualTo(PURL);
        assertThat(wheel.at("/hashes/0/content").asText())
                .isEqualTo(Digest.of(directory.resolve(FILE)).hex());
        assertThat(wheel.at("/licenses/0/expression").asText()).isEqualTo("MIT");
        assertThat(wheel.at("/externalReferences/0/type").asText()).isEqualTo("source-distribution");
        assertThat(wheel.at("/externalReferences/0/url").asText()).isEqualTo("pyyaml-6.0.2.tar.gz");
        assertThat(wheel.at("/externalReferences/0/hashes/0/content").asText())
                .isEqualTo(Digest.ofText("sdist of pyyaml").hex());
        assertThat(wheel.at("/pedigree/ancestors/0/purl").asText())
                .isEqualTo("pkg:pypi/pyyaml@6.0.2?file_name=pyyaml-6.0.2.tar.gz");
        assertThat(wheel.at("/pedigree/patches/0/diff/url").asText()).isEqualTo("0001-sorted.patch");
        assertThat(wheel.at("/pedigree/patches/0/diff/text/content").asText()).isEqualTo("cGF0Y2g=");
        assertThat(wheel.get("properties").findValuesAsText("name"))
                .contains("python-dist:patch:0001-sorted.patch:sha256");
        assertThat(bill.at("/metadata/timestamp").asText()).isEqualTo("2023-11-14T22:13:20Z");

        assertThat(bill.get("components").findValuesAsText("bom-ref"))
                .containsExactly(
                        "libyaml@0.2.5",
                        "pkg:maven/io.github.pythondist/cpython-3.13@3.13.5-1?classifier=linux-x86_64&type=tar.zst",
                        "pkg:pypi/setuptools@80.9.0?file_name=setuptools-80.9.0-py3-none-any.whl");
        assertThat(bill.at("/components/0/scope").isMissingNode()).isTrue();
        assertThat(bill.at("/components/0/licenses/0/expression").asText()).isEqualTo("MIT");
        assertThat(bill.at("/components/1/scope").asText()).isEqualTo("excluded");
        assertThat(bill.at("/components/2/scope").asText()).isEqualTo("excluded");
        assertThat(bill.at("/dependencies/1/ref").asText()).isEqualTo(PURL);
        assertThat(bill.at("/dependencies/1/dependsOn/0").asText()).isEqualTo("libyaml@0.2.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "License: BSD 3-Clause|/licenses/0/license/name|BSD 3-Clause",
                "Classifier: License :: OSI Approved :: MIT License|/licenses/0/license/name|MIT License",
                "License: UNKNOWN|/licenses/0|",
                "License: \"<b>'\\\\u0007|/licenses/0/license/name|\"<b>'\\\\u0007",
                "License-Expression: not ( SPDX|/licenses/0/expression|not ( SPDX"
            })
    @DisplayName("the bill has the licence as the package declares it, whatever that is")
    void licenses(String metadata, String pointer, String expected) throws IOException {
        JsonNode bill = json(1, new MadeWheel(FILE).metadata(metadata + "\n").in(directory));
        assertThat(bill.at("/metadata/component" + pointer).asText("")).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    @DisplayName("the build information has all that went in and what came out, by its schema")
    void buildInfo() throws IOException {
        ReproducedWheel wheel = new MadeWheel(FILE).in(directory, List.of(PATCH), List.of(LIBYAML));
        JsonNode info = json(0, wheel);

        assertThat(violations(info)).isEmpty();
        assertThat(info.at("/wheel/file").asText()).isEqualTo(FILE);
        assertThat(info.at("/wheel/size").asLong()).isEqualTo(Files.size(wheel.wheel()));
        assertThat(info.at("/wheel/sha256").asText()).isEqualTo(wheel.sha256().hex());
        assertThat(info.at("/sdist/file").asText()).isEqualTo("pyyaml-6.0.2.tar.gz");
        assertThat(info.at("/plugin/version").asText()).isEqualTo("0.1.0");
        assertThat(info.at("/interpreter/sha256").asText())
                .isEqualTo(Digest.ofText("interpreter").hex());
        assertThat(info.at("/environment").asText()).isEqualTo(wheel.environment());
        assertThat(info.at("/sourceDateEpoch").asLong()).isEqualTo(1_700_000_000L);
        assertThat(info.at("/settings/--build-option").asText()).isEqualTo("--quiet");
        assertThat(info.at("/variables/PYYAML_FORCE_CYTHON").asText()).isEqualTo("0");
        assertThat(info.at("/requires/0/file").asText()).isEqualTo("setuptools-80.9.0-py3-none-any.whl");
        assertThat(info.at("/patches/0/sha256").asText())
                .isEqualTo(Digest.ofText("patch").hex());
        assertThat(info.at("/components/0/file").asText()).isEqualTo("yaml-0.2.5.tar.gz");
        assertThat(info.get("axes").valueStream().map(JsonNode::asText)).containsExactly("path", "clock");

        ((ObjectNode) info).remove("axes");
        assertThat(violations(info)).as("older ones have no axes").isEmpty();
        ((ObjectNode) info.get("wheel")).put("sha256", "0");
        assertThat(violations(info)).anyMatch(violation -> violation.contains("/wheel/sha256"));
    }

    @Test
    @DisplayName("crates that the source pins are in the bill and in the build information")
    void crates() throws IOException {
        Origin crate = new Origin("libc", "0.2.189", "libc-0.2.189.crate", Digest.ofText("libc"));
        ReproducedWheel wheel = new MadeWheel(FILE).of(crate).in(directory);

        JsonNode component = json(1, wheel).at("/components/0");
        assertThat(component.get("purl").asText()).isEqualTo("pkg:cargo/libc@0.2.189");
        assertThat(component.at("/hashes/0/content").asText())
                .isEqualTo(Digest.ofText("libc").hex());
        assertThat(component.has("scope")).isFalse();

        JsonNode info = json(0, wheel);
        assertThat(violations(info)).isEmpty();
        assertThat(info.at("/crates/0/file").asText()).isEqualTo("libc-0.2.189.crate");
        assertThat(json(0, new MadeWheel(FILE).in(directory)).has("crates")).isFalse();
    }

    @Test
    @DisplayName("the POM has the name, the address and the licence of the package")
    void pom() throws IOException {
        ReproducedWheel wheel = new MadeWheel(FILE)
                .called("pyyaml")
                .metadata("License-Expression: MIT\nProject-URL: Homepage, https://pyyaml.org/?a&b\n")
                .in(directory);
        String pom = of(wheel).get(0).pom();
        assertThat(pom)
                .contains("<artifactId>pyyaml</artifactId>", "<name>pyyaml</name>")
                .contains("<url>https://pyyaml.org/?a&amp;b</url>", "<name>MIT</name>");
        assertThat(of(wheel)).extracting(WheelArtifact::pom).containsOnly(pom);
    }

    @Test
    @DisplayName("all of it is the same bytes when it is made again elsewhere")
    void deterministic() throws IOException {
        List<WheelArtifact> first =
                of(new MadeWheel(FILE).in(directory.resolve("a"), List.of(PATCH), List.of(LIBYAML)));
        List<Digest> digests = first.stream().map(WheelArtifact::sha256).toList();
        List<WheelArtifact> second =
                of(new MadeWheel(FILE).in(directory.resolve("b"), List.of(PATCH), List.of(LIBYAML)));
        assertThat(second).extracting(WheelArtifact::sha256).isEqualTo(digests);
        assertThat(Files.readString(second.get(0).file())).doesNotContain(directory.toString());
        assertThat(Files.readString(second.get(1).file())).doesNotContain(directory.toString());
    }

    @Test
    @DisplayName("there is nothing of a wheel that cannot be published")
    void refused() throws IOException {
        ReproducedWheel wheel = new MadeWheel(FILE).called("../pyyaml").in(directory.resolve("wheels"));
        assertThatThrownBy(() -> of(wheel)).isInstanceOf(BuildFailure.class).hasMessageContaining("names no package");
        assertThat(directory.resolve("described")).doesNotExist();
    }

    private List<WheelArtifact> of(ReproducedWheel wheel) {
        return new WheelArtifacts().of("org.example", List.of(wheel), MadeWheel.PLUGIN, directory.resolve("described"));
    }

    /** The text of one of the three, which follows its schema if it is the bill. */
    private JsonNode json(int artifact, ReproducedWheel wheel) throws IOException {
        String text = Files.readString(of(wheel).get(artifact).file());
        if (artifact == 1) {
            assertThat(BillSchema.violations("1.6", text)).isEmpty();
        }
        return new ObjectMapper().readTree(text);
    }

    private static List<String> violations(JsonNode info) throws IOException {
        try (InputStream schema =
                WheelArtifactsTest.class.getResourceAsStream("/schema/wheel-buildinfo-1.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new ObjectMapper().readTree(schema))
                    .validate(info)
                    .stream()
                    .map(Object::toString)
                    .toList();
        }
    }
}
