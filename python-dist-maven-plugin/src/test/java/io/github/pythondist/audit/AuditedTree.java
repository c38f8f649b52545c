package io.github.pythondist.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.archive.DistributionDescription.Component;
import io.github.pythondist.archive.DistributionDescription.ExtensionModule;
import io.github.pythondist.archive.DistributionDescription.FileEntry;
import io.github.pythondist.elf.ElfFixture;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.pe.PeFixture;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A small distribution on disk in which all is well until a test changes something. */
final class AuditedTree {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Path cache;
    private final Path root;
    private final String platform;
    private final List<Allowance> allowances = new ArrayList<>();
    private Optional<String> target = Optional.empty();
    private DistributionDescription.@Nullable Choices choices;

    /** An empty one. */
    private AuditedTree(Path directory, Path cache, String platform) throws IOException {
        this.directory = directory;
        this.cache = cache;
        this.platform = platform;
        root = directory.resolve("dist").resolve("python");
        text("licenses/openssl/LICENSE.txt", "Apache License\n", false);
        // No file is too small to be judged.
        catalog("audit/hardening.yaml", """
                least-code: 1
                stack-protector: [__stack_chk_fail, _start]
                fortified: "__\\\\w+_chk"
                fortifiable: [memcpy]
                """);
    }

    /**
     * One for Linux.
     *
     * @param cache where the catalog is laid out; may be shared, since it is named by its content
     */
    AuditedTree(Path directory, Path cache) throws IOException {
        this(directory, cache, "linux-x86_64");
        file("bin/python3.13", ElfFixture.bytes("program"), true);
        link("bin/python3", "python3.13");
        file("lib/libgood.so", ElfFixture.bytes("libgood.so"), true);
        text("bin/pip", "#!/bin/sh\n''':'\nexec \"${0%/*}/python3.13\" \"$0\" \"$@\"\n'''\n", true);
        text("lib/python3.13/os.py", "import sys\n", false);
        // Three modules make a whole interpreter here.
        catalog("cpython/3.13/extensions.yaml", "posix: {mode: core}\nsys: {mode: core}\n_ssl: {mode: static}\n");
    }

    /** One for Windows, as official installations are laid out. */
    static AuditedTree windows(Path directory, Path cache) throws IOException {
        AuditedTree tree = new AuditedTree(directory, cache, "windows-x86_64");
        for (String name : List.of("python.exe", "pythonw.exe", "python3.dll", "python313.dll")) {
            tree.pe(name, name);
        }
        return tree.pe("DLLs/_ssl.pyd", "_ssl.pyd")
                .text("Lib/os.py", "import sys\n", false)
                .catalog(
                        "cpython/3.13/windows/extensions.yaml",
                        "nt: {mode: core}\nsys: {mode: core}\n_ssl: {mode: shared}\n");
    }

    Path root() {
        return root;
    }

    AuditedTree elf(String path, String fixture) throws IOException {
        return file(path, ElfFixture.bytes(fixture), true);
    }

    AuditedTree pe(String path, String fixture) throws IOException {
        return file(path, PeFixture.bytes(fixture), true);
    }

    AuditedTree text(String path, String content, boolean executable) throws IOException {
        return file(path, content.getBytes(StandardCharsets.UTF_8), executable);
    }

    AuditedTree file(String path, byte[] content, boolean executable) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        return this;
    }

    AuditedTree link(String path, String to) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.createSymbolicLink(root.resolve(path), Path.of(to));
        return this;
    }

    AuditedTree catalog(String path, String content) throws IOException {
        Path file = directory.resolve("catalog").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    AuditedTree allow(String rule, String files, String reason) {
        allowances.add(new Allowance(rule, files, reason));
        return this;
    }

    AuditedTree target(String classifier) {
        target = Optional.of(classifier);
        return this;
    }

    /** What {@code python-dist.json} is to say that its project chose. */
    AuditedTree choices(List<String> modules, List<String> without) {
        choices = new DistributionDescription.Choices(List.of(), modules, without);
        return this;
    }

    /** Writes {@code python-dist.json} for what is there now. */
    AuditedTree describe() throws IOException {
        return describe(platform, null);
    }

    AuditedTree describe(String platform, @Nullable String content) throws IOException {
        List<FileEntry> files = new ArrayList<>();
        for (Path path : Trees.list(root)) {
            String name = Trees.unixPath(root.relativize(path));
            if (Files.isSymbolicLink(path)) {
                files.add(FileEntry.link(name, Files.readSymbolicLink(path).toString()));
            } else if (Files.isRegularFile(path) && !name.equals(DistributionDescription.FILE_NAME)) {
                files.add(FileEntry.file(name, Digest.of(path), Files.size(path), Files.isExecutable(path)));
            }
        }
        boolean windows = this.platform.startsWith("windows");
        byte[] json = new DistributionDescription(
                        DistributionDescription.SCHEMA,
                        "cpython-3.13",
                        "3.13.15-1",
                        "3.13.15",
                        platform,
                        content,
                        "x86_64-linux-gnu",
                        windows ? "python.exe" : "bin/python3.13",
                        windows ? "python313.dll" : null,
                        windows ? "Lib" : "lib/python3.13",
                        "cp313",
                        List.of("py3-none-any"),
                        windows
                                ? new DistributionDescription.Libc("ucrt", null)
                                : new DistributionDescription.Libc("glibc", "2.17"),
                        List.of(
                                new ExtensionModule("_ssl", windows ? "shared" : "static", List.of("openssl")),
                                new ExtensionModule(windows ? "nt" : "posix", "static", List.of()),
                                new ExtensionModule("sys", "static", List.of())),
                        List.of(new Component("openssl", "3.5.7", "Apache-2.0", null)),
                        choices,
                        new DistributionDescription.Licenses("licenses"),
                        files)
                .toJson();
        return file(DistributionDescription.FILE_NAME, json, false);
    }

    AuditRequest request(Path input) {
        return new AuditRequest(
                input,
                target,
                Optional.of(directory.resolve("catalog")),
                cache,
                directory.resolve("reports"),
                allowances,
                Progress.NONE);
    }

    AuditResult audit(Path input) {
        return new Auditor().audit(request(input));
    }

    /** Audits the directory. */
    AuditResult audit() {
        return audit(root.getParent());
    }

    /** The report's part on one rule. */
    JsonNode result(String rule) throws IOException {
        return result(audit(), rule);
    }

    static JsonNode result(AuditResult audit, String rule) throws IOException {
        for (JsonNode result : report(audit).path("results")) {
            if (result.path("rule").asText().equals(rule)) {
                return result;
            }
        }
        throw new AssertionError("no rule " + rule);
    }

    static JsonNode report(AuditResult audit) throws IOException {
        return JSON.readTree(Files.readAllBytes(audit.json()));
    }
}
