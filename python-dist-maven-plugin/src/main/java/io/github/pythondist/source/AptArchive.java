package io.github.pythondist.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One archive and suite that apt is told to use; see sources.list(5) for both forms of the files.
 *
 * @param uri as written
 * @param suite a name, or a path that ends in a slash for a repository without {@code dists/}
 * @param components {@code main} and such
 * @param declaredIn the file that says so
 */
record AptArchive(String uri, String suite, List<String> components, Path declaredIn) {

    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_.-]+\\.(list|sources)");
    // Square brackets keep spaces: around options, and in the name of a CD-ROM.
    private static final Pattern WORD = Pattern.compile("(?:\\[[^]]*]|[^\\s\\[])+");
    private static final Set<String> TYPES = Set.of("deb", "deb-src");
    private static final Set<String> FALSE = Set.of("no", "false", "without", "off", "disable", "0");
    private static final String QUOTED = "\\|{}[]<>\"^~_=!@#$%^&*";

    /** All enabled archives in apt's order: {@code sources.list}, then {@code sources.list.d} by name. */
    static List<AptArchive> readAll(Path etcApt) throws IOException {
        List<AptArchive> archives = new ArrayList<>();
        Path main = etcApt.resolve("sources.list");
        if (Files.isRegularFile(main)) {
            readList(main, archives);
        }
        Path folder = etcApt.resolve("sources.list.d");
        if (Files.isDirectory(folder)) {
            List<Path> files;
            try (Stream<Path> entries = Files.list(folder)) {
                files = entries.filter(Files::isRegularFile)
                        .filter(file ->
                                FILE_NAME.matcher(file.getFileName().toString()).matches())
                        .sorted()
                        .toList();
            }
            for (Path file : files) {
                if (file.getFileName().toString().endsWith(".list")) {
                    readList(file, archives);
                } else {
                    readStanzas(file, archives);
                }
            }
        }
        return archives;
    }

    /** The name apt gives the archive's file of this name in its lists directory (URItoFileName in apt's strutl.cc). */
    String listName(String releaseFile) {
        String place = releaseUri(releaseFile).replaceFirst("^[a-z+]+:/*", "").replaceFirst("^[^/@]*@", "");
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < place.length(); i++) {
            char c = place.charAt(i);
            if (QUOTED.indexOf(c) >= 0 || c <= ' ' || c > '~') {
                name.append(String.format(Locale.ROOT, "%%%02x", (int) c));
            } else {
                name.append(c == '/' ? '_' : c);
            }
        }
        return name.toString();
    }

    String releaseUri(String releaseFile) {
        return (uri.endsWith("/") ? uri : uri + "/") + "dists/" + suite + "/" + releaseFile;
    }

    private static void readList(Path file, List<AptArchive> archives) throws IOException {
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            List<String> words = new ArrayList<>();
            Matcher word = WORD.matcher(line.replaceFirst("#.*", ""));
            while (word.find()) {
                words.add(word.group());
            }
            if (words.isEmpty() || !TYPES.contains(words.get(0))) {
                continue;
            }
            words.remove(0);
            if (!words.isEmpty() && words.get(0).startsWith("[")) {
                words.remove(0);
            }
            if (words.size() >= 2) {
                archives.add(
                        new AptArchive(words.get(0), words.get(1), List.copyOf(words.subList(2, words.size())), file));
            }
        }
    }

    private static void readStanzas(Path file, List<AptArchive> archives) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        String field = "";
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            if (line.startsWith("#")) {
                continue;
            }
            if (line.isBlank()) {
                addStanza(fields, file, archives);
                fields.clear();
                field = "";
            } else if (Character.isWhitespace(line.charAt(0))) {
                fields.merge(field, line, (before, more) -> before + " " + more);
            } else {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    field = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                    fields.put(field, line.substring(colon + 1));
                }
            }
        }
        addStanza(fields, file, archives);
    }

    private static void addStanza(Map<String, String> fields, Path file, List<AptArchive> archives) {
        String enabled = fields.getOrDefault("enabled", "yes").strip().toLowerCase(Locale.ROOT);
        if (FALSE.contains(enabled) || words(fields, "types").stream().noneMatch(TYPES::contains)) {
            return;
        }
        for (String uri : words(fields, "uris")) {
            for (String suite : words(fields, "suites")) {
                archives.add(new AptArchive(uri, suite, words(fields, "components"), file));
            }
        }
    }

    private static List<String> words(Map<String, String> fields, String field) {
        String value = fields.getOrDefault(field, "").strip();
        return value.isEmpty() ? List.of() : List.of(value.split("\\s+"));
    }
}
