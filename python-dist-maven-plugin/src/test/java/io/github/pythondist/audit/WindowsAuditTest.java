package io.github.pythondist.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.pythondist.archive.TarMaker;
import io.github.pythondist.pe.PeFixture;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The audit of an archive for Windows")
final class WindowsAuditTest {

    @TempDir
    static Path cache;

    @TempDir
    Path directory;

    private AuditedTree tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = AuditedTree.windows(directory, cache);
        // Only _ssl.pyd has any.
        tree.allow("debug-link", "python/python*", "made without debugging information");
    }

    @Test
    @DisplayName("passes every rule where all is well")
    void passes() throws IOException {
        tree.describe();
        AuditResult audit = tree.audit();
        assertThat(audit.failure()).isEmpty();
        for (JsonNode result : AuditedTree.report(audit).path("results")) {
            assertThat(result.path("outcome").asText())
                    .as(result.path("rule").asText())
                    .isEqualTo("passed");
        }
        JsonNode facts = AuditedTree.report(audit).path("facts");
        assertThat(facts.path("systemLibraries")).hasToString("[\"kernel32.dll\"]");
        assertThat(facts.path("programs").asInt()).isEqualTo(2);
        assertThat(facts.path("libraries").asInt()).isEqualTo(3);
        assertThat(facts.path("builtInModules").asInt()).isEqualTo(2);
        assertThat(facts.path("sharedModules").asInt()).isEqualTo(1);
        assertThat(facts.path("hardening").path("dynamic-base").asText()).isEqualTo("5/5");
        assertThat(AuditedTree.report(audit).path("archive").path("root").asText())
                .isEqualTo("python/");
        assertThat(Files.readString(audit.text()))
                .contains("target    windows-x86_64", "no-times          passed")
                .doesNotContain("relro", "symbol-versions");
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    architecture     | arm64.dll      | is for arm64
                    needed-libraries | bad.pyd        | needs evil.dll
                    needed-libraries | bad.pyd        | needs late.dll
                    own-imports      | bad.pyd        | takes from python313.dll what is not there: Py_Missing
                    own-imports      | python3-bad.dll | forwards PyOS_Missing to python313.PyOS_Missing, which is not there
                    exports          | bad.pyd        | exports SSL_new, where, wide
                    exports          | bad.pyd        | does not export PyInit_bad
                    hidden-symbols   | bad.pyd        | exports 1 of openssl: SSL_new
                    dynamic-base     | bad.pyd        | wants a fixed address
                    high-entropy-va  | bad.pyd        | wants an address of 32 bits
                    nx-compat        | bad.pyd        | does not say that it runs without executable data
                    no-wx-sections   | bad.pyd        | has sections that are writable and executable: .both
                    build-paths      | bad.pyd        | names a build directory: /build/wide/bad.c and 1 more
                    stripped         | unstripped.pyd | is not stripped: symbols, .debug_
                    no-times         | bad.pyd        | has a time in: debug directory entry 1, header
                    pdb-paths        | bad.pyd        | names C:\\users\\builder\\bad.pdb
                    debug-link       | bad.pyd        | has no link to its debugging information
                    version-resource | arm64.dll      | has no version
                    version-resource | bad.pyd        | says it is of 3.13.5, not 3.13.15
                    """)
    @DisplayName("finds in a library")
    void findsInLibrary(String rule, String fixture, String what) throws IOException {
        tree.pe("DLLs/" + fixture, fixture).describe();
        assertThat(findings(tree.result(rule), "python/DLLs/" + fixture))
                .anySatisfy(finding -> assertThat(finding).startsWith(what));
    }

    @Test
    @DisplayName("finds a program that cannot be loaded elsewhere though it says so")
    void withoutRelocations() throws IOException {
        byte[] program = PeFixture.bytes("python.exe");
        // IMAGE_FILE_RELOCS_STRIPPED in the COFF header
        program[0x78 + 22] |= 1;
        tree.file("python.exe", program, true).describe();
        assertThat(findings(tree.result("dynamic-base"), "python/python.exe"))
                .containsExactly("cannot be loaded elsewhere: it has no relocations");
    }

    @Test
    @DisplayName("finds a program with a console that should have none, and the other way round")
    void subsystem() throws IOException {
        tree.pe("pythonw.exe", "python.exe").pe("python.exe", "pythonw.exe").describe();
        JsonNode result = tree.result("subsystem");
        assertThat(findings(result, "python/pythonw.exe"))
                .containsExactly("is of the subsystem console instead of windows");
        assertThat(findings(result, "python/python.exe"))
                .containsExactly("is of the subsystem windows instead of console");
    }

    @Test
    @DisplayName("finds a version whose number is another than its text")
    void versionNumber() throws IOException {
        byte[] program = PeFixture.bytes("python.exe");
        ByteBuffer bytes = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < program.length - 16; at += 4) {
            if (bytes.getInt(at) == 0xfeef04bd) {
                bytes.putInt(at + 12, 14150 << 16 | 1013);
            }
        }
        tree.file("python.exe", program, true).describe();
        assertThat(findings(tree.result("version-resource"), "python/python.exe"))
                .containsExactly("says it is of 3.13.15 and has the number 3.13.14150.1013");
    }

    @Test
    @DisplayName("compares debugging information that is there with what names it")
    void debuggingInformation() throws IOException {
        tree.pe("DLLs/.debug/_ssl.pyd.debug", "_ssl.pyd.debug").describe();
        assertThat(findings(tree.result("debug-link"), "python/DLLs/_ssl.pyd")).isEmpty();
        assertThat(tree.result("debug-link").path("notes").toString()).contains("1 compared");
        byte[] other = PeFixture.bytes("_ssl.pyd.debug");
        other[other.length - 1] ^= 1;
        tree.file("DLLs/.debug/_ssl.pyd.debug", other, true).describe();
        assertThat(findings(tree.result("debug-link"), "python/DLLs/_ssl.pyd"))
                .containsExactly("links to another _ssl.pyd.debug than the one that is there");
        tree.pe("DLLs/other.pyd", "_ssl.pyd").describe();
        assertThat(findings(tree.result("debug-link"), "python/DLLs/other.pyd"))
                .containsExactly("links to _ssl.pyd.debug instead of other.pyd.debug");
    }

    @Test
    @DisplayName("of debugging information alone looks at what it is for")
    void debuginfo() throws IOException {
        for (String name : List.of("python.exe", "pythonw.exe", "python3.dll", "python313.dll", "DLLs/_ssl.pyd")) {
            Files.delete(tree.root().resolve(name));
        }
        Files.delete(tree.root().resolve("Lib/os.py"));
        tree.pe("DLLs/.debug/_ssl.pyd.debug", "_ssl.pyd.debug").describe("windows-x86_64", "debuginfo");
        AuditResult audit = tree.audit();
        assertThat(AuditedTree.result(audit, "architecture").path("outcome").asText())
                .isEqualTo("passed");
        for (String rule : List.of("dynamic-base", "exports", "no-times", "subsystem", "stripped")) {
            assertThat(AuditedTree.result(audit, rule).path("outcome").asText())
                    .as(rule)
                    .isEqualTo("not checked");
        }
    }

    @Test
    @DisplayName("finds what only is called a program, and one of another system")
    void damaged() throws IOException {
        tree.text("DLLs/text.pyd", "MZ is not all it takes", true)
                .file("DLLs/cut.dll", Arrays.copyOf(PeFixture.bytes("python313.dll"), 1100), true)
                .elf("Lib/module.so", "libgood.so")
                .describe();
        JsonNode result = tree.result("architecture");
        assertThat(findings(result, "python/DLLs/text.pyd")).containsExactly("is no PE file");
        assertThat(findings(result, "python/DLLs/cut.dll"))
                .singleElement()
                .asString()
                .startsWith("cannot be read: the section .text reaches beyond");
        assertThat(findings(result, "python/Lib/module.so")).containsExactly("is an ELF file");
    }

    @Test
    @DisplayName("takes pip's start programs for data")
    void foreignPrograms() throws IOException {
        tree.pe("Lib/site-packages/pip/_vendor/distlib/t64-arm.exe", "arm64.dll")
                .pe("Lib/site-packages/pip/_vendor/distlib/t32.exe", "bad.pyd")
                .describe();
        JsonNode result = tree.result("architecture");
        assertThat(result.path("outcome").asText()).isEqualTo("passed");
        assertThat(result.path("notes").toString()).contains("2 of them not judged");
        assertThat(tree.result("needed-libraries").path("outcome").asText()).isEqualTo("passed");
        assertThat(tree.result("hidden-symbols").path("outcome").asText()).isEqualTo("passed");
    }

    @Test
    @DisplayName("knows the embeddable layout: modules beside the program, the standard library in a zip archive")
    void embeddable() throws IOException {
        Files.move(tree.root().resolve("DLLs/_ssl.pyd"), tree.root().resolve("_ssl.pyd"));
        Files.delete(tree.root().resolve("DLLs"));
        Files.move(tree.root().resolve("Lib/os.py"), tree.root().resolve("python313.zip"));
        Files.delete(tree.root().resolve("Lib"));
        tree.describe();
        Path json = tree.root().resolve("python-dist.json");
        Files.writeString(json, Files.readString(json).replace("\"Lib\"", "\"python313.zip\""));
        AuditResult audit = tree.audit();
        assertThat(audit.failure()).isEmpty();
        assertThat(AuditedTree.report(audit).path("facts").path("sharedModules").asInt())
                .isEqualTo(1);
        Files.delete(tree.root().resolve("python313.zip"));
        assertThat(findings(tree.result("description"), "python/python-dist.json"))
                .containsExactly("stdlib: there is no python313.zip/os.py");
    }

    @Test
    @DisplayName("leaves to packages what they export, not what they need")
    void packages() throws IOException {
        tree.pe("Lib/site-packages/spam/bad.pyd", "bad.pyd")
                .pe("Lib/site-packages/spam.libs/Evil.dll", "python3.dll")
                .describe();
        assertThat(findings(tree.result("needed-libraries"), "python/Lib/site-packages/spam/bad.pyd"))
                .containsExactly("needs late.dll");
        assertThat(tree.result("exports").path("outcome").asText()).isEqualTo("passed");
        assertThat(tree.result("version-resource").path("outcome").asText()).isEqualTo("passed");
    }

    @Test
    @DisplayName("does not find a library where Windows would not look")
    void libraryElsewhere() throws IOException {
        tree.pe("DLLs/bad.pyd", "bad.pyd")
                .pe("evil.dll", "python3.dll")
                .pe("tools/late.dll", "python3.dll")
                .describe();
        assertThat(findings(tree.result("needed-libraries"), "python/DLLs/bad.pyd"))
                .containsExactly("needs late.dll");
    }

    @Test
    @DisplayName("compares the modules with the catalog and with the description")
    void extensionSet() throws IOException {
        tree.pe("DLLs/_extra.pyd", "_ssl.pyd")
                .catalog("cpython/3.13/windows/extensions.yaml", """
                        nt: {mode: core}
                        sys: {mode: core}
                        _ssl: {mode: core}
                        _csv: {mode: core}
                        """)
                .describe();
        assertThat(findings(tree.result("extension-set"), "."))
                .containsExactlyInAnyOrder(
                        "the module _csv is absent; by the catalog it is built in",
                        "the module _extra is in DLLs; by python-dist.json it is unknown",
                        "the module _extra is in DLLs; by the catalog it is unknown",
                        "the module _ssl is in DLLs; by the catalog it is built in");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    a/NUL           | has the name of a device
                    a/con.py        | has the name of a device
                    a/Com1.tar.gz   | has the name of a device
                    aux/x           | has the name of a device
                    a/x:y           | has in its name :
                    a/what?         | has in its name ?
                    a/x.            | ends with a dot, which Windows drops
                    a/OS.py         | is the same as
                    """)
    @DisplayName("finds a name that Windows cannot have")
    void names(String path, String what) throws IOException {
        Path tar = new TarMaker()
                .file("a/os.py", "x")
                .file(path, "x")
                .file("damaged.exe", "MZ" + "\0".repeat(58) + "@\0\0\0PE\0\0")
                .write(directory.resolve("names.tar"), "tar");
        JsonNode result = AuditedTree.result(tree.target("windows-x86_64").audit(tar), "windows-names");
        assertThat(result.path("findings").findValuesAsText("what"))
                .singleElement()
                .asString()
                .startsWith(what);
    }

    @Test
    @DisplayName("finds directories that differ by case alone, and links")
    void directoriesAndLinks() throws IOException {
        tree.text("lib/more.py", "x", false).link("python3.exe", "python.exe").describe();
        JsonNode result = tree.result("windows-names");
        assertThat(findings(result, "python/lib")).containsExactly("is the same as python/Lib but for the case");
        assertThat(findings(result, "python/python3.exe")).containsExactly("is a link");
    }

    @Test
    @DisplayName("finds a path that is too long where the archive is likely to be unpacked")
    void lengths() throws IOException {
        String fits = "Lib/" + "d".repeat(100) + "/" + "f".repeat(158 - "python/Lib//".length() - 100);
        tree.text(fits, "x", false).describe();
        assertThat(tree.result("path-lengths").path("outcome").asText()).isEqualTo("passed");
        assertThat(tree.result("path-lengths").path("notes").get(0).asText())
                .isEqualTo("the longest path has 158 characters, so the directory it is unpacked in may have 100");
        String deep = "Lib/" + "d".repeat(137) + "/x";
        tree.text(fits + "x", "x", false).text(deep, "x", false).describe();
        assertThat(tree.result("path-lengths").path("findings").findValuesAsText("file"))
                .contains("python/" + fits + "x", "python/" + deep);
    }

    @Test
    @DisplayName("of a foreign archive says what cannot be checked, and reports what was not promised")
    void foreign() throws IOException {
        tree.pe("DLLs/bad.pyd", "bad.pyd");
        AuditResult audit = tree.audit();
        List<String> notChecked = new ArrayList<>();
        for (JsonNode result : AuditedTree.report(audit).path("results")) {
            if (result.path("outcome").asText().equals("not checked")) {
                notChecked.add(result.path("rule").asText());
            }
        }
        assertThat(notChecked)
                .containsExactly(
                        "architecture", "needed-libraries", "debug-link", "licence-texts", "files", "description");
        JsonNode times = AuditedTree.result(audit, "no-times");
        assertThat(times.path("outcome").asText()).isEqualTo("reported");
        assertThat(times.path("notes").toString()).contains("1 of 6 programs and DLLs, such as: python/DLLs/bad.pyd");
        assertThat(AuditedTree.report(audit).path("facts").path("series").asText())
                .isEqualTo("3.13");
    }

    @Test
    @DisplayName("refuses what is of neither system")
    void otherSystems() throws IOException {
        Path tar = new TarMaker()
                .file("python/bin/python3.13", "a program for another system")
                .write(directory.resolve("macos.tar"), "tar");
        assertThatThrownBy(() -> tree.audit(tar))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("There is no ELF file in")
                .hasMessageContaining("Linux or Windows; those for other systems are not audited yet");
        assertThatThrownBy(() -> tree.target("windows-x86_64").audit(tar))
                .hasMessageContaining("There is no PE file in");
    }

    private static List<String> findings(JsonNode result, String file) {
        List<String> found = new ArrayList<>();
        for (JsonNode finding : result.path("findings")) {
            if (finding.path("file").asText().equals(file)) {
                found.add(finding.path("what").asText());
            }
        }
        return found;
    }
}
