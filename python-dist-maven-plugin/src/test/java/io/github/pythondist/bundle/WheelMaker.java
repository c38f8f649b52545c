package io.github.pythondist.bundle;

import io.github.pythondist.files.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes wheels. */
final class WheelMaker {

    private final Map<String, String> files = new LinkedHashMap<>();
    private final String stem;
    private final String tag;
    private String recordOf = "";

    /** A wheel with its metadata, and a module of the package's name with a function {@code hello}. */
    WheelMaker(String name, String version, String tag) {
        stem = name + "-" + version;
        this.tag = tag;
        file(name + "/__init__.py", "def hello():\n    print('hello from " + name + "')\n");
        file(
                stem + ".dist-info/METADATA",
                "Metadata-Version: 2.4\nName: " + name + "\nVersion: " + version
                        + "\nLicense-Expression: MIT\n\nText\n");
        file(stem + ".dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: " + tag + "\n");
    }

    WheelMaker file(String path, String content) {
        files.put(path, content);
        return this;
    }

    /** A file of the directory {@code .data}. */
    WheelMaker data(String path, String content) {
        return file(stem + ".data/" + path, content);
    }

    /** A file of the directory {@code .dist-info}. */
    WheelMaker info(String path, String content) {
        return file(stem + ".dist-info/" + path, content);
    }

    /** Says in the RECORD that a file has another content. */
    WheelMaker wrongRecordOf(String path) {
        recordOf = path;
        return this;
    }

    Path write(Path directory) throws IOException {
        StringBuilder record = new StringBuilder();
        files.forEach((path, content) -> {
            Digest digest = Digest.ofText(path.equals(recordOf) ? "something else" : content);
            record.append(path)
                    .append(",sha256=")
                    .append(Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(HexFormat.of().parseHex(digest.hex())))
                    .append(',')
                    .append(content.getBytes(StandardCharsets.UTF_8).length)
                    .append('\n');
        });
        info("RECORD", record + stem + ".dist-info/RECORD,,\n");
        Path wheel = Files.createDirectories(directory).resolve(stem + "-" + tag + ".whl");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return wheel;
    }
}
