package io.github.pythondist.audit;

import io.github.pythondist.audit.Survey.Binary;
import io.github.pythondist.catalog.AuditData;
import io.github.pythondist.pe.PeFile.DebugLink;
import io.github.pythondist.pe.VersionInfo;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What the programs and DLLs of Windows say of themselves and of their making. Packages in site-packages do as they like. */
final class PeContentRules {

    private static final String NONE = "there is no program or DLL";

    private PeContentRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "no-times",
                        "No file tells when it was built",
                        "times in the COFF header, in the directories of exports, debugging information and resources, and"
                                + " in imports; those of reproducible links are digests and marked so"
                                + " (IMAGE_DEBUG_TYPE_REPRO)",
                        "Link with -Wl,--no-insert-timestamp.",
                        subject -> promised(
                                subject,
                                facts -> facts.times().isEmpty()
                                        ? Optional.empty()
                                        : Optional.of("has a time in: "
                                                + LinkingRules.shown(List.copyOf(
                                                        facts.times().keySet()))))),
                new Rule(
                        "pdb-paths",
                        "No file names the place of its symbols when it was built",
                        "CodeView entries of the debug directory",
                        "Link without -Wl,--pdb=, or with -pdbaltpath:%_PDB%.",
                        subject -> promised(subject, facts -> facts.symbolFile()
                                .filter(file -> file.contains("\\") || file.contains("/"))
                                .map(file -> "names " + file))),
                new Rule(
                        "debug-link",
                        "Every program and DLL names the file with its debugging information",
                        ".gnu_debuglink: the name, and where that file is in the archive the CRC-32 of it",
                        "Separate the information (llvm-objcopy --only-keep-debug) and link it last"
                                + " (--add-gnu-debuglink).",
                        PeContentRules::debugLink),
                new Rule(
                        "subsystem",
                        "Programs have a console, or none, as their names say",
                        "subsystem of every program, compared with the catalog's audit/windows.yaml",
                        "Link with -mconsole or -mwindows.",
                        PeContentRules::subsystem),
                new Rule(
                        "version-resource",
                        "The properties that Windows shows are there and have the right version",
                        "VS_VERSIONINFO of every program and DLL, compared with python-dist.json, else the series",
                        "Link the resource file of CPython's project, compiled with the version's FIELD3.",
                        PeContentRules::versionResource));
    }

    /** A finding for a distribution of ours; of others, who promised nothing, it is reported. */
    private static Verdict promised(Subject subject, Function<PeFacts, Optional<String>> check) {
        List<Binary<PeFacts>> binaries = PeLinkingRules.own(subject);
        if (binaries.isEmpty()) {
            return Verdict.notChecked(NONE);
        }
        Verdict.Builder verdict = Verdict.collect();
        for (Binary<PeFacts> binary : binaries) {
            check.apply(binary.facts()).ifPresent(what -> verdict.finding(binary.label(), what));
        }
        verdict.note(binaries.size() + " programs and DLLs");
        if (subject.description().isPresent() || verdict.isEmpty()) {
            return verdict.verdict();
        }
        List<Finding> findings = verdict.verdict().findings();
        return Verdict.reported(findings.size() + " of " + binaries.size() + " programs and DLLs, such as: "
                + findings.get(0).text());
    }

    private static Verdict debugLink(Subject subject) {
        List<Binary<PeFacts>> binaries = PeLinkingRules.own(subject);
        if (subject.description().isEmpty()) {
            return Verdict.notChecked(subject.noDescription() + ", so nothing promises debugging information");
        }
        if (binaries.isEmpty()) {
            return Verdict.notChecked(NONE);
        }
        Map<String, PeFacts> separated = new TreeMap<>();
        subject.survey()
                .pe(PeFacts::debugOnly)
                .forEach(binary -> separated.put(
                        binary.file().path().substring(subject.root().length()), binary.facts()));
        Verdict.Builder verdict = Verdict.collect();
        int compared = 0;
        for (Binary<PeFacts> binary : binaries) {
            String name = binary.file().name() + ".debug";
            Optional<DebugLink> link = binary.facts().debugLink();
            if (link.isEmpty()) {
                verdict.finding(binary.label(), "has no link to its debugging information");
            } else if (!link.get().file().equals(name)) {
                verdict.finding(binary.label(), "links to " + link.get().file() + " instead of " + name);
            } else {
                String path = binary.file().path().substring(subject.root().length());
                PeFacts file = separated.get(path.substring(0, path.lastIndexOf('/') + 1) + ".debug/" + name);
                compared += file == null ? 0 : 1;
                if (file != null && file.crc32() != link.get().crc32()) {
                    verdict.finding(binary.label(), "links to another " + name + " than the one that is there");
                }
            }
        }
        return verdict.note(binaries.size() + " programs and DLLs")
                .note(compared + " compared with the file they name; the others' are not in this archive")
                .verdict();
    }

    private static Verdict subsystem(Subject subject) {
        List<Binary<PeFacts>> programs = PeLinkingRules.own(subject).stream()
                .filter(binary -> binary.facts().isProgram())
                .toList();
        if (programs.isEmpty()) {
            return Verdict.notChecked("there is no program");
        }
        Verdict.Builder verdict = Verdict.collect();
        for (Binary<PeFacts> program : programs) {
            String is = program.facts().subsystem().name().toLowerCase(Locale.ROOT);
            subject.data().windows().subsystems().stream()
                    .filter(candidate ->
                            Globs.of(candidate.files()).match(program.file().path()))
                    .findFirst()
                    .map(AuditData.Subsystem::subsystem)
                    .filter(wanted -> !wanted.equals(is))
                    .ifPresent(wanted ->
                            verdict.finding(program.label(), "is of the subsystem " + is + " instead of " + wanted));
        }
        return verdict.note(programs.size() + " programs").verdict();
    }

    private static Verdict versionResource(Subject subject) {
        Globs without = new Globs(subject.data().windows().withoutVersion());
        List<Binary<PeFacts>> binaries = PeLinkingRules.own(subject).stream()
                .filter(binary -> !without.match(binary.file().path()))
                .toList();
        if (binaries.isEmpty()) {
            return Verdict.notChecked(NONE);
        }
        Optional<String> version = subject.description()
                .map(description -> description.pythonVersion())
                .or(subject::series);
        if (version.isEmpty()) {
            return Verdict.notChecked("neither a description nor an interpreter says what version it should be");
        }
        Verdict.Builder verdict = Verdict.collect();
        for (Binary<PeFacts> binary : binaries) {
            Optional<VersionInfo> info = binary.facts().version();
            if (info.isEmpty()) {
                verdict.finding(binary.label(), "has no version");
                continue;
            }
            String product = info.get().texts().getOrDefault("ProductVersion", "");
            if (!begins(product, version.get())) {
                verdict.finding(binary.label(), "says it is of " + product + ", not " + version.get());
            } else if (!numbers(info.get().fileVersion()).startsWith(series(product))) {
                verdict.finding(
                        binary.label(),
                        "says it is of " + product + " and has the number "
                                + info.get().fileVersion());
            }
        }
        return verdict.note(binaries.size() + " programs and DLLs").verdict();
    }

    /** {@code 3.13.5} begins with 3.13 and with 3.13.5, not with 3.1. */
    private static boolean begins(String version, String with) {
        return version.equals(with) || version.startsWith(with + ".");
    }

    /**
     * The third number is a thousand times the micro version, and the release's level and serial: {@code 3.13.5150.1013} is
     * of 3.13.5 (PC/python_ver_rc.h).
     */
    private static String numbers(String fileVersion) {
        String[] parts = fileVersion.split("\\.", -1);
        return parts[0] + "." + parts[1] + "." + Integer.parseInt(parts[2]) / 1000;
    }

    private static String series(String version) {
        return version.replaceFirst("^(\\d+\\.\\d+\\.\\d+).*", "$1");
    }
}
