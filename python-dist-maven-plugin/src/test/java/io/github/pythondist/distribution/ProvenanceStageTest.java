package io.github.pythondist.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.pythondist.archive.TreeArchiver;
import io.github.pythondist.component.StepStore;
import io.github.pythondist.cpython.TrainedProfile;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.environment.Variation;
import io.github.pythondist.files.Digest;
import io.github.pythondist.license.LicensePolicy;
import io.github.pythondist.license.VettingReport;
import io.github.pythondist.provenance.BuildInfo;
import io.github.pythondist.provenance.SupplyChain;
import io.github.pythondist.report.Progress;
import io.github.pythondist.source.FetchSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What is said of a build beside its archives")
final class ProvenanceStageTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASE = "cpython-3.13-3.13.5-1-linux-x86_64";
    private static final List<String> CONTENTS = List.of("runtime", "full", "debuginfo");

    @TempDir
    Path temporary;

    private List<PackagedFile> files;
    private Choices choices = Choices.NONE;

    @BeforeEach
    void describe() throws IOException {
        files = describe("first", "", Optional.empty(), LicensePolicy.defaults());
    }

    private List<PackagedFile> describe(String place, String flavour, Optional<Path> catalog, LicensePolicy policy)
            throws IOException {
        return describe(place, "3.13", "3.13.5", flavour, "none", Optional.empty(), catalog, policy, Optional.empty());
    }

    /** Describes archives of a few bytes as if they were those of a build by the plugin's own recipes. */
    private List<PackagedFile> describe(
            String place,
            String series,
            String version,
            String flavour,
            String optimize,
            Optional<DistributionRequest.PinnedProfile> profile,
            Optional<Path> catalog,
            LicensePolicy policy,
            Optional<Tier> tier)
            throws IOException {
        Path directory = Files.createDirectories(temporary.resolve(place));
        DistributionRequest request = new DistributionRequest(
                "cpython-" + series,
                version + "-1",
                series,
                flavour,
                optimize,
                profile,
                List.of(),
                Optional.of("linux-x86_64"),
                "debian",
                new TreeMap<>(Map.of("bdb", "5.3.28")),
                catalog,
                choices,
                policy,
                tier,
                FetchSettings.builder().offline(true).build(),
                directory.resolve("cache"),
                directory.resolve("target"),
                2,
                Instant.parse("2026-11-21T00:00:00Z").getEpochSecond(),
                Variation.NONE,
                Progress.NONE);
        DistributionPlan plan = DistributionPlan.of(request);
        String platform = "linux-x86_64" + (flavour.isEmpty() ? "" : "-" + flavour);
        List<PackagedFile> archives = new ArrayList<>();
        for (String content : CONTENTS) {
            String classifier = content.equals("runtime") ? platform : platform + "-" + content;
            Path archive = directory.resolve(
                    request.artifactId() + "-" + request.artifactVersion() + "-" + classifier + ".tar.zst");
            Files.writeString(archive, "archive " + content);
            archives.add(new PackagedFile(archive, "tar.zst", classifier, content, Digest.of(archive)));
        }
        SortedMap<String, byte[]> texts = new TreeMap<>();
        texts.put("licenses/openssl/LICENSE.txt", "Apache".getBytes(StandardCharsets.UTF_8));
        return new ProvenanceStage(new SupplyChain())
                .describe(
                        plan,
                        request,
                        new PackagingRequest(
                                CONTENTS,
                                directory,
                                "org.example",
                                "CPython für alle",
                                new BuildInfo.Plugin("io.github.pythondist", "python-dist-maven-plugin", "1.0"),
                                "https://example.org/builder"),
                        Sysroot.of(plan.catalog(), plan.target(), "tools"),
                        new LicenseStage.Vetted(new VettingReport("3.28", List.of(), List.of()), texts),
                        archives,
                        new StepStore(directory.resolve("steps")));
    }

    private Path file(String name) {
        return temporary.resolve("first").resolve(name);
    }

    private JsonNode json(String name) throws IOException {
        return JSON.readTree(file(name).toFile());
    }

    private static JsonNode component(JsonNode bill, String name) {
        return StreamSupport.stream(bill.path("components").spliterator(), false)
                .filter(component -> component.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no component " + name));
    }

    private static List<String> texts(JsonNode array, String key) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(one -> one.path(key).asText())
                .toList();
    }

    @Test
    @DisplayName("a bill of materials for each archive, and three files for all of them")
    void names() {
        assertThat(files)
                .extracting(file -> file.file().getFileName() + " " + file.classifier() + " " + file.type())
                .containsExactly(
                        BASE + ".cdx.json linux-x86_64 cdx.json",
                        BASE + "-full.cdx.json linux-x86_64-full cdx.json",
                        BASE + "-debuginfo.cdx.json linux-x86_64-debuginfo cdx.json",
                        BASE + ".buildinfo linux-x86_64 buildinfo",
                        BASE + ".intoto.json linux-x86_64 intoto.json",
                        BASE + ".sha256sums linux-x86_64 sha256sums");
    }

    @Test
    @DisplayName("the bill names every component with its package URL, CPE, licence, source and patches")
    void bill() throws IOException {
        JsonNode bill = json(BASE + ".cdx.json");
        JsonNode root = bill.at("/metadata/component");
        assertThat(root.path("type").asText()).isEqualTo("platform");
        assertThat(root.path("purl").asText())
                .isEqualTo("pkg:maven/org.example/cpython-3.13@3.13.5-1?classifier=linux-x86_64&type=tar.zst");
        assertThat(root.path("cpe").asText()).isEqualTo("cpe:2.3:a:python:python:3.13.5:*:*:*:*:*:*:*");
        assertThat(root.at("/hashes/0/content").asText())
                .isEqualTo(Digest.ofText("archive runtime").hex());
        assertThat(bill.at("/metadata/timestamp").asText()).isEqualTo("2026-11-21T00:00:00Z");

        JsonNode openssl = component(bill, "openssl");
        assertThat(openssl.path("cpe").asText()).startsWith("cpe:2.3:a:openssl:openssl:3.");
        assertThat(openssl.path("purl").asText())
                .startsWith("pkg:generic/openssl@3.")
                .contains("checksum=sha256", "download_url=https");
        assertThat(openssl.at("/licenses/0/expression").asText()).isEqualTo("Apache-2.0");
        assertThat(texts(openssl.path("externalReferences"), "url")).contains("python/licenses/openssl/LICENSE.txt");
        assertThat(openssl.at("/properties/0/value").asText()).contains("_hashlib", "_ssl");
        assertThat(component(bill, "bdb").path("purl").asText())
                .isEqualTo("pkg:deb/debian/db5.3@5.3.28%2Bdfsg2?arch=source");

        JsonNode libgcc = component(bill, "libgcc");
        assertThat(libgcc.path("purl").asText()).startsWith("pkg:deb/debian/libgcc-10-dev@10.2.1");
        assertThat(libgcc.at("/licenses/0/expression").asText()).endsWith("WITH GCC-exception-3.1");
        assertThat(component(bill, "glibc").path("version").asText()).isEqualTo("2.31");

        JsonNode cpython = component(bill, "cpython");
        assertThat(texts(cpython.path("components"), "name")).contains("mimalloc", "tomllib");
        assertThat(component(bill, "pip").path("purl").asText()).startsWith("pkg:pypi/pip@");
    }

    @Test
    @DisplayName("a patch is inside, byte for byte, with its digest")
    void patches() throws IOException {
        JsonNode libedit = component(json(BASE + ".cdx.json"), "libedit");
        byte[] patch = Base64.getDecoder()
                .decode(libedit.at("/pedigree/patches/0/diff/text/content").asText());
        assertThat(new String(patch, StandardCharsets.UTF_8)).contains("\n--- a/src/readline.c\n");
        assertThat(texts(libedit.path("properties"), "value"))
                .contains(Digest.of(patch).hex());
    }

    @Test
    @DisplayName("every reference of the dependency graph is a component, and each component is in the graph")
    void graph() throws IOException {
        for (String archive : List.of("", "-full", "-debuginfo")) {
            JsonNode bill = json(BASE + archive + ".cdx.json");
            TreeSet<String> defined = new TreeSet<>();
            defined.add(bill.at("/metadata/component/bom-ref").asText());
            bill.path("components").findValues("bom-ref").forEach(reference -> defined.add(reference.asText()));
            List<String> known = texts(bill.path("dependencies"), "ref");
            assertThat(known).containsExactlyInAnyOrderElementsOf(defined);
            for (JsonNode dependency : bill.path("dependencies")) {
                for (JsonNode on : dependency.path("dependsOn")) {
                    assertThat(defined).contains(on.asText());
                }
            }
        }
    }

    @Test
    @DisplayName("the debug information has neither pip nor the standard library, and says what it is")
    void debuginfo() throws IOException {
        JsonNode bill = json(BASE + "-debuginfo.cdx.json");
        assertThat(bill.at("/metadata/component/type").asText()).isEqualTo("data");
        assertThat(bill.at("/metadata/component/description").asText()).contains("No program is inside");
        assertThat(texts(bill.path("components"), "name")).contains("openssl").doesNotContain("pip");
        assertThat(texts(component(bill, "cpython").path("components"), "name"))
                .contains("mimalloc")
                .doesNotContain("tomllib");
    }

    @Test
    @DisplayName("what is left out of an archive is not in its bill, what a flavour adds is")
    void flavours() throws IOException {
        JsonNode plain = component(json(BASE + ".cdx.json"), "cpython");
        assertThat(texts(plain.path("components"), "name")).doesNotContain("turtle (Gregor Lingl)");
        describe("tk", "tk", Optional.empty(), LicensePolicy.defaults());
        JsonNode bill = JSON.readTree(
                temporary.resolve("tk").resolve(BASE + "-tk.cdx.json").toFile());
        assertThat(texts(bill.path("components"), "name")).contains("tcl", "libx11");
        assertThat(texts(component(bill, "cpython").path("components"), "name")).contains("turtle (Gregor Lingl)");
    }

    @Test
    @DisplayName("the statement follows the schema and names every file and every input")
    void statement() throws IOException {
        JsonNode statement = json(BASE + ".intoto.json");
        try (InputStream in = getClass().getResourceAsStream("/provenance/slsa-statement.schema.json")) {
            assertThat(
                            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                                    .getSchema(in)
                                    .validate(statement)
                                    .stream()
                                    .map(Error::toString))
                    .isEmpty();
        }
        assertThat(texts(statement.path("subject"), "name"))
                .contains(BASE + ".tar.zst", BASE + "-full.cdx.json", BASE + ".buildinfo")
                .doesNotContain(BASE + ".intoto.json");
        for (JsonNode subject : statement.path("subject")) {
            assertThat(subject.at("/digest/sha256").asText())
                    .isEqualTo(Digest.of(file(subject.path("name").asText())).hex());
        }
        JsonNode inputs = statement.at("/predicate/buildDefinition/resolvedDependencies");
        assertThat(texts(inputs, "name"))
                .contains(
                        "Python-3.13.5.tar.xz",
                        "components/libedit/patches/truncated-history.patch",
                        "cpython/build.sh",
                        "sysroot/glibc/derive.sh",
                        "toolchain/clang")
                .anyMatch(name -> name.startsWith("clang-19_"))
                .anyMatch(name -> name.startsWith("libgcc-10-dev_"))
                .doesNotContain("cpython/3.13/regrtest.yaml", "README.md")
                .doesNotHaveDuplicates();
        assertThat(statement.at("/predicate/runDetails/builder/id").asText()).isEqualTo("https://example.org/builder");
    }

    @Test
    @DisplayName("the build information leads to the same request, and names the archives and their bills")
    void buildInfo() throws IOException {
        BuildInfo info = BuildInfo.read(file(BASE + ".buildinfo"));
        assertThat(info.groupId()).isEqualTo("org.example");
        assertThat(info.entries()).containsEntry("name", "CPython für alle");
        assertThat(info.series()).isEqualTo("3.13");
        assertThat(info.cpythonVersion()).isEqualTo("3.13.5");
        assertThat(info.contents()).isEqualTo(CONTENTS);
        assertThat(info.versions()).containsOnlyKeys("bdb");
        assertThat(info.environment()).isEqualTo(BuildInfo.HERMETIC);
        assertThat(info.policy()).isEqualTo(LicensePolicy.defaults());
        assertThat(info.outputTimestamp()).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
        assertThat(info.outputs()).hasSize(6).allSatisfy(output -> assertThat(file(output.fileName()))
                .hasSize(output.length()));
    }

    @Test
    @DisplayName(
            "the profile of an optimized build is an input: an option of the build information, a dependency by digest")
    void profile() throws IOException {
        Path folder = Files.createDirectories(temporary.resolve("profile"));
        Files.writeString(folder.resolve(TrainedProfile.PROFDATA), "counts");
        Digest source = new Digest(
                BuildInfo.read(file(BASE + ".buildinfo")).entries().get("python-dist.source.cpython.sha256"));
        TrainedProfile trained = TrainedProfile.write(
                folder,
                TrainedProfile.origin(
                        new TrainedProfile.Wanted("3.13.5", source, "", Optional.of("clang-19 1:19.1.7-3~deb12u1")),
                        "linux-x86_64",
                        Digest.ofText("lock"),
                        "tests",
                        List.of("-m test --pgo"),
                        Digest.ofText("counts")),
                temporary.resolve("one.profile.tar.zst"),
                1_767_225_600L,
                new TreeArchiver());
        String coordinates = "org.example:profile:profile.tar.zst:linux-x86_64:3.13.5-1";
        describe(
                "optimized",
                "3.13",
                "3.13.5",
                "",
                "pgo+thinlto",
                Optional.of(new DistributionRequest.PinnedProfile(coordinates, trained.file(), trained.sha256())),
                Optional.empty(),
                LicensePolicy.defaults(),
                Optional.empty());
        Path place = temporary.resolve("optimized");

        assertThat(BuildInfo.read(place.resolve(BASE + ".buildinfo")).options())
                .containsEntry("optimize", "pgo+thinlto")
                .containsEntry("profile", coordinates)
                .containsEntry("profileSha256", trained.sha256().hex());
        assertThat(BuildInfo.read(file(BASE + ".buildinfo")).options()).isEmpty();
        JsonNode inputs = JSON.readTree(place.resolve(BASE + ".intoto.json").toFile())
                .at("/predicate/buildDefinition/resolvedDependencies");
        assertThat(texts(inputs, "uri"))
                .contains("pkg:maven/org.example/profile@3.13.5-1?classifier=linux-x86_64&type=profile.tar.zst");
        assertThat(inputs.findValues("digest"))
                .extracting(digest -> digest.path("sha256").asText())
                .contains(trained.sha256().hex());
    }

    @Test
    @DisplayName("a policy and a catalog of the project's own are told apart from the default ones")
    void ownSettings() throws IOException {
        Path own = temporary.resolve("own/driver.sh");
        Files.createDirectories(own.getParent());
        Files.writeString(own, "#!/bin/bash\n");
        LicensePolicy policy = LicensePolicy.defaults().plus(List.of("EPL-2.0"), List.of("BSD-4-Clause*"), List.of());
        describe("other", "", Optional.of(own.getParent()), policy);
        BuildInfo other = BuildInfo.read(temporary.resolve("other").resolve(BASE + ".buildinfo"));
        assertThat(other.ownCatalogFiles()).containsExactly("driver.sh");
        assertThat(other.policy()).isEqualTo(policy);
        assertThat(BuildInfo.read(file(BASE + ".buildinfo")).inputDifferences(other))
                .extracting(BuildInfo.Difference::key)
                .containsExactly(
                        "python-dist.catalog.own-files",
                        "python-dist.catalog.sha256",
                        "python-dist.license-policy.allow",
                        "python-dist.license-policy.deny");
    }

    @Test
    @DisplayName("what a project chose is an input by name and digest, and its own module a component with its licence")
    void choices() throws IOException {
        Path project = Files.createDirectories(temporary.resolve("project"));
        String patch = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
        Files.writeString(project.resolve("fix.patch"), patch);
        Files.writeString(project.resolve("spam.c"), "int spam;\n");
        Files.writeString(project.resolve("LICENSE"), "MIT\n");
        choices = new Choices(
                project,
                List.of("fix.patch"),
                List.of(new Choices.Module(
                        "_spam",
                        List.of("spam.c"),
                        List.of(),
                        List.of("A=1"),
                        List.of("zstd"),
                        "MIT",
                        List.of("LICENSE"))),
                List.of("sqlite"));
        describe("chosen", "", Optional.empty(), LicensePolicy.defaults());
        Path place = temporary.resolve("chosen");

        BuildInfo info = BuildInfo.read(place.resolve(BASE + ".buildinfo"));
        assertThat(info.options())
                .containsEntry("patches", "fix.patch")
                .containsEntry("without", "sqlite")
                .containsEntry("extensionModules._spam.sources", "spam.c")
                .containsEntry("extensionModules._spam.defines", "A=1")
                .containsEntry("extensionModules._spam.components", "zstd")
                .containsEntry("extensionModules._spam.license", "MIT");
        assertThat(info.ownCatalogFiles())
                .containsExactly(
                        "cpython/3.13/patches/project/fix.patch",
                        "cpython/3.13/project/_spam/LICENSE",
                        "cpython/3.13/project/_spam/spam.c");
        assertThat(info.entries()).doesNotContainKey("python-dist.source.sqlite.version");

        JsonNode bill = JSON.readTree(place.resolve(BASE + ".cdx.json").toFile());
        JsonNode spam = component(bill, "_spam");
        assertThat(spam.path("version").asText()).isEqualTo("3.13.5-1");
        assertThat(spam.at("/licenses/0/expression").asText()).isEqualTo("MIT");
        assertThat(texts(spam.path("properties"), "value"))
                .contains(Digest.ofText("int spam;\n").hex());
        assertThat(texts(bill.path("components"), "name")).contains("zstd").doesNotContain("sqlite");
        JsonNode cpython = component(bill, "cpython");
        assertThat(texts(cpython.path("properties"), "value"))
                .contains(Digest.ofText(patch).hex());
        assertThat(cpython.at("/pedigree/patches").size()).isGreaterThan(1);

        JsonNode inputs = JSON.readTree(place.resolve(BASE + ".intoto.json").toFile())
                .at("/predicate/buildDefinition/resolvedDependencies");
        assertThat(texts(inputs, "uri"))
                .contains(
                        "catalog:cpython/3.13/patches/project/fix.patch", "catalog:cpython/3.13/project/_spam/spam.c");
        assertThat(inputs.findValues("digest"))
                .extracting(digest -> digest.path("sha256").asText())
                .contains(Digest.ofText(patch).hex());
    }

    @Test
    @DisplayName("a build with the machine's own tools says so, and names no build root")
    void host() throws IOException {
        describe(
                "host",
                "3.13",
                "3.13.5",
                "",
                "none",
                Optional.empty(),
                Optional.empty(),
                LicensePolicy.defaults(),
                Optional.of(Tier.HOST));
        BuildInfo info = BuildInfo.read(temporary.resolve("host").resolve(BASE + ".buildinfo"));
        assertThat(info.environment()).isEqualTo("host");
        assertThat(BuildInfo.read(file(BASE + ".buildinfo")).inputDifferences(info))
                .extracting(BuildInfo.Difference::key)
                .containsExactly(
                        "python-dist.environment",
                        "python-dist.environment.host-tools.sha256",
                        "python-dist.lock.build-root.name",
                        "python-dist.lock.build-root.sha256");
    }

    @Test
    @DisplayName("an older series has its own wheels and modules in the bill")
    void olderSeries() throws IOException {
        describe(
                "older",
                "3.11",
                "3.11.2",
                "",
                "none",
                Optional.empty(),
                Optional.empty(),
                LicensePolicy.defaults(),
                Optional.empty());
        JsonNode bill = JSON.readTree(temporary
                .resolve("older/cpython-3.11-3.11.2-1-linux-x86_64.cdx.json")
                .toFile());
        JsonNode setuptools = component(bill, "setuptools");
        assertThat(setuptools.path("purl").asText()).startsWith("pkg:pypi/setuptools@");
        assertThat(setuptools.path("cpe").asText()).startsWith("cpe:2.3:a:python:setuptools:");
        assertThat(component(bill, "cpython").path("version").asText()).isEqualTo("3.11.2");
    }

    @Test
    @DisplayName("the sums are of all other files, as sha256sum writes them")
    void sums() throws IOException {
        List<String> lines = Files.readAllLines(file(BASE + ".sha256sums"));
        assertThat(lines).hasSize(8).isSortedAccordingTo((a, b) -> a.substring(66)
                .compareTo(b.substring(66)));
        for (String line : lines) {
            assertThat(line).isEqualTo(Digest.of(file(line.substring(66))) + "  " + line.substring(66));
        }
    }

    @Test
    @DisplayName("the same build elsewhere is described by the same bytes")
    void sameBytes() throws IOException {
        List<PackagedFile> again = describe("second", "", Optional.empty(), LicensePolicy.defaults());
        assertThat(digests(again)).isEqualTo(digests(files));
    }

    private static Map<String, Digest> digests(List<PackagedFile> files) {
        return files.stream()
                .collect(Collectors.toMap(file -> file.file().getFileName().toString(), PackagedFile::sha256));
    }

    @Test
    @DisplayName("what is there already is not written again, what is damaged is")
    void writesOnlyWhatChanged() throws IOException {
        FileTime old = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));
        Path bill = file(BASE + ".cdx.json");
        Path sums = file(BASE + ".sha256sums");
        String before = Files.readString(sums);
        Files.setLastModifiedTime(bill, old);
        Files.writeString(sums, "damaged");
        describe("first", "", Optional.empty(), LicensePolicy.defaults());
        assertThat(Files.getLastModifiedTime(bill)).isEqualTo(old);
        assertThat(Files.readString(sums)).isEqualTo(before);
    }
}
