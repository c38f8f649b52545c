package io.github.pythondist.overview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** What second builds showed, axis by axis and file by file, from the reports that the goal {@code reproduce} left. */
@Named
@Singleton
public final class ReproductionTable {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private static final String REPORT = "report.json";
    private static final Set<String> SKIPPED =
            Set.of(".git", ".m2", "node_modules", "local-repository", "its", "second");

    @Inject
    public ReproductionTable() {}

    /**
     * Writes a page of every second build below a directory.
     *
     * @param root searched for {@code target/python-dist*}{@code /reproduce/report.json}
     * @param file Markdown, replaced; not touched if there is no report
     * @return how many builds it has
     * @throws BuildFailure if a report cannot be read
     */
    public int write(Path root, Path file) {
        try {
            List<JsonNode> reports = new ArrayList<>();
            for (Path report : reports(root)) {
                reports.add(read(report));
            }
            if (!reports.isEmpty()) {
                AtomicFiles.writeString(file, markdown(reports));
            }
            return reports.size();
        } catch (IOException e) {
            throw new BuildFailure("Cannot make a table of the second builds below " + root, e);
        }
    }

    private static List<Path> reports(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = String.valueOf(directory.getFileName());
                if (!directory.equals(root) && SKIPPED.contains(name)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Path report = directory.resolve("reproduce").resolve(REPORT);
                if (name.startsWith("python-dist") && directory.getParent().endsWith("target")) {
                    if (Files.isRegularFile(report)) {
                        found.add(report);
                    }
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(Comparator.comparing(path -> Trees.unixPath(root.relativize(path))));
        return found;
    }

    private static JsonNode read(Path report) throws IOException {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(report));
            if (json.path("axes").isEmpty() || json.path("results").isEmpty()) {
                throw new BuildFailure("The file " + report + " is no report of a second build")
                        .remedy("Delete it and run python-dist:reproduce again");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new BuildFailure("The report " + report + " is no JSON")
                    .detail(e.getOriginalMessage())
                    .remedy("Delete it and run python-dist:reproduce again");
        }
    }

    private static String markdown(List<JsonNode> reports) {
        StringBuilder text = new StringBuilder("""
                # Reproduced

                Made by the goal `report` from the reports of the goal `reproduce`: each distribution was built a second
                time from its sources, all axes at once, and every published file was compared byte for byte.
                """);
        for (JsonNode report : reports) {
            text.append("\n## ")
                    .append(report.path("subject").asText())
                    .append("\n\nEnvironment `")
                    .append(report.path("environment").asText())
                    .append("`: ")
                    .append(
                            report.path("reproduced").asBoolean()
                                    ? "every file is the same, byte for byte."
                                    : "**not every file is the same.**")
                    .append("\n\n| axis | the first build saw | the second build saw |");
            int files = report.path("results").size();
            for (int i = 1; i <= files; i++) {
                text.append(' ').append(i).append(" |");
            }
            text.append("\n|---|---|---|").append(":-:|".repeat(files)).append('\n');
            for (JsonNode axis : report.path("axes")) {
                boolean varied = axis.path("outcome").asText().equals("varied");
                text.append("| ")
                        .append(axis.path("axis").asText())
                        .append(" | ")
                        .append(cell(axis.path("first").asText()))
                        .append(" | ")
                        .append(
                                varied
                                        ? cell(axis.path("second").asText())
                                        : axis.path("outcome").asText() + ": "
                                                + axis.path("why").asText().replace("|", "\\|"))
                        .append(" |");
                for (JsonNode result : report.path("results")) {
                    text.append(varied ? result.path("identical").asBoolean() ? " same" : " other" : " –")
                            .append(" |");
                }
                text.append('\n');
            }
            text.append("\n| | file | bytes | SHA-256 |\n|--:|---|--:|---|\n");
            int number = 1;
            for (JsonNode result : report.path("results")) {
                text.append("| ")
                        .append(number++)
                        .append(" | ")
                        .append(result.path("name").asText())
                        .append(" | ")
                        .append(result.at("/first/size").asText())
                        .append(" | `")
                        .append(result.at("/first/sha256").asText())
                        .append("` |\n");
            }
        }
        return text.toString();
    }

    private static String cell(String seen) {
        return "`" + seen.replace("|", "\\|") + "`";
    }
}
