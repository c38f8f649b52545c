package io.github.pythondist.reproduce;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.pythondist.json.JsonText;
import io.github.pythondist.report.BuildFailure;
import java.util.List;
import java.util.Locale;

/**
 * What a second build showed.
 *
 * @param schema version of this format, {@value #SCHEMA}
 * @param subject what was built: artifactId and version, or components
 * @param environment the tier that both builds ran in
 * @param axes all there are, in their order
 * @param results one for each file that was compared
 * @param notes what was not done, and why
 */
@JsonPropertyOrder({"schema", "subject", "environment", "reproduced", "axes", "results", "notes"})
public record ReproductionReport(
        int schema,
        String subject,
        String environment,
        List<AxisResult> axes,
        List<Comparison> results,
        List<String> notes) {

    /** The version of the format this class writes. */
    public static final int SCHEMA = 1;

    private static final int SHOWN = 10;

    public ReproductionReport {
        axes = List.copyOf(axes);
        results = List.copyOf(results);
        notes = List.copyOf(notes);
    }

    /** Whether all files are the same, byte for byte. */
    @JsonProperty
    public boolean reproduced() {
        return !results.isEmpty() && results.stream().allMatch(Comparison::identical);
    }

    long varied() {
        return axes.stream()
                .filter(axis -> axis.outcome() == AxisResult.Outcome.VARIED)
                .count();
    }

    /** Indented JSON in UTF-8 with line feeds. */
    public String toJson() {
        return JsonText.of(this);
    }

    /** The report for people. */
    public String toText() {
        StringBuilder text = new StringBuilder("A second build of ")
                .append(subject)
                .append(", in the environment ")
                .append(environment)
                .append(reproduced() ? ": the same bytes\n\n" : ": not the same bytes\n\n");
        for (AxisResult axis : axes) {
            text.append(String.format(
                            Locale.ROOT,
                            "%-16s %-11s",
                            axis.axis(),
                            axis.outcome().label()))
                    .append(
                            axis.outcome() == AxisResult.Outcome.VARIED
                                    ? axis.first() + "  ->  " + axis.second()
                                    : axis.why())
                    .append('\n');
        }
        text.append('\n');
        results.forEach(result -> text.append(result.toText()));
        if (!notes.isEmpty()) {
            text.append('\n');
            notes.forEach(note -> text.append("note: ").append(note).append('\n'));
        }
        return text.toString();
    }

    /** The differences as a failure of the build. */
    BuildFailure failure(String file) {
        List<Comparison> different =
                results.stream().filter(result -> !result.identical()).toList();
        BuildFailure failure =
                new BuildFailure("A second build of " + subject + " did not give the same bytes: " + different.size()
                        + " of " + results.size() + (results.size() == 1 ? " file differs" : " files differ"));
        int shown = 0;
        for (Comparison comparison : different) {
            failure.detail(comparison.name());
            for (Difference difference : comparison.differences()) {
                if (shown++ < SHOWN) {
                    failure.detail("  " + difference.toText());
                    failure.detail("    likely: " + difference.kind().meaning());
                }
            }
        }
        return failure.remedy("The whole report: " + file)
                .remedy("What of this a single axis causes shows a run that varies no other:"
                        + " -Dpython-dist.reproduce.axes=<axis>");
    }
}
