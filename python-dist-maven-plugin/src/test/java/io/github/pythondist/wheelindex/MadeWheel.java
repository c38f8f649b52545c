package io.github.pythondist.wheelindex;

import io.github.pythondist.consumer.Coordinates;
import io.github.pythondist.files.Digest;
import io.github.pythondist.wheel.PackageNames;
import io.github.pythondist.wheelindex.ReproducedWheel.AppliedPatch;
import io.github.pythondist.wheelindex.ReproducedWheel.Interpreter;
import io.github.pythondist.wheelindex.ReproducedWheel.LinkedComponent;
import io.github.pythondist.wheelindex.ReproducedWheel.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Real wheels with what is known of their builds. */
final class MadeWheel {

    static final Coordinates PLUGIN =
            new Coordinates("io.github.pythondist", "python-dist-maven-plugin", "0.1.0", "maven-plugin", "");
    static final Interpreter PYTHON = new Interpreter(
            new Coordinates("io.github.pythondist", "cpython-3.13", "3.13.5-1", "tar.zst", "linux-x86_64"),
            Digest.ofText("interpreter"),
            "3.13.5");

    private final String file;
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private String name;
    private String version;
    private List<Origin> crates = List.of();

    /**
     * @param file named as PEP 427 says
     */
    MadeWheel(String file) {
        this.file = file;
        String[] parts = file.split("-", 3);
        name = PackageNames.normalized(parts[0]);
        version = parts[1];
        entry(parts[0] + "/__init__.py", "ANSWER = 42\n");
        entry(stem() + "/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        metadata("");
    }

    /** With more lines in its METADATA. */
    MadeWheel metadata(String more) {
        return entry(
                stem() + "/METADATA", "Metadata-Version: 2.4\nName: " + name + "\nVersion: " + version + "\n" + more);
    }

    MadeWheel entry(String path, String text) {
        return entry(path, text.getBytes(StandardCharsets.UTF_8));
    }

    MadeWheel entry(String path, byte[] content) {
        entries.put(path, content);
        return this;
    }

    MadeWheel without(String path) {
        entries.remove(path);
        return this;
    }

    /** Said to be of another package. */
    MadeWheel called(String other) {
        name = other;
        return this;
    }

    MadeWheel of(String otherVersion) {
        version = otherVersion;
        return this;
    }

    /** Written in Rust. */
    MadeWheel of(Origin crate) {
        crates = List.of(crate);
        return this;
    }

    String stem() {
        String[] parts = file.split("-", 3);
        return parts[0] + "-" + parts[1] + ".dist-info";
    }

    Path write(Path directory) throws IOException {
        Path wheel = Files.createDirectories(directory).resolve(file);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                // Always the same bytes.
                ZipEntry header = new ZipEntry(entry.getKey());
                header.setTime(0);
                zip.putNextEntry(header);
                zip.write(entry.getValue());
            }
        }
        return wheel;
    }

    /** Of an sdist and a build requirement. */
    ReproducedWheel in(Path directory) throws IOException {
        return in(directory, List.of(), List.of());
    }

    ReproducedWheel in(Path directory, List<AppliedPatch> patches, List<LinkedComponent> components)
            throws IOException {
        Path wheel = write(directory);
        return new ReproducedWheel(
                name,
                version,
                wheel,
                Digest.of(wheel),
                new Origin(name, version, name + "-" + version + ".tar.gz", Digest.ofText("sdist of " + name)),
                List.of(new Origin(
                        "setuptools", "80.9.0", "setuptools-80.9.0-py3-none-any.whl", Digest.ofText("setuptools"))),
                crates,
                PYTHON,
                "namespaces " + Digest.ofText("environment"),
                new TreeMap<>(Map.of("--build-option", "--quiet")),
                new TreeMap<>(Map.of("PYYAML_FORCE_CYTHON", "0")),
                patches,
                components,
                1_700_000_000L,
                List.of("path", "clock"));
    }
}
