package io.github.pythondist.audit;

import io.github.pythondist.audit.Survey.Binary;
import io.github.pythondist.catalog.AuditData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What texts inside files give away. */
final class ContentRules {

    private static final Pattern SYSTEM_INTERPRETER =
            Pattern.compile("#!\\s*(/bin/sh|/usr/bin/env)(\\s.*)?", Pattern.DOTALL);

    /** {@code exec /some/python}, also in the form that installers write where a path is too long for the first line. */
    private static final Pattern EXEC_ABSOLUTE = Pattern.compile("(''')?exec'?\\s+['\"]?(/[^\\s'\"]+).*");

    private static final Pattern BYTECODE = Pattern.compile("(.*/|)__pycache__/([^/]+)\\.[^./]+(\\.opt-[12])?\\.pyc");

    private ContentRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "build-paths",
                        "No file tells where it was built",
                        "all bytes of all files, static library members and compressed sections included, for the"
                                + " beginnings of build, home and temporary directories",
                        "Map the path away (-ffile-prefix-map, relative prefixes), or if it is upstream's own text, list"
                                + " it among the catalog's audit/paths.yaml with the reason.",
                        ContentRules::buildPaths),
                new Rule(
                        "stripped",
                        "Programs and libraries are without debugging information, which has an archive of its own",
                        "tables of symbols and .debug_* sections of every program and shared object",
                        "Strip the file (llvm-strip --strip-all) after its debugging information was separated.",
                        ContentRules::stripped),
                new Rule(
                        "gpl-evidence",
                        "No software under the GPL family's conditions is inside or needed",
                        "needed libraries, symbol names and texts of binaries that only such software has",
                        "Leave the module out, or link its permissive namesake.",
                        ContentRules::copyleft),
                new Rule(
                        "shebangs",
                        "Scripts start wherever the tree stands",
                        "the first lines of every executable script, but those of the test suites",
                        "Begin with #!/bin/sh and find the interpreter beside the script, or with #!/usr/bin/env.",
                        ContentRules::shebangs));
    }

    /** Only a distribution of ours promises it; of others it is reported. */
    private static Verdict stripped(Subject subject) {
        List<? extends Binary<?>> binaries = subject.loaded();
        if (binaries.isEmpty()) {
            return Verdict.notChecked("there is no program or shared object");
        }
        List<? extends Binary<?>> unstripped = binaries.stream()
                .filter(binary -> !binary.facts().strippable().isEmpty())
                .toList();
        if (subject.description().isPresent()) {
            Verdict.Builder verdict = Verdict.collect();
            unstripped.forEach(binary -> verdict.finding(
                    binary.label(),
                    "is not stripped: " + LinkingRules.shown(binary.facts().strippable())));
            return verdict.note(binaries.size() + " programs and shared objects")
                    .verdict();
        }
        List<String> whole = unstripped.stream().map(Binary::label).toList();
        return Verdict.reported(
                whole.isEmpty()
                        ? "all " + binaries.size() + " programs and shared objects are stripped"
                        : whole.size() + " of " + binaries.size() + " programs and shared objects are not stripped: "
                                + LinkingRules.shown(whole));
    }

    private static Verdict buildPaths(Subject subject) {
        AuditData.Paths data = subject.data().paths();
        Globs generated = new Globs(data.generated());
        Globs upstream = new Globs(data.upstreamTexts());
        Verdict.Builder verdict = Verdict.collect();
        long left = 0;
        for (SurveyedFile file : subject.survey().files().values()) {
            if (file.paths().isEmpty()) {
                continue;
            }
            boolean compiled = !file.binaries().isEmpty() || !file.damage().isEmpty();
            boolean bytecode = file.path().endsWith(".pyc");
            if (!compiled && !bytecode && upstream.match(file.path()) && !generated.match(file.path())) {
                left++;
                continue;
            }
            // The texts of a source are in its bytecode too, and are judged there only if it is upstream's own word.
            Optional<SurveyedFile> source = bytecode ? source(subject.survey(), file.path()) : Optional.empty();
            List<String> told = new ArrayList<>();
            for (String path : file.paths()) {
                boolean ofSource = source.isPresent()
                        && !generated.match(source.get().path())
                        && source.get().paths().stream().anyMatch(text -> sameText(path, text));
                String owner = source.map(SurveyedFile::path).orElse(file.path());
                if (!ofSource && constant(data, owner, path).isEmpty()) {
                    told.add(path);
                }
            }
            if (!told.isEmpty()) {
                String kind = data.roots().stream()
                        .filter(root -> told.get(0).startsWith(root.path()))
                        .map(AuditData.Root::what)
                        .findFirst()
                        .orElse("a path");
                verdict.finding(
                        file.path(),
                        "names " + kind + ": " + told.get(0)
                                + (told.size() > 1 ? " and " + (told.size() - 1) + " more" : ""));
            }
        }
        verdict.note(subject.survey().files().size() + " files, links and directories");
        if (left > 0) {
            verdict.note(left + " texts not checked: test suites and documentation, whose authors name any path");
        }
        return verdict.verdict();
    }

    /** In bytecode a string is followed by the next object without a gap, so it may seem longer. */
    private static boolean sameText(String inBytecode, String inSource) {
        return inBytecode.startsWith(inSource) || inSource.startsWith(inBytecode);
    }

    private static Optional<AuditData.Constant> constant(AuditData.Paths data, String file, String path) {
        return data.constants().stream()
                .filter(constant ->
                        path.startsWith(constant.path()) && new Globs(List.of(constant.files())).match(file))
                .findFirst();
    }

    private static Optional<SurveyedFile> source(Survey survey, String bytecode) {
        Matcher match = BYTECODE.matcher(bytecode);
        return match.matches()
                ? Optional.ofNullable(survey.files().get(match.group(1) + match.group(2) + ".py"))
                : Optional.empty();
    }

    private static Verdict copyleft(Subject subject) {
        Verdict.Builder verdict = Verdict.collect();
        List<Binary<BinaryFacts>> binaries = subject.survey()
                .binaries(BinaryFacts.class, facts -> subject.format().facts().isInstance(facts));
        for (AuditData.Evidence evidence : subject.data().copyleft().libraries()) {
            String name = evidence.name() + " (" + evidence.license() + ")";
            for (SurveyedFile file : subject.survey().files().values()) {
                Optional.ofNullable(file.evidence().get(evidence.name()))
                        .ifPresent(text -> verdict.finding(file.path(), "has the text \"" + text + "\" of " + name));
            }
            for (Binary<?> binary : binaries) {
                if (evidence.needed() != null) {
                    binary.facts().needed().stream()
                            .filter(library ->
                                    evidence.needed().matcher(library).matches())
                            .forEach(library -> verdict.finding(binary.label(), "needs " + library + ", " + name));
                }
                if (evidence.symbols() != null) {
                    List<String> symbols = binary.facts().symbols().stream()
                            .filter(symbol -> evidence.symbols().matcher(symbol).matches())
                            .toList();
                    if (!symbols.isEmpty()) {
                        verdict.finding(binary.label(), "has names of " + name + ": " + LinkingRules.shown(symbols));
                    }
                }
            }
        }
        return verdict.note(binaries.size() + " " + subject.format().all()
                        + "; absence of evidence in stripped code is no proof:"
                        + " what went in is proved by the licence vetting of the build")
                .verdict();
    }

    private static Verdict shebangs(Subject subject) {
        Globs testData = new Globs(subject.data().paths().upstreamTexts());
        Verdict.Builder verdict = Verdict.collect();
        int scripts = 0;
        for (SurveyedFile file : subject.survey().files().values()) {
            if (file.head().isEmpty() || !isStarted(file) || testData.match(file.path())) {
                continue;
            }
            scripts++;
            String first = file.head().get(0);
            if (!SYSTEM_INTERPRETER.matcher(first).matches()) {
                verdict.finding(file.path(), "begins with " + first.strip());
                continue;
            }
            file.head().stream()
                    .map(line -> EXEC_ABSOLUTE.matcher(line.strip()))
                    .filter(match -> match.matches() && !match.group(2).startsWith("/usr/bin/env"))
                    .forEach(match -> verdict.finding(file.path(), "starts " + match.group(2)));
        }
        return verdict.note(scripts + " executable scripts").verdict();
    }

    /** What lies in {@code bin} is meant to be started, also where the archive's format has lost the modes. */
    private static boolean isStarted(SurveyedFile file) {
        return file.isExecutable() || file.path().matches("(.*/)?s?bin/[^/]+");
    }
}
