package io.github.pythondist.upgrade;

import io.github.pythondist.inventory.ExtensionModule;
import io.github.pythondist.inventory.PatchTrial;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The report for people, as Markdown; sections without content are left out. */
final class MarkdownReport {

    private final UpgradeReport report;
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport(UpgradeReport report) {
        this.report = report;
    }

    static String text(UpgradeReport report) {
        MarkdownReport markdown = new MarkdownReport(report);
        markdown.summary();
        markdown.decisions();
        markdown.added();
        markdown.removed();
        markdown.changed();
        markdown.options();
        markdown.bundled();
        markdown.licences();
        markdown.patches();
        markdown.nativeBuild();
        markdown.notUnderstood();
        return markdown.text.toString();
    }

    private void summary() {
        line("# From %s to %s", report.from(), report.to());
        line("");
        line("**Verdict: %s.**", report.verdict());
        line("");
        if (report.pinned()) {
            line(
                    "The catalog (series %s) pins exactly this source: what changed has been decided on there.",
                    report.catalog());
        } else if (report.to().startsWith("CPython " + report.catalog() + ".")) {
            line("Held against the catalog's series %s, which does not pin this source yet.", report.catalog());
        } else {
            line("The catalog does not have this series yet; held against series %s.", report.catalog());
        }
        line("");
        line("| | |");
        line("|---|---|");
        row("modules added", report.added().size());
        row("modules removed", report.removed().size());
        row("modules declared otherwise", report.changed().size());
        row("other modules whose C files differ", report.rewritten().size());
        row("options of configure added", report.options().added().size());
        row("options of configure removed", report.options().removed().size());
        row("bundled projects of another version", report.bundled().size());
        row(
                "wheels added, removed",
                report.wheels().added().size() + ", "
                        + report.wheels().removed().size());
        row("licence files that differ", report.licences().size());
        row("patches that apply", applying() + " of " + report.patches().size());
        row("constructs not understood", report.notUnderstood().size());
    }

    private long applying() {
        return report.patches().stream()
                .filter(patch -> patch.failed().isEmpty())
                .count();
    }

    private void decisions() {
        if (report.decisions().isEmpty()) {
            return;
        }
        section("To decide");
        report.decisions().forEach(decision -> line("- `%s`: %s", decision.about(), decision.text()));
    }

    private void added() {
        if (report.added().isEmpty()) {
            return;
        }
        section("Modules added");
        for (UpgradeReport.Added added : report.added()) {
            ExtensionModule module = added.module();
            line("- `%s`, %s", module.name(), inCatalog(added.catalog()));
            item("declared in", module.declared().stream().map(Object::toString).toList());
            item("sources", shortened(module.sources()));
            item("defines", module.defines());
            item("include paths", module.includes());
            item("libraries", module.possibleLibraries());
            item("wanted if", module.enabled().isEmpty() ? List.of() : List.of(module.enabled()));
            item("supported if", module.supported().isEmpty() ? List.of() : List.of(module.supported()));
            item(
                    "computed in setup.py",
                    module.dynamic().stream().map(Object::toString).toList());
            if (added.proposal() != null) {
                line("    - proposal: `%s`", added.proposal());
            }
        }
    }

    private void removed() {
        if (report.removed().isEmpty()) {
            return;
        }
        section("Modules removed");
        for (UpgradeReport.Removed removed : report.removed()) {
            line(
                    "- `%s`%s%s",
                    removed.name(),
                    removed.sources().isEmpty() ? "" : " (" + String.join(", ", removed.sources()) + ")",
                    removed.inCatalog() ? ", still in the catalog" : "");
        }
    }

    private void changed() {
        if (!report.changed().isEmpty()) {
            section("Modules declared otherwise");
            for (UpgradeReport.Changed changed : report.changed()) {
                line("- `%s`, %s", changed.name(), inCatalog(changed.catalog()));
                new TreeMap<>(changed.differences()).forEach(this::difference);
            }
        }
        if (!report.rewritten().isEmpty()) {
            section("Other modules whose C files differ");
            line("%s.", code(report.rewritten()));
        }
    }

    private void difference(String what, Difference difference) {
        line(
                "    - %s: %s",
                what,
                Stream.of(signed("−", shortened(difference.removed())), signed("+", shortened(difference.added())))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(", ")));
    }

    private static String signed(String sign, Collection<String> words) {
        return words.stream().map(word -> sign + " `" + word + "`").collect(Collectors.joining(", "));
    }

    private void options() {
        UpgradeReport.Options options = report.options();
        if (options.added().isEmpty() && options.removed().isEmpty()) {
            return;
        }
        section("Options of configure");
        options.removed()
                .forEach((name, help) -> line(
                        "- removed `%s`%s: %s",
                        name, options.used().contains(name) ? ", **which the recipe gives**" : "", plain(help)));
        options.added()
                .forEach((name, help) -> line(
                        "- added `%s`%s: %s",
                        name, options.used().contains(name) ? ", which the recipe gives" : "", plain(help)));
    }

    private void bundled() {
        if (!report.bundled().isEmpty() || !report.wheels().isEmpty()) {
            section("Bundled projects");
            for (Map.Entry<String, UpgradeReport.Versions> entry :
                    report.bundled().entrySet()) {
                line(
                        "- %s: %s → %s",
                        plain(entry.getKey()),
                        version(entry.getValue().from()),
                        version(entry.getValue().to()));
            }
            report.wheels().removed().forEach(wheel -> line("- wheel removed: `%s`", wheel));
            report.wheels().added().forEach(wheel -> line("- wheel added: `%s`", wheel));
        }
    }

    private static String version(@Nullable String version) {
        return version == null ? "none" : version;
    }

    private void licences() {
        if (!report.licences().isEmpty()) {
            section("Licence files");
            report.licences()
                    .forEach(licence -> line(
                            "- `%s`: %s%s",
                            licence.path(), licence.state(), licence.pinned() ? ", pinned in the catalog" : ""));
        }
    }

    private void patches() {
        if (!report.patches().isEmpty()) {
            section("Our patches");
            for (PatchTrial.Result patch : report.patches()) {
                line("- `%s` %s", patch.patch(), patch.failed().isEmpty() ? "applies" : "**does not apply**");
                patch.failed().forEach(hunk -> line("    - %s", hunk));
                patch.moved().forEach(hunk -> line("    - %s", hunk));
            }
        }
    }

    private void nativeBuild() {
        UpgradeReport.NativeBuild build = report.nativeBuild();
        if (build == null) {
            return;
        }
        section("Native build");
        if (!build.summary().isEmpty()) {
            line("%s.", build.summary());
            line("");
        }
        names("not found on that machine", build.missing());
        names("could not be built or imported", build.failed());
        names("disabled", build.disabled());
        names("not in the log", build.notBuilt());
        build.undeclared()
                .forEach((name, files) ->
                        line("- `%s` was linked with files no declaration names: %s", name, code(files)));
        build.uncompiled().forEach((name, files) -> line("- `%s` was built without %s", name, code(files)));
        Map<String, String> linked = new TreeMap<>();
        build.libraries().forEach((name, libraries) -> {
            if (!libraries.isEmpty()) {
                linked.put(name, code(libraries));
            }
        });
        linked.forEach((name, libraries) -> line("- `%s` links %s", name, libraries));
        build.flags().forEach((name, flags) -> line("- `%s` is compiled with %s", name, code(flags)));
    }

    private void names(String what, Collection<String> names) {
        if (!names.isEmpty()) {
            line("- %s: %s", what, code(names));
        }
    }

    private void notUnderstood() {
        if (!report.notUnderstood().isEmpty()) {
            section("Not understood");
            report.notUnderstood()
                    .forEach(found -> line("- %s: `%s` (%s)", found.where(), found.text(), found.reason()));
        }
    }

    private static String inCatalog(@Nullable String mode) {
        return mode == null ? "not in the catalog" : mode + " in the catalog";
    }

    /** Without the folder that nearly all are in. */
    private static List<String> shortened(Collection<String> files) {
        return files.stream().map(file -> file.replaceFirst("^Modules/", "")).toList();
    }

    private void item(String what, Collection<String> values) {
        if (!values.isEmpty()) {
            line("    - %s: %s", what, code(values));
        }
    }

    private static String code(Collection<String> words) {
        return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }

    /** Marks that Markdown would read are kept as they are. */
    private static String plain(String words) {
        return words.replaceAll("([*_\\[\\]<>])", "\\\\$1");
    }

    private void section(String title) {
        line("");
        line("## %s", title);
        line("");
    }

    private void row(String what, Object value) {
        line("| %s | %s |", what, value);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
