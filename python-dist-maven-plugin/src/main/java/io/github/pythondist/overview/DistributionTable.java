package io.github.pythondist.overview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One row for each archive of a build: what the audit measured of it, and what the tests of its interpreter said. Every
 * figure is read from the reports in {@code target/python-dist*}; nothing is measured here.
 */
@Named
@Singleton
public final class DistributionTable {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private static final String WORK = "python-dist";
    private static final Set<String> CONTENTS = Set.of("full", "debuginfo", "embed");
    private static final Set<String> SKIPPED = Set.of(".git", ".m2", "node_modules", "local-repository", "its");

    private static final String REMEDY = "Delete the file and build again";

    @Inject
    public DistributionTable() {}

    /**
     * Counts of JUnit reports.
     *
     * @param passed tests that passed
     * @param failed tests that failed or ended with an error
     * @param skipped tests that were skipped
     */
    record Tests(long passed, long failed, long skipped) {

        static final Tests NONE = new Tests(0, 0, 0);

        Tests and(Tests other) {
            return new Tests(passed + other.passed, failed + other.failed, skipped + other.skipped);
        }
    }

    /** An archive's row. */
    private record Row(String series, String target, String flavour, String content, JsonNode audit, Tests tests) {}

    /**
     * Writes the table of every audited archive below a directory.
     *
     * @param root searched for {@code target/python-dist/audit/*.json}
     * @param file Markdown, replaced
     * @return how many archives it has
     * @throws BuildFailure if there is none, or a report cannot be read
     */
    public int write(Path root, Path file) {
        try {
            List<Row> rows = new ArrayList<>();
            for (Path audit : audits(root)) {
                rows.add(row(audit));
            }
            if (rows.isEmpty()) {
                throw new BuildFailure("There is no audited archive below " + root)
                        .remedy("Run a build with the goals package and audit first, for example: mvn verify");
            }
            rows.sort(Comparator.comparing(Row::series, DistributionTable::byNumbers)
                    .thenComparing(Row::target)
                    .thenComparing(Row::flavour)
                    .thenComparing(row -> row.content().equals("runtime") ? "" : row.content()));
            AtomicFiles.writeString(file, markdown(rows));
            return rows.size();
        } catch (IOException e) {
            throw new BuildFailure("Cannot make a table of the reports below " + root, e);
        }
    }

    private static List<Path> audits(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                String name = String.valueOf(directory.getFileName());
                if (!directory.equals(root) && SKIPPED.contains(name)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Path audit = directory.resolve("audit");
                if (name.equals(WORK) && Files.isDirectory(audit)) {
                    try (Stream<Path> files = Files.list(audit)) {
                        files.filter(path -> path.toString().endsWith(".json"))
                                .filter(Files::isRegularFile)
                                .forEach(found::add);
                    }
                }
                return name.startsWith(WORK) && directory.getParent().endsWith("target")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }
        });
        found.sort(Comparator.comparing(path -> Trees.unixPath(root.relativize(path))));
        return found;
    }

    private static JsonNode audit(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new BuildFailure("The audit report " + file + " is no JSON")
                    .detail(e.getOriginalMessage())
                    .remedy(REMEDY);
        }
    }

    private static Row row(Path file) throws IOException {
        JsonNode audit = audit(file);
        String name = audit.at("/archive/name").asText();
        String target = audit.path("target").asText();
        int at = name.indexOf(target);
        if (target.isEmpty() || at < 0) {
            throw new BuildFailure("The audit report " + file + " names no platform").remedy(REMEDY);
        }
        List<String> suffixes = new ArrayList<>(Stream.of(name.substring(at + target.length())
                        .replaceFirst("\\.(tar\\..*|zip)$", "")
                        .split("-", -1))
                .filter(part -> !part.isEmpty())
                .toList());
        String content = "runtime";
        if (!suffixes.isEmpty() && CONTENTS.contains(suffixes.get(suffixes.size() - 1))) {
            content = suffixes.remove(suffixes.size() - 1);
        }
        String flavour = String.join("-", suffixes);
        Path output = file.getParent().getParent().resolveSibling(WORK + (flavour.isEmpty() ? "" : "-" + flavour));
        return new Row(
                audit.at("/facts/series").asText(),
                target,
                flavour,
                content,
                audit,
                tests(output.resolve("test-reports")));
    }

    private static Tests tests(Path directory) throws IOException {
        Tests sum = Tests.NONE;
        if (!Files.isDirectory(directory)) {
            return sum;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".xml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList()) {
                sum = sum.and(read(file));
            }
        }
        return sum;
    }

    /** Sums the cases of a JUnit report. */
    static Tests read(Path file) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        long cases = 0;
        long failed = 0;
        long skipped = 0;
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            try {
                while (reader.hasNext()) {
                    if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                        switch (reader.getLocalName()) {
                            case "testcase" -> cases++;
                            case "failure", "error" -> failed++;
                            case "skipped" -> skipped++;
                            default -> {}
                        }
                    }
                }
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new BuildFailure("The file " + file + " is no JUnit report", e).remedy(REMEDY);
        }
        return new Tests(cases - failed - skipped, failed, skipped);
    }

    private static String markdown(List<Row> rows) {
        StringBuilder text = new StringBuilder("""
                # Distributions

                Made by the goal `report` from the reports of a build: the audit measured every archive, the tests ran
                on its interpreter.

                | series | platform | flavour | content | archive, MB | unpacked, MB | files | modules static / shared / absent | highest symbol version | audit | tests passed / failed / skipped |
                |---|---|---|---|--:|--:|--:|--:|---|---|--:|
                """);
        for (Row row : rows) {
            JsonNode facts = row.audit().path("facts");
            boolean programs = facts.path("programs").asLong() > 0;
            boolean debuginfo = row.content().equals("debuginfo");
            text.append("| ")
                    .append(String.join(
                            " | ",
                            row.series(),
                            row.target(),
                            row.flavour().isEmpty() ? "–" : row.flavour(),
                            row.content(),
                            megabytes(row.audit().at("/archive/size").asLong()),
                            megabytes(facts.path("unpackedBytes").asLong()),
                            facts.path("files").asText(),
                            debuginfo || !programs
                                    ? "–"
                                    : facts.path("builtInModules").asText()
                                            + " / "
                                            + facts.path("sharedModules").asText()
                                            + " / "
                                            + facts.path("absentModules").asText(),
                            debuginfo ? "–" : versions(facts.path("highestVersions")),
                            verdict(row.audit()),
                            debuginfo
                                    ? "–"
                                    : row.tests().passed() + " / " + row.tests().failed() + " / "
                                            + row.tests().skipped()))
                    .append(" |\n");
        }
        text.append("\n## Needed of the system\n\n| archives | libraries |\n|---|---|\n");
        grouped(rows, facts -> names(facts.path("systemLibraries"))).forEach((libraries, archives) -> text.append("| ")
                .append(String.join(", ", archives))
                .append(" | ")
                .append(libraries)
                .append(" |\n"));
        text.append(
                "\n## Hardening\n\nOf how many programs and shared objects each holds.\n\n| archives | properties |\n|---|---|\n");
        grouped(rows, facts -> properties(facts.path("hardening"))).forEach((properties, archives) -> text.append("| ")
                .append(String.join(", ", archives))
                .append(" | ")
                .append(properties)
                .append(" |\n"));
        return text.toString();
    }

    private static SortedMap<String, List<String>> grouped(
            List<Row> rows, java.util.function.Function<JsonNode, String> value) {
        SortedMap<String, List<String>> groups = new TreeMap<>();
        for (Row row : rows) {
            if (row.content().equals("debuginfo")) {
                continue;
            }
            String name = String.join(
                    " ",
                    Stream.of(row.series(), row.target(), row.flavour(), row.content())
                            .filter(part -> !part.isEmpty())
                            .toList());
            groups.computeIfAbsent(value.apply(row.audit().path("facts")), unused -> new ArrayList<>())
                    .add(name);
        }
        return groups;
    }

    private static String verdict(JsonNode audit) {
        long passed = outcomes(audit, "passed");
        long findings = outcomes(audit, "findings");
        return findings == 0 ? passed + " rules passed" : findings + " rules with findings";
    }

    private static long outcomes(JsonNode audit, String outcome) {
        return StreamSupport.stream(audit.path("results").spliterator(), false)
                .filter(result -> result.path("outcome").asText().equals(outcome))
                .count();
    }

    private static String versions(JsonNode highest) {
        return names(highest, "_");
    }

    private static String properties(JsonNode hardening) {
        return names(hardening, " ");
    }

    private static String names(JsonNode map, String between) {
        List<String> parts = new ArrayList<>();
        map.properties()
                .forEach(entry ->
                        parts.add(entry.getKey() + between + entry.getValue().asText()));
        return parts.isEmpty() ? "–" : String.join(", ", parts);
    }

    private static String names(JsonNode list) {
        List<String> parts = new ArrayList<>();
        list.forEach(entry -> parts.add("`" + entry.asText() + "`"));
        return parts.isEmpty() ? "–" : String.join(" ", parts);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }

    /** 3.9 before 3.13. */
    private static int byNumbers(String one, String other) {
        String[] left = one.split("\\.", -1);
        String[] right = other.split("\\.", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = left[i].length() == right[i].length()
                    ? left[i].compareTo(right[i])
                    : Integer.compare(left[i].length(), right[i].length());
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }
}
