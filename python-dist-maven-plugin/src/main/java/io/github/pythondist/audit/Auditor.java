package io.github.pythondist.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.archive.ArchiveReader.Kind;
import io.github.pythondist.audit.Survey.Binary;
import io.github.pythondist.audit.Verdict.Outcome;
import io.github.pythondist.catalog.AuditData;
import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.CatalogStore;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.elf.ElfFile;
import io.github.pythondist.elf.ElfFile.NeededVersion;
import io.github.pythondist.elf.Version;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Glob;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Named;
import javax.inject.Singleton;

/** Audits archives: reads each once, applies the rules, writes a report for people and one for programs. */
@Named
@Singleton
public final class Auditor {

    /** To be raised when the rules' code changes, so that archives are audited again. */
    private static final int RULES = 4;

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @throws BuildFailure if the input cannot be audited: missing, no archive, damaged, empty, without any file of machine code, or
     *     with a path that leads out of it. Findings are not thrown; see {@link AuditResult#failure()}.
     */
    public AuditResult audit(AuditRequest request) {
        long start = System.nanoTime();
        Path input = request.input();
        checkAllowances(request.allowances());
        Catalog catalog =
                new CatalogStore(request.cacheDirectory().resolve("catalogs")).open(request.catalogDirectory());
        Optional<Target> target = request.target().map(catalog::target);
        Path last = input.toAbsolutePath().normalize().getFileName();
        if (last == null) {
            throw new BuildFailure("The root of the file system is no archive: " + input)
                    .remedy("Name an archive, or the directory that a Python tree is in.");
        }
        String name = last.toString();
        Path json = request.outputDirectory().resolve(name + ".json");
        Path text = request.outputDirectory().resolve(name + ".txt");
        try {
            boolean file = Files.isRegularFile(input);
            Optional<Digest> digest = file ? Optional.of(Digest.of(input)) : Optional.empty();
            Digest inputs = inputs(request, catalog, digest);
            if (digest.isPresent() && Files.isRegularFile(text) && passedBefore(json, inputs)) {
                request.progress().info(name + " passed this audit before: " + text);
                return new AuditResult(json, text, true, Optional.empty());
            }
            AuditData data = catalog.auditData();
            Survey survey = new Surveyor(data).survey(input);
            Subject subject = new Subjects(catalog, data).of(survey, target);
            requireCode(input, subject);
            List<AuditReport.Result> results = new ArrayList<>();
            for (Rule rule : subject.format().rules()) {
                results.add(result(rule, rule.check().on(subject), request.allowances()));
            }
            AuditReport report = new AuditReport(
                    AuditReport.SCHEMA,
                    inputs.hex(),
                    new AuditReport.Archive(
                            name,
                            digest.map(Digest::hex).orElse(null),
                            file ? Files.size(input) : null,
                            subject.root(),
                            subject.description()
                                    .map(description -> description.name() + " " + description.version())
                                    .orElse(null)),
                    subject.target().map(Target::classifier).orElse(null),
                    results,
                    facts(subject, results));
            AtomicFiles.writeString(text, report.toText());
            AtomicFiles.writeString(json, report.toJson());
            log(request, report, text, start);
            return new AuditResult(json, text, false, report.failure(text.toString()));
        } catch (OutOfMemoryError | StackOverflowError e) {
            throw new BuildFailure("There is not enough memory to audit " + input, e)
                    .remedy("Check that this is the archive you meant; give Maven more memory (-Xmx in MAVEN_OPTS).");
        } catch (IOException e) {
            throw new BuildFailure("Cannot audit " + input, e)
                    .remedy("Check that it can be read and that " + request.outputDirectory() + " can be written.");
        }
    }

    private static void requireCode(Path input, Subject subject) {
        Survey survey = subject.survey();
        if (survey.binaries(subject.format().facts(), facts -> true).isEmpty()
                && survey.files().values().stream()
                        .allMatch(entry -> entry.damage().isEmpty())) {
            throw new BuildFailure("There is no " + subject.format().label() + " in " + input)
                    .detail("files: " + survey.ofKind(Kind.FILE).count() + ", directories and links: "
                            + (survey.files().size() - survey.ofKind(Kind.FILE).count()))
                    .remedy("Check that this is a Python distribution for "
                            + subject.target().map(Target::classifier).orElse("Linux or Windows")
                            + "; those for other systems are not audited yet.");
        }
    }

    private static void checkAllowances(List<Allowance> allowances) {
        Set<String> known =
                Format.allRules().stream().map(Rule::id).collect(Collectors.toCollection(LinkedHashSet::new));
        for (Allowance allowance : allowances) {
            if (!known.contains(allowance.rule())) {
                throw new BuildFailure("There is no audit rule '" + allowance.rule() + "' to allow findings of")
                        .detail("rules: " + String.join(", ", known));
            }
            try {
                Glob.of(allowance.files());
            } catch (IllegalArgumentException e) {
                throw new BuildFailure(
                                "The allowance of " + allowance.rule() + " has no valid glob: " + allowance.files())
                        .detail(String.valueOf(e.getMessage()))
                        .remedy(
                                "Write <files> as * (in one directory), ** (across directories), ?, [a-z] or {one,other};"
                                        + " a backslash before such a character takes it as it is.");
            }
            if (allowance.reason().isBlank()) {
                throw new BuildFailure(
                                "The allowance of " + allowance.rule() + " for " + allowance.files() + " has no reason")
                        .remedy("Say in <reason> why these findings are accepted; it is put into the report.");
            }
        }
    }

    private static Digest inputs(AuditRequest request, Catalog catalog, Optional<Digest> archive) {
        return Digest.ofText("audit " + RULES + "\narchive " + archive + "\ntarget " + request.target()
                + "\nallowances " + request.allowances() + "\ncatalog "
                + catalog.digest(List.of("audit", "targets", "cpython", "contents.yaml", "flavours.yaml")) + "\n");
    }

    private static boolean passedBefore(Path json, Digest inputs) {
        try {
            JsonNode report = JSON.readTree(Files.readAllBytes(json));
            return report.path("passed").asBoolean()
                    && report.path("inputs").asText().equals(inputs.hex());
        } catch (IOException e) {
            // No report, or not one of ours: audited again.
            return false;
        }
    }

    private static AuditReport.Result result(Rule rule, Verdict verdict, List<Allowance> allowances) {
        List<Finding> findings = new ArrayList<>();
        List<AuditReport.Allowed> allowed = new ArrayList<>();
        for (Finding finding : verdict.findings()) {
            Optional<Allowance> allowance = allowances.stream()
                    .filter(candidate -> candidate.covers(rule.id(), finding))
                    .findFirst();
            if (allowance.isPresent()) {
                allowed.add(new AuditReport.Allowed(
                        finding.file(), finding.what(), allowance.get().reason()));
            } else {
                findings.add(finding);
            }
        }
        List<String> notes = new ArrayList<>(verdict.notes());
        if (!allowed.isEmpty()) {
            notes.add(AuditReport.counted(allowed.size(), "finding") + " allowed");
        }
        Outcome outcome =
                verdict.outcome() == Outcome.FINDINGS && findings.isEmpty() ? Outcome.PASSED : verdict.outcome();
        return new AuditReport.Result(
                rule.id(), rule.title(), rule.evidence(), outcome.label(), findings, allowed, notes, rule.remedy());
    }

    private static AuditReport.Facts facts(Subject subject, List<AuditReport.Result> results) {
        Survey survey = subject.survey();
        List<? extends Binary<?>> loaded = subject.loaded();
        return new AuditReport.Facts(
                subject.series().orElse(null),
                survey.ofKind(Kind.FILE).mapToLong(SurveyedFile::size).sum(),
                survey.ofKind(Kind.FILE).count(),
                survey.ofKind(Kind.SYMLINK).count()
                        + survey.ofKind(Kind.HARD_LINK).count(),
                loaded.stream().filter(binary -> binary.facts().isProgram()).count(),
                loaded.stream().filter(binary -> !binary.facts().isProgram()).count(),
                survey.elf(facts -> facts.type() == ElfFile.Type.RELOCATABLE).size(),
                switch (subject.format()) {
                    case ELF -> LinkingRules.systemLibraries(survey);
                    case PE -> PeLinkingRules.systemLibraries(subject);
                },
                highestVersions(survey),
                hardening(subject, results),
                TreeRules.builtIn(subject).map(Set::size).orElse(null),
                TreeRules.sharedModules(subject).size(),
                TreeRules.absentModules(subject).size());
    }

    private static SortedMap<String, String> highestVersions(Survey survey) {
        SortedMap<String, Version> highest = new TreeMap<>();
        for (Binary<ElfFacts> binary : survey.elf(ElfFacts::isLoaded)) {
            for (NeededVersion needed : binary.facts().versions()) {
                int end = needed.version().lastIndexOf('_');
                Version.parse(needed.version().substring(end + 1))
                        .ifPresent(version -> highest.merge(
                                needed.version().substring(0, Math.max(end, 0)),
                                version,
                                (a, b) -> a.compareTo(b) >= 0 ? a : b));
            }
        }
        SortedMap<String, String> versions = new TreeMap<>();
        highest.forEach((name, version) -> versions.put(name, version.text()));
        return versions;
    }

    private static SortedMap<String, String> hardening(Subject subject, List<AuditReport.Result> results) {
        SortedMap<String, String> shares = new TreeMap<>();
        for (AuditReport.Result result : results) {
            if (subject.format().hardening().contains(result.rule())) {
                Set<String> bad = Stream.concat(
                                result.findings().stream().map(Finding::file),
                                result.allowed().stream().map(AuditReport.Allowed::file))
                        .collect(Collectors.toSet());
                List<? extends Binary<?>> loaded = subject.loaded();
                shares.put(
                        result.rule(),
                        share(loaded.stream().map(Binary::label).toList(), label -> !bad.contains(label)));
            }
        }
        if (subject.format() == Format.ELF) {
            List<Binary<ElfFacts>> programs = subject.survey().elf(ElfFacts::isProgram);
            shares.put("pie", share(programs, binary -> binary.facts().positionIndependent()));
        }
        return shares;
    }

    private static <T> String share(List<T> of, Predicate<T> good) {
        return of.stream().filter(good).count() + "/" + of.size();
    }

    private static void log(AuditRequest request, AuditReport report, Path text, long start) {
        for (AuditReport.Result result : report.results()) {
            if (result.outcome().equals(Outcome.FINDINGS.label())) {
                request.progress()
                        .warn(String.format(
                                Locale.ROOT,
                                "%-17s %s",
                                result.rule(),
                                AuditReport.counted(result.findings().size(), "finding")));
            } else if (result.outcome().equals(Outcome.NOT_CHECKED.label())) {
                request.progress()
                        .info(String.format(
                                Locale.ROOT,
                                "%-17s not checked: %s",
                                result.rule(),
                                result.notes().isEmpty() ? "" : result.notes().get(0)));
            }
        }
        List<String> parts = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            if (report.count(outcome.label()) > 0) {
                parts.add(report.count(outcome.label()) + " " + outcome.label());
            }
        }
        request.progress()
                .info(String.format(
                        Locale.ROOT,
                        "audited %s in %.1f s: %s",
                        report.archive().name(),
                        Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3,
                        "rules " + String.join(", ", parts) + "; " + text));
    }
}
