package io.github.pythondist.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.pythondist.archive.ArchiveOptions;
import io.github.pythondist.archive.TarMaker;
import io.github.pythondist.archive.TreeArchiver;
import io.github.pythondist.elf.ElfFixture;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An archive's audit")
final class AuditorTest {

    @TempDir
    static Path cache;

    @TempDir
    Path directory;

    private AuditedTree tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = new AuditedTree(directory, cache);
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
                    .isEqualTo(result.path("rule").asText().equals("pie") ? "reported" : "passed");
        }
        assertThat(Files.readString(audit.text())).contains("target    linux-x86_64", "needed-libraries  passed");
        assertThat(AuditedTree.report(audit).path("facts").path("systemLibraries"))
                .hasToString("[\"libc.so.6\"]");
        assertThat(AuditedTree.report(audit)
                        .path("facts")
                        .path("highestVersions")
                        .path("GLIBC")
                        .asText())
                .isEqualTo("2.17");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    architecture     | aarch64.so      | is for aarch64
                    architecture     | i386.so         | is for x86
                    needed-libraries | libbad.so       | needs libevil.so.1
                    symbol-versions  | libbad.so       | needs GLIBC_2.99 of libc.so.6; the floor is 2.17
                    symbol-versions  | libnew.so       | needs GLIBC_PRIVATE of libc.so.6
                    rpath            | libbad.so       | looks for libraries in /opt/evil/lib
                    hidden-symbols   | libbad.so       | exports 1 of openssl: SSL_new
                    hidden-symbols   | libbad.so       | exports 1 of zlib: inflate
                    hidden-symbols   | libedit.so.2    | exports 4 of libedit
                    relro            | libbad.so       | has no RELRO
                    bind-now         | libbad.so       | binds functions when they are first called
                    nx-stack         | libbad.so       | wants an executable stack
                    nx-stack         | stack.o         | does not say that it needs no executable stack
                    no-wx-segments   | libbad.so       | 1 segments are writable and executable
                    no-textrel       | libbad.so       | has text relocations
                    stack-protector  | libplain.so     | no function checks its stack
                    fortify          | libplain.so     | calls memcpy and no checked function
                    build-paths      | libbad.so       | names a home directory: /home/builder/work/bad.c
                    build-paths      | debug.o         | names a home directory: /home/builder/work
                    stripped         | unstripped      | is not stripped: .debug_abbrev, .debug_info
                    gpl-evidence     | readline.so     | needs libreadline.so.8, GNU readline (GPL-3.0-or-later)
                    gpl-evidence     | libreadline.so.8 | has names of GNU readline (GPL-3.0-or-later): rl_unix_filename_rubout
                    gpl-evidence     | libreadline.so.8 | has the text "/etc/inputrc" of GNU readline
                    """)
    @DisplayName("finds in a binary")
    void findsInBinary(String rule, String fixture, String what) throws IOException {
        tree.elf("lib/" + fixture, fixture).describe();
        assertThat(findings(tree.result(rule), "python/lib/" + fixture))
                .anySatisfy(finding -> assertThat(finding).startsWith(what));
    }

    @Test
    @DisplayName("does not take libedit for GNU readline")
    void libedit() throws IOException {
        tree.elf("lib/libedit.so.2", "libedit.so.2").describe();
        assertThat(tree.result("gpl-evidence").path("outcome").asText()).isEqualTo("passed");
    }

    @Test
    @DisplayName("looks into static libraries, and says that object files have no versions")
    void staticLibraries() throws IOException {
        tree.elf("lib/libobjects.a", "libobjects.a").describe();
        AuditResult audit = tree.audit();
        assertThat(findings(AuditedTree.result(audit, "nx-stack"), "python/lib/libobjects.a(stack.o)"))
                .hasSize(1);
        assertThat(AuditedTree.result(audit, "symbol-versions").path("notes").toString())
                .contains("2 object files not checked: their undefined symbols have no versions");
    }

    @Test
    @DisplayName("accepts a library of the archive itself")
    void ownLibrary() throws IOException {
        tree.elf("lib/libreadline.so.8", "libreadline.so.8")
                .elf("lib/readline.so", "readline.so")
                .describe();
        assertThat(tree.result("needed-libraries").path("outcome").asText()).isEqualTo("passed");
        Files.delete(tree.root().resolve("lib/libreadline.so.8"));
        assertThat(findings(tree.result("needed-libraries"), "python/lib/readline.so"))
                .containsExactly("needs libreadline.so.8");
    }

    @Test
    @DisplayName("reports which programs are position-independent, without judging")
    void positionIndependence() throws IOException {
        tree.elf("bin/fixed", "program-fixed").describe();
        assertThat(tree.result("pie").path("notes").toString())
                .contains("1 of 2 programs are at a fixed address: python/bin/fixed");
    }

    @Test
    @DisplayName("reports unstripped files of archives that promise nothing")
    void unstripped() throws IOException {
        tree.elf("bin/whole", "unstripped");
        assertThat(tree.result("stripped").path("notes").toString())
                .contains("1 of 3 programs and shared objects are not stripped: python/bin/whole");
    }

    @Test
    @DisplayName("sees a damaged binary")
    void damagedBinary() throws IOException {
        byte[] cut = Arrays.copyOf(ElfFixture.bytes("libgood.so"), 600);
        tree.file("lib/cut.so", cut, true).describe();
        assertThat(findings(tree.result("architecture"), "python/lib/cut.so"))
                .singleElement()
                .asString()
                .startsWith("cannot be read");
    }

    @ParameterizedTest(name = "{1} in {0}")
    @CsvSource({
        "lib/python3.13/_sysconfigdata_x.py, '''/build/python/lib'''",
        "lib/python3.13/config-3.13/Makefile, -I/build/python/include",
        "lib/pkgconfig/python.pc, prefix=/home/me/out",
        "lib/python3.13/new.py, see /tmp/work.log"
    })
    @DisplayName("finds a build path in a text")
    void buildPathInText(String path, String text) throws IOException {
        tree.text(path, text + "\n", false).describe();
        assertThat(findings(tree.result("build-paths"), "python/" + path)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tools/build/generate.py",
                "https://example.org/home/me/",
                "${prefix}/build/x",
                "../build/x",
                "~/tmp/x"
            })
    @DisplayName("does not take a part of another path for a build path")
    void partOfAnotherPath(String text) throws IOException {
        tree.text("lib/python3.13/config-3.13/Makefile", text + "\n", false).describe();
        assertThat(tree.result("build-paths").path("outcome").asText()).isEqualTo("passed");
    }

    @Test
    @DisplayName("judges bytecode by its source, and test suites not at all")
    void upstreamTexts() throws IOException {
        tree.text("lib/python3.13/mod.py", "x = '/tmp/mod'\n", false)
                .text("lib/python3.13/__pycache__/mod.cpython-313.pyc", "\u0001z\t/tmp/modz", false)
                .text("lib/python3.13/__pycache__/os.cpython-313.pyc", "\u0001zA/home/me/os.py", false)
                .text("lib/python3.13/test/test_x.py", "x = '/home/me'\n", false)
                .describe();
        JsonNode result = tree.result("build-paths");
        assertThat(files(result))
                .containsExactly(
                        "python/lib/python3.13/__pycache__/os.cpython-313.pyc", "python/lib/python3.13/mod.py");
        assertThat(result.path("notes").toString()).contains("1 texts not checked");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "#!/opt/python/bin/python3 | begins with #!/opt/python/bin/python3",
                "#!/usr/bin/python3 | begins with #!/usr/bin/python3",
                "#!/bin/sh%n'''exec' '/long path/bin/python3' \"$0\" \"$@\"%n''' | starts /long"
            })
    @DisplayName("finds a script that starts an interpreter at a fixed place")
    void shebangs(String script, String what) throws IOException {
        tree.text("bin/tool", script.replace("%n", "\n") + "\n", true).describe();
        assertThat(findings(tree.result("shebangs"), "python/bin/tool"))
                .singleElement()
                .asString()
                .startsWith(what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#!/usr/bin/env python3", "#!/bin/sh", "#! /bin/sh -e"})
    @DisplayName("accepts scripts that every system can start")
    void shebangsOfTheSystem(String script) throws IOException {
        tree.text("bin/tool", script + "\n", true).describe();
        assertThat(tree.result("shebangs").path("outcome").asText()).isEqualTo("passed");
    }

    @Test
    @DisplayName("compares the modules with the catalog and with the description")
    void extensionSet() throws IOException {
        tree.elf("lib/python3.13/lib-dynload/_extra.cpython-313.so", "libgood.so")
                .catalog("cpython/3.13/extensions.yaml", """
                        posix: {mode: core}
                        sys: {mode: core}
                        _ssl: {mode: disabled}
                        _csv: {mode: static}
                        _testcapi: {mode: shared, test: true}
                        """)
                .describe();
        assertThat(findings(tree.result("extension-set"), "."))
                .containsExactlyInAnyOrder(
                        "the module _csv is absent; by the catalog it is built in",
                        "the module _extra is in lib-dynload; by python-dist.json it is unknown",
                        "the module _extra is in lib-dynload; by the catalog it is unknown",
                        "the module _ssl is built in; by the catalog it is absent");
    }

    @Test
    @DisplayName("takes the modules that a project chose from the description, and looks whether it is so")
    void chosenModules() throws IOException {
        tree.catalog("cpython/3.13/extensions.yaml", """
                        posix: {mode: core}
                        sys: {mode: core}
                        _dbm: {mode: static}
                        """)
                .choices(List.of("_ssl"), List.of("_dbm"))
                .describe();
        assertThat(findings(tree.result("extension-set"), ".")).isEmpty();
        assertThat(tree.result("extension-set").path("notes").toString())
                .contains("the project's own, by its python-dist.json: _ssl", "left out by the project: _dbm");

        tree.choices(List.of("_ssl", "_spam"), List.of("sys")).describe();
        assertThat(findings(tree.result("extension-set"), "."))
                .contains(
                        "the module _spam is absent; by the catalog it is built in",
                        "the module sys is built in; by the catalog it is absent");
    }

    @Test
    @DisplayName("misses a component's licence text")
    void licenceTexts() throws IOException {
        Files.delete(tree.root().resolve("licenses/openssl/LICENSE.txt"));
        tree.describe();
        assertThat(findings(tree.result("licence-texts"), "python/licenses/openssl"))
                .containsExactly("there is no licence text of openssl (Apache-2.0)");
    }

    @Test
    @DisplayName("follows links")
    void links() throws IOException {
        tree.link("lib/out", "../../../nowhere/at/all")
                .link("lib/absolute", "/nowhere/at/all")
                .link("lib/nowhere", "nothing")
                .link("lib/circle", "circle")
                .link("lib/turn", ".")
                .link("lib/hidden", "turn/../../../x")
                .describe();
        JsonNode result = tree.result("links");
        assertThat(findings(result, "python/lib/out"))
                .containsExactly("-> ../../../nowhere/at/all leads out of the tree");
        assertThat(findings(result, "python/lib/absolute"))
                .containsExactly("-> /nowhere/at/all leads to the absolute path /nowhere/at/all");
        assertThat(findings(result, "python/lib/nowhere"))
                .containsExactly("-> nothing leads nowhere: there is no python/lib/nothing");
        assertThat(findings(result, "python/lib/circle")).containsExactly("-> circle leads in a circle");
        assertThat(findings(result, "python/lib/hidden")).hasSize(1);
        assertThat(findings(result, "python/lib/turn")).isEmpty();
    }

    @Test
    @DisplayName("compares every file with the description")
    void filesDiffer() throws IOException {
        tree.text("a", "one", false)
                .text("b", "two", false)
                .text("c", "three", false)
                .text("d", "four", false);
        tree.link("e", "a").describe();
        tree.text("a", "ONE", false).text("b", "2", false).text("new", "x", false);
        Files.delete(tree.root().resolve("c"));
        Files.setPosixFilePermissions(tree.root().resolve("d"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.delete(tree.root().resolve("e"));
        tree.link("e", "b");
        JsonNode result = tree.result("files");
        assertThat(findings(result, "python/a")).singleElement().asString().startsWith("has the SHA-256");
        assertThat(findings(result, "python/b")).containsExactly("has 1 bytes; 3 are listed");
        assertThat(findings(result, "python/c")).containsExactly("is listed and missing");
        assertThat(findings(result, "python/d")).containsExactly("has the mode 0777; 0644 is listed");
        assertThat(findings(result, "python/e")).containsExactly("is listed as a link to a and is one to b");
        assertThat(findings(result, "python/new")).containsExactly("is not listed");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    "schema" : 1                   | "schema" : 2                    | is of format 2
                    "linkage" : "static"           | "linkage" : "dynamic"           | linkage
                    "bin/python3.13"               | "bin/python9"                   | executable: there is no bin/python9
                    "name" : "cpython-3.13"        | "name" : 7                      | lacks name
                    "schema" : 1,                  | "schema" : 1                    | cannot be read
                    "path" : "bin/pip"             | "path" : "/bin/pip"             | path
                    """)
    @DisplayName("refuses a description that was tampered with")
    void tamperedDescription(String from, String to, String what) throws IOException {
        tree.describe();
        Path json = tree.root().resolve("python-dist.json");
        String text = Files.readString(json);
        assertThat(text).contains(from);
        Files.writeString(json, text.replace(from, to));
        assertThat(findings(tree.result("description"), "python/python-dist.json"))
                .anySatisfy(finding -> assertThat(finding).contains(what));
    }

    @Test
    @DisplayName("of a foreign archive checks what can be checked, and says what cannot")
    void foreign() throws IOException {
        JsonNode report = AuditedTree.report(tree.audit());
        List<String> notChecked = new ArrayList<>();
        for (JsonNode result : report.path("results")) {
            if (result.path("outcome").asText().equals("not checked")) {
                notChecked.add(result.path("rule").asText());
                assertThat(result.path("notes").get(0).asText()).isNotBlank();
            }
        }
        assertThat(notChecked)
                .containsExactly(
                        "architecture", "needed-libraries", "symbol-versions", "licence-texts", "files", "description");
        tree.target("linux-x86_64");
        assertThat(tree.result("needed-libraries").path("outcome").asText()).isEqualTo("passed");
        assertThat(tree.result("extension-set").path("notes").toString())
                .contains("3 modules are built in", "how modules are linked is not checked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"python/install", "usr", "org/example/linux-x86_64"})
    @DisplayName("finds the tree of a foreign layout")
    void foreignLayout(String root) throws IOException {
        Path foreign = directory.resolve("foreign");
        Path to = foreign.resolve(root);
        Files.createDirectories(to.getParent());
        Files.move(tree.root(), to);
        AuditResult audit = tree.target("linux-x86_64").audit(foreign);
        assertThat(AuditedTree.report(audit).path("archive").path("root").asText())
                .isEqualTo(root + "/");
        assertThat(AuditedTree.report(audit).path("facts").path("series").asText())
                .isEqualTo("3.13");
    }

    @Test
    @DisplayName("of debugging information leaves out what only programs have, and links into the other archive")
    void debuginfo() throws IOException {
        Files.delete(tree.root().resolve("bin/python3"));
        Files.delete(tree.root().resolve("bin/python3.13"));
        Files.delete(tree.root().resolve("bin/pip"));
        Files.delete(tree.root().resolve("lib/libgood.so"));
        Files.delete(tree.root().resolve("lib/python3.13/os.py"));
        tree.elf("lib/debug/.build-id/12/34.debug", "program.debug")
                .link("lib/debug/.build-id/12/34", "../../../../bin/python3.13")
                .describe("linux-x86_64", "debuginfo");
        Files.move(tree.root().resolve("python-dist.json"), tree.root().resolve("lib/debug/python-dist.json"));
        AuditResult audit = tree.audit();
        assertThat(audit.failure()).isEmpty();
        assertThat(AuditedTree.result(audit, "links").path("outcome").asText()).isEqualTo("passed");
        assertThat(AuditedTree.result(audit, "files").path("outcome").asText()).isEqualTo("passed");
        assertThat(AuditedTree.result(audit, "relro").path("outcome").asText()).isEqualTo("not checked");
    }

    @Test
    @DisplayName("compares the target asked for with the one described")
    void otherTarget() throws IOException {
        tree.describe("linux-aarch_64", null).target("linux-x86_64");
        assertThat(findings(tree.result("architecture"), "."))
                .containsExactly("python-dist.json says linux-aarch_64; audited as linux-x86_64");
        tree.describe("linux-x86_64-debug", null);
        assertThat(tree.result("architecture").path("outcome").asText()).isEqualTo("passed");
    }

    @Test
    @DisplayName("keeps what is allowed in the report, with the reason")
    void allowances() throws IOException {
        tree.elf("lib/libedit.so.2", "libedit.so.2")
                .allow("hidden-symbols", "python/lib/libedit*", "it is the library itself")
                .allow("stack-protector", "**", "too small")
                .describe();
        AuditResult audit = tree.audit();
        assertThat(audit.failure()).isEmpty();
        JsonNode result = AuditedTree.result(audit, "hidden-symbols");
        assertThat(result.path("allowed").get(0).path("reason").asText()).isEqualTo("it is the library itself");
        assertThat(Files.readString(audit.text())).contains("(it is the library itself)");
        assertThatThrownBy(() -> tree.allow("no-such-rule", "**", "why").audit())
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("no-such-rule")
                .hasMessageContaining("hidden-symbols");
    }

    @Test
    @DisplayName("lists its findings with a remedy, not too many of them")
    void failure() throws IOException {
        for (int i = 0; i < 9; i++) {
            tree.text("bin/tool" + i, "#!/opt/python\n", true);
        }
        tree.describe();
        AuditResult audit = tree.audit();
        assertThat(audit.failure()).hasValueSatisfying(failure -> assertThat(failure)
                .hasMessageContaining("has 9 findings in 1 rule")
                .hasMessageContaining("python/bin/tool0 begins with #!/opt/python")
                .hasMessageContaining("... 4 more")
                .hasMessageContaining(audit.text().toString()));
    }

    @Test
    @DisplayName("gives the same bytes for the same archive, whatever form it has")
    void formats() throws IOException {
        tree.describe();
        Path tar = directory.resolve("dist.tar.zst");
        new TreeArchiver().write(tree.root().getParent(), tar, ArchiveOptions.of(0));
        AuditResult first = tree.audit(tar);
        assertThat(first.failure()).isEmpty();
        assertThat(first.unchanged()).isFalse();
        String json = Files.readString(first.json());
        assertThat(tree.audit(tar).unchanged()).isTrue();
        Files.delete(first.json());
        assertThat(tree.audit(tar).unchanged()).isFalse();
        assertThat(Files.readString(first.json())).isEqualTo(json).doesNotContain(directory.toString());

        tree.catalog("audit/copyleft.yaml", "libraries: []\n");
        assertThat(tree.audit(tar).unchanged()).isFalse();
    }

    @Test
    @DisplayName("reads zip archives")
    void zip() throws IOException {
        Path zip = directory.resolve("dist.jar");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            entries.putNextEntry(new ZipEntry("org/example/bin/python3.13"));
            entries.write(ElfFixture.bytes("program"));
            entries.putNextEntry(new ZipEntry("org/example/lib/libbad.so"));
            entries.write(ElfFixture.bytes("libbad.so"));
        }
        AuditResult audit = tree.target("linux-x86_64").audit(zip);
        assertThat(findings(AuditedTree.result(audit, "relro"), "org/example/lib/libbad.so"))
                .hasSize(1);

        byte[] bytes = Files.readAllBytes(zip);
        Files.write(zip, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> tree.audit(zip))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("is damaged or incomplete");
    }

    @Test
    @DisplayName("refuses what it cannot audit, and says why")
    void badInput() throws IOException {
        assertThatThrownBy(() -> tree.audit(directory.resolve("missing.tar.zst")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("There is no archive");
        Path text = Files.writeString(directory.resolve("text"), "hello, this is no archive");
        assertThatThrownBy(() -> tree.audit(text)).hasMessageContaining("is no tar archive");
        assertThatThrownBy(() -> tree.audit(Files.createDirectories(directory.resolve("empty"))))
                .hasMessageContaining("There is nothing in");
        Path scripts = new TarMaker().file("bin/x", "#!/bin/sh\n").write(directory.resolve("scripts.tar"), "tar");
        assertThatThrownBy(() -> tree.audit(scripts))
                .hasMessageContaining("There is no ELF file in")
                .hasMessageContaining("files: 1, directories and links: 0");
        Path escaping = new TarMaker().file("a/../../x", "x").write(directory.resolve("escaping.tar"), "tar");
        assertThatThrownBy(() -> tree.audit(escaping)).hasMessageContaining("leads out of it: a/../../x");

        tree.describe();
        Path tar = directory.resolve("cut.tar.zst");
        new TreeArchiver().write(tree.root().getParent(), tar, ArchiveOptions.of(0));
        byte[] bytes = Files.readAllBytes(tar);
        Files.write(tar, Arrays.copyOf(bytes, bytes.length - 100));
        assertThatThrownBy(() -> tree.audit(tar)).hasMessageContaining("is damaged or incomplete");
    }

    @Test
    @DisplayName("sees an entry that is there twice, and a device")
    void strangeEntries() throws IOException {
        Path tar = new TarMaker()
                .file("x", "once")
                .file("x", "again")
                .special("null", TarConstants.LF_CHR)
                .file("y.a", "!<arch>\n")
                .file("z.so", "\u007fELF is not all it takes")
                .write(directory.resolve("strange.tar"), "tar");
        AuditResult audit = tree.audit(tar);
        assertThat(findings(AuditedTree.result(audit, "files"), "x"))
                .containsExactly("is in the archive more than once");
        assertThat(findings(AuditedTree.result(audit, "links"), "null"))
                .containsExactly("is a device, a pipe or a socket");
    }

    @Test
    @DisplayName("sees modes that give rights to others, of directories too")
    void modes() throws IOException {
        Path tar = new TarMaker()
                .file("setuid", "\u007fELF is not all", 04755)
                .file("shared", "x", 0664)
                .directory("open", 0777)
                .directory("sticky", 01755)
                .symlink("link", "shared")
                .file("plain", "x", 0644)
                .write(directory.resolve("modes.tar"), "tar");
        JsonNode result = AuditedTree.result(tree.audit(tar), "modes");
        assertThat(files(result)).containsExactly("open", "setuid", "shared", "sticky");
        tree.describe();
        Files.setAttribute(tree.root().resolve("bin/python3.13"), "unix:mode", 0104755);
        assertThat(findings(tree.result("modes"), "python/bin/python3.13"))
                .containsExactly("is setuid, setgid or sticky: 4755");
        assertThat(findings(tree.result("files"), "python/bin/python3.13"))
                .containsExactly("has the mode 4755; 0755 is listed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "linkage" : "static" | "linkage" : null
                    "name" : "posix"     | "name" : null
                    """)
    @DisplayName("takes a description that breaks its schema for one that cannot be read")
    void nullInDescription(String from, String to) throws IOException {
        tree.describe();
        Path json = tree.root().resolve("python-dist.json");
        Files.writeString(json, Files.readString(json).replace(from, to));
        assertThat(findings(tree.result("description"), "python/python-dist.json"))
                .contains("cannot be read: it breaks its schema")
                .hasSizeGreaterThan(1);
    }

    @Test
    @DisplayName("refuses what would take too much memory before it takes it")
    void tooMuch() throws IOException {
        Path deep = new TarMaker().file("a/".repeat(3000) + "x", "x").write(directory.resolve("deep.tar"), "tar");
        assertThatThrownBy(() -> tree.audit(deep))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("a path of 6001 characters");
        Path large = Files.createDirectories(directory.resolve("large")).resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(600L << 20);
        }
        assertThatThrownBy(() -> tree.audit(large.getParent()))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("sparse in")
                .hasMessageContaining("too large to be audited");
    }

    @Test
    @DisplayName("says what is wrong with its own configuration")
    void badConfiguration() throws IOException {
        assertThatThrownBy(() -> tree.audit(Path.of("/")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("root of the file system");
        tree.catalog("audit/copyleft.yaml", """
                libraries:
                  - name: GNU readline
                    license: GPL-3.0-or-later
                    texts: [{literal: ""}]
                """);
        assertThatThrownBy(() -> tree.audit()).isInstanceOf(BuildFailure.class).hasMessageContaining("copyleft.yaml");
        assertThatThrownBy(() -> tree.allow("links", "lib/[a", "why").audit())
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("lib/[a");
    }

    @Test
    @DisplayName("allows findings in files that have no path on this system")
    void allowedText() {
        assertThat(new Allowance("links", "a*", "why").covers("links", new Finding("a\0b", "x")))
                .isTrue();
    }

    @Test
    @DisplayName("sees entries below a link, static libraries cut off and names that are not UTF-8")
    void misleading() throws IOException {
        Path tar = new TarMaker()
                .symlink("python/d", "bin")
                .file("python/d/evil", "x")
                .file("python/bin/x", "\u007fELF is not all")
                .file("python/\uFFFD", "x")
                .file("python/\uFFFD", "y")
                .file("cut.a", "!<arch>\n%-16s%-12s%-6s%-6s%-8s%-10s`\n".formatted("x.o/", 0, 0, 0, 644, 100) + "short")
                .write(directory.resolve("misleading.tar"), "tar");
        AuditResult audit = tree.target("linux-x86_64").audit(tar);
        assertThat(findings(AuditedTree.result(audit, "links"), "python/d/evil"))
                .containsExactly("is below python/d, which is a link: it would be written elsewhere");
        assertThat(AuditedTree.result(audit, "files").path("findings").toString())
                .contains("not UTF-8");
        assertThat(AuditedTree.result(audit, "architecture").path("findings").toString())
                .contains("cut.a", "cut off");
    }

    @Test
    @DisplayName("has every rule explained on the site")
    void documented() throws IOException {
        String page = Files.readString(Path.of("..", "src-site", "markdown", "audit.md"));
        for (Rule rule : Format.allRules()) {
            assertThat(page).contains("| `" + rule.id() + "` |");
        }
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

    private static List<String> files(JsonNode result) {
        List<String> files = new ArrayList<>();
        result.path("findings")
                .forEach(finding -> files.add(finding.path("file").asText()));
        return files;
    }
}
