package io.github.pythondist.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.pythondist.json.JsonText;
import io.github.pythondist.report.BuildFailure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an audit found, the same bytes for the same archive and the same rules.
 *
 * @param schema version of this format, {@value #SCHEMA}
 * @param inputs digest of all that the result depends on: archive, rules, catalog, allowances
 * @param archive what was audited
 * @param target classifier of the platform it was audited for, or null if none is known
 * @param results one for each rule
 * @param facts what was measured on the way
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"schema", "inputs", "passed", "archive", "target", "results", "facts"})
public record AuditReport(
        int schema,
        String inputs,
        Archive archive,
        @Nullable String target,
        List<Result> results,
        Facts facts) {

    /** The version of the format this class writes. */
    public static final int SCHEMA = 1;

    private static final int SHOWN_FINDINGS = 20;
    private static final int SHOWN_OF_RULE = 5;

    /**
     * @param name file or directory name, without the directories above
     * @param sha256 of the file, null for a directory
     * @param size of the file in bytes, null for a directory
     * @param root directory of the Python tree in it, with a slash at its end
     * @param artifact artifactId and version from its description, if it has one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Archive(
            String name,
            @Nullable String sha256,
            @Nullable Long size,
            String root,
            @Nullable String artifact) {}

    /**
     * @param outcome {@code passed}, {@code findings}, {@code not checked} or {@code reported}
     * @param findings sorted by file
     * @param allowed findings that were accepted, each with the reason
     * @param notes what was looked at and what could not be; the first one says why a rule was not checked
     */
    public record Result(
            String rule,
            String title,
            String evidence,
            String outcome,
            List<Finding> findings,
            List<Allowed> allowed,
            List<String> notes,
            String remedy) {}

    /** A finding that an allowance covers. */
    public record Allowed(String file, String what, String reason) {}

    /**
     * @param unpackedBytes of all files
     * @param files regular files
     * @param links symbolic and hard links
     * @param programs ELF programs
     * @param libraries ELF shared objects that are no programs
     * @param objects relocatable ELF files, members of static libraries included
     * @param systemLibraries needed of the system by any program or shared object
     * @param highestVersions of needed symbols, by the part before the number: {@code GLIBC} to {@code 2.17}
     * @param hardening rule → of how many programs and shared objects it holds, such as {@code 3/3}
     * @param builtInModules of the interpreter, or null if there is none
     * @param sharedModules files in {@code lib-dynload}
     * @param absentModules modules that the catalog names and the archive has not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Facts(
            @Nullable String series,
            long unpackedBytes,
            long files,
            long links,
            long programs,
            long libraries,
            long objects,
            List<String> systemLibraries,
            SortedMap<String, String> highestVersions,
            SortedMap<String, String> hardening,
            @Nullable Integer builtInModules,
            int sharedModules,
            int absentModules) {}

    /** Whether no rule has findings; rules that were not checked do not count. */
    @JsonProperty
    public boolean passed() {
        return findings() == 0;
    }

    /** All findings of all rules. */
    public int findings() {
        return results.stream().mapToInt(result -> result.findings().size()).sum();
    }

    long count(String outcome) {
        return results.stream()
                .filter(result -> result.outcome().equals(outcome))
                .count();
    }

    /** The findings as a failure of the build, or empty if there are none. */
    public Optional<BuildFailure> failure(String reportFile) {
        if (passed()) {
            return Optional.empty();
        }
        BuildFailure failure = new BuildFailure("The audit of " + archive.name() + " has "
                + counted(findings(), "finding") + " in " + counted(count(Verdict.Outcome.FINDINGS.label()), "rule"));
        int shown = 0;
        for (Result result : results) {
            if (result.findings().isEmpty()) {
                continue;
            }
            failure.detail(result.rule() + " (" + result.findings().size() + "): " + result.title());
            // Every rule is shown by one finding at least.
            int limit = shown < SHOWN_FINDINGS ? SHOWN_OF_RULE : 1;
            for (Finding finding : result.findings().stream().limit(limit).toList()) {
                failure.detail("  " + finding.text());
                shown++;
            }
            if (result.findings().size() > limit) {
                failure.detail("  ... " + (result.findings().size() - limit) + " more");
            }
            failure.detail("  " + result.remedy());
        }
        return Optional.of(failure.remedy("All findings are in " + reportFile)
                .remedy("What is known and accepted can be allowed: <allowances>, with the rule, the files and the"
                        + " reason."));
    }

    static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** Indented JSON in UTF-8 with line feeds. */
    public String toJson() {
        return JsonText.of(this);
    }

    /** The report for people. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        line(text, "Audit of " + archive.name());
        if (archive.sha256() != null) {
            line(text, "SHA-256   " + archive.sha256());
            line(text, "size      " + archive.size() + " bytes");
        }
        line(text, "target    " + (target == null ? "unknown" : target));
        line(text, "contains  " + (archive.artifact() == null ? "no python-dist.json" : archive.artifact()));
        line(text, "");
        for (Result result : results) {
            line(
                    text,
                    String.format(
                            Locale.ROOT,
                            "%-17s %-12s %s",
                            result.rule(),
                            result.outcome().equals("findings")
                                    ? counted(result.findings().size(), "finding")
                                    : result.outcome(),
                            result.title()));
            result.notes().forEach(note -> line(text, indent(note)));
        }
        for (Result result : results) {
            if (!result.findings().isEmpty() || !result.allowed().isEmpty()) {
                line(text, "");
                line(text, result.rule() + ": " + result.title());
                line(text, "  looked at: " + result.evidence());
                result.findings().forEach(finding -> line(text, "  " + finding.text()));
                result.allowed()
                        .forEach(allowed -> line(
                                text,
                                "  allowed: " + allowed.file() + " " + allowed.what() + " (" + allowed.reason() + ")"));
                if (!result.findings().isEmpty()) {
                    line(text, "  -> " + result.remedy());
                }
            }
        }
        line(text, "");
        facts(text);
        return text.toString();
    }

    private void facts(StringBuilder text) {
        line(text, "Measured");
        line(
                text,
                "  files              " + facts.files() + ", " + facts.unpackedBytes() + " bytes, " + facts.links()
                        + " links");
        line(
                text,
                "  binaries           " + facts.programs() + " programs, " + facts.libraries() + " shared objects, "
                        + facts.objects() + " object files");
        line(text, "  system libraries   " + String.join(" ", facts.systemLibraries()));
        facts.highestVersions().forEach((name, version) -> line(text, "  highest version    " + name + "_" + version));
        facts.hardening().forEach((rule, share) -> line(text, String.format(Locale.ROOT, "  %-18s %s", rule, share)));
        line(
                text,
                "  extension modules  "
                        + (facts.builtInModules() == null ? "?" : facts.builtInModules()) + " built in, "
                        + facts.sharedModules()
                        + " shared, " + facts.absentModules() + " of the catalog's absent");
    }

    private static String indent(String note) {
        return " ".repeat(31) + note;
    }

    private static void line(StringBuilder text, String line) {
        text.append(Finding.printable(line.stripTrailing())).append('\n');
    }
}
