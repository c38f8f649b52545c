package io.github.pythondist.bundle;

import io.github.pythondist.files.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The RECORD of an installed package: CSV lines of path, digest and size (PEP 376, PEP 427). */
final class RecordFile {

    /**
     * @param path relative to site-packages, with {@code /} between its names
     * @param sha256 empty where the file has no digest, or one by another algorithm
     */
    record Row(String path, Optional<Digest> sha256) {}

    private static final String ALGORITHM = "sha256=";

    private RecordFile() {}

    static List<Row> read(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            if (!line.isBlank()) {
                List<String> fields = fields(line);
                rows.add(new Row(fields.get(0), digest(fields.size() > 1 ? fields.get(1) : "")));
            }
        }
        return rows;
    }

    /**
     * @param files path → file on disk; sorted, so that the text is the same for the same package
     * @param self path of the RECORD, which has no digest of itself
     */
    static String text(SortedMap<String, Path> files, String self) throws IOException {
        StringBuilder text = new StringBuilder();
        for (var entry : files.entrySet()) {
            text.append(quoted(entry.getKey()));
            if (entry.getKey().equals(self)) {
                text.append(",,\n");
            } else {
                byte[] digest =
                        HexFormat.of().parseHex(Digest.of(entry.getValue()).hex());
                text.append(',')
                        .append(ALGORITHM)
                        .append(Base64.getUrlEncoder().withoutPadding().encodeToString(digest))
                        .append(',')
                        .append(Files.size(entry.getValue()))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static Optional<Digest> digest(String field) {
        if (!field.startsWith(ALGORITHM)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(field.substring(ALGORITHM.length()));
            return Optional.of(new Digest(HexFormat.of().formatHex(bytes)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** One line of CSV (RFC 4180) without line breaks in its fields. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                boolean doubled = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
                if (doubled) {
                    field.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    private static String quoted(String field) {
        return field.contains(",") || field.contains("\"") ? '"' + field.replace("\"", "\"\"") + '"' : field;
    }
}
