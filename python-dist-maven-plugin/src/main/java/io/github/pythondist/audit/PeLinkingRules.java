package io.github.pythondist.audit;

import io.github.pythondist.archive.ArchiveReader.Kind;
import io.github.pythondist.audit.Survey.Binary;
import io.github.pythondist.catalog.AuditData;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.pe.PeFile.Export;
import io.github.pythondist.pe.PeFile.Import;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the programs and DLLs of Windows ask of the system they run on, and what they offer to others. */
final class PeLinkingRules {

    private static final Pattern NAMED_AS_CODE = Pattern.compile(".*\\.(exe|dll|pyd)", Pattern.CASE_INSENSITIVE);
    private static final String PACKAGES = "/site-packages/";

    private PeLinkingRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "architecture",
                        "Every program and DLL is for the target's processor",
                        "COFF and optional headers of every .exe, .dll, .pyd and other PE file; sections, which must be"
                                + " where Windows would load them from",
                        "Build for the target, or audit the archive as the one it is for (-Dpython-dist.target=).",
                        PeLinkingRules::architecture),
                new Rule(
                        "needed-libraries",
                        "Programs and DLLs need nothing but the target's allowed system DLLs and each other",
                        "import and delayed import tables",
                        "Link the library statically, or allow it in the target (allowed-libraries).",
                        PeLinkingRules::neededLibraries),
                new Rule(
                        "own-imports",
                        "What is taken from DLLs of the archive is in them",
                        "imports by name and by number, and forwarders, compared with the export tables",
                        "Link with the import library that belongs to the DLL; forward only what the DLL exports.",
                        PeLinkingRules::ownImports),
                new Rule(
                        "exports",
                        "Libraries export Python's API alone, modules the function that starts them",
                        "export tables, compared with the catalog's audit/windows.yaml; packages in site-packages are"
                                + " their authors' affair",
                        "Mark what is to be exported, and nothing else; or list it in audit/windows.yaml with the"
                                + " reason.",
                        PeLinkingRules::exports),
                LinkingRules.hiddenSymbols());
    }

    /** All that the rules judge. */
    static List<Binary<PeFacts>> loaded(Subject subject) {
        Globs foreign = subject.foreignPrograms();
        return subject.survey().pe(PeFacts::isLoaded).stream()
                .filter(binary -> !foreign.match(binary.file().path()))
                .toList();
    }

    /** Those that the distribution's maker built: not of packages. */
    static List<Binary<PeFacts>> own(Subject subject) {
        return loaded(subject).stream()
                .filter(binary -> !isOfPackage(binary.file()))
                .toList();
    }

    private static boolean isOfPackage(SurveyedFile file) {
        return file.path().contains(PACKAGES);
    }

    private static Verdict architecture(Subject subject) {
        if (subject.target().isEmpty()) {
            return Verdict.notChecked(Subject.NO_TARGET);
        }
        Target target = subject.target().get();
        Verdict.Builder verdict = Verdict.collect();
        subject.checkDescribed(target, verdict);
        Globs foreign = subject.foreignPrograms();
        int left = 0;
        List<Binary<PeFacts>> binaries = subject.survey().pe(facts -> true);
        for (Binary<PeFacts> binary : binaries) {
            if (foreign.match(binary.file().path())) {
                left++;
            } else if (!binary.facts().machine().equals(target.pe().machine())) {
                verdict.finding(binary.label(), "is for " + binary.facts().machine());
            } else if (target.cpu().endsWith("64") != (binary.facts().bits() == 64)) {
                verdict.finding(
                        binary.label(), "has addresses of " + binary.facts().bits() + " bits");
            }
        }
        subject.survey().elf(facts -> true).forEach(binary -> verdict.finding(binary.label(), "is an ELF file"));
        for (SurveyedFile file : subject.survey().files().values()) {
            file.damage().forEach((member, why) -> verdict.finding(file.label(member), "cannot be read: " + why));
            if (file.kind() == Kind.FILE
                    && NAMED_AS_CODE.matcher(file.name()).matches()
                    && file.binaries().isEmpty()
                    && file.damage().isEmpty()) {
                verdict.finding(file.path(), "is no PE file");
            }
        }
        verdict.note(binaries.size() + " PE files");
        if (left > 0) {
            verdict.note(left + " of them not judged by any rule: start programs for other systems too, which are data"
                    + " of pip and setuptools");
        }
        return verdict.verdict();
    }

    private static Verdict neededLibraries(Subject subject) {
        if (subject.target().isEmpty()) {
            return Verdict.notChecked(Subject.NO_TARGET);
        }
        List<Binary<PeFacts>> binaries = loaded(subject);
        if (binaries.isEmpty()) {
            return Verdict.notChecked("there is no program or DLL");
        }
        Set<String> allowed = Set.copyOf(subject.target().get().allowedLibraries());
        Verdict.Builder verdict = Verdict.collect();
        for (Binary<PeFacts> binary : binaries) {
            for (String needed : binary.facts().needed()) {
                if (!allowed.contains(needed) && !isFound(needed, binary, binaries, subject.root())) {
                    verdict.finding(binary.label(), "needs " + needed);
                }
            }
        }
        return verdict.note(binaries.size() + " programs and DLLs").verdict();
    }

    /**
     * Windows looks in the program's directory, and the interpreter has it look in the module's own too; packages add
     * directories of theirs (os.add_dll_directory).
     */
    private static boolean isFound(String needed, Binary<PeFacts> by, List<Binary<PeFacts>> binaries, String root) {
        return binaries.stream()
                .filter(binary -> binary.file().name().toLowerCase(Locale.ROOT).equals(needed))
                .map(binary -> binary.file())
                .anyMatch(library -> directory(library).equals(root)
                        || directory(library).equals(directory(by.file()))
                        || (isOfPackage(library) && isOfPackage(by.file())));
    }

    private static String directory(SurveyedFile file) {
        return file.path().substring(0, file.path().lastIndexOf('/') + 1);
    }

    /** System DLLs, in lower case. */
    static List<String> systemLibraries(Subject subject) {
        List<Binary<PeFacts>> binaries = loaded(subject);
        Set<String> needed = new TreeSet<>();
        binaries.forEach(binary -> needed.addAll(binary.facts().needed()));
        binaries.forEach(binary -> needed.remove(binary.file().name().toLowerCase(Locale.ROOT)));
        return new ArrayList<>(needed);
    }

    private static Verdict ownImports(Subject subject) {
        List<Binary<PeFacts>> binaries = loaded(subject);
        if (binaries.isEmpty()) {
            return Verdict.notChecked("there is no program or DLL");
        }
        Map<String, Set<String>> offered = new TreeMap<>();
        for (Binary<PeFacts> binary : binaries) {
            Set<String> names =
                    offered.computeIfAbsent(binary.file().name().toLowerCase(Locale.ROOT), none -> new TreeSet<>());
            for (Export export : binary.facts().offers()) {
                names.add("#" + export.ordinal());
                export.name().ifPresent(names::add);
            }
        }
        Verdict.Builder verdict = Verdict.collect();
        int looked = 0;
        for (Binary<PeFacts> binary : binaries) {
            for (Import imported : binary.facts().imports()) {
                Set<String> there = offered.get(imported.library().toLowerCase(Locale.ROOT));
                if (there == null) {
                    continue;
                }
                looked += imported.functions().size();
                List<String> missing = imported.functions().stream()
                        .filter(function -> !there.contains(function))
                        .toList();
                if (!missing.isEmpty()) {
                    verdict.finding(
                            binary.label(),
                            "takes from " + imported.library() + " what is not there: " + LinkingRules.shown(missing));
                }
            }
            for (Export export : binary.facts().offers()) {
                Optional<String> missing = export.forwarder().flatMap(to -> missing(to, offered, subject));
                if (missing.isPresent()) {
                    verdict.finding(
                            binary.label(),
                            "forwards " + export.name().orElse("#" + export.ordinal()) + " to " + missing.get());
                }
                looked += export.forwarder().isPresent() ? 1 : 0;
            }
        }
        return verdict.note(looked + " imports and forwarders; of the system's DLLs it is not known what they export")
                .verdict();
    }

    /** {@code python313.Py_Main} stands for that function of {@code python313.dll}. */
    private static Optional<String> missing(String forwarder, Map<String, Set<String>> offered, Subject subject) {
        int end = forwarder.lastIndexOf('.');
        String library = forwarder.substring(0, Math.max(end, 0)).toLowerCase(Locale.ROOT) + ".dll";
        Set<String> there = offered.get(library);
        boolean system = subject.target()
                .map(target -> target.allowedLibraries().contains(library))
                .orElse(true);
        boolean found = there == null ? system : there.contains(forwarder.substring(end + 1));
        return found ? Optional.empty() : Optional.of(forwarder + ", which is not there");
    }

    private static Verdict exports(Subject subject) {
        List<Binary<PeFacts>> binaries = own(subject);
        if (binaries.isEmpty()) {
            return Verdict.notChecked("there is no program or DLL");
        }
        Verdict.Builder verdict = Verdict.collect();
        int looked = 0;
        for (Binary<PeFacts> binary : binaries) {
            String module = binary.file().name().replaceFirst("\\..*", "");
            Optional<AuditData.Exports> rule = subject.data().windows().exports().stream()
                    .filter(candidate ->
                            Globs.of(candidate.files()).match(binary.file().path()))
                    .findFirst();
            if (rule.isEmpty()) {
                continue;
            }
            looked++;
            Pattern allowed = Pattern.compile(rule.get().symbols().replace("{module}", Pattern.quote(module)));
            List<String> others = binary.facts().exports().stream()
                    .filter(name -> !allowed.matcher(name).matches())
                    .toList();
            if (!others.isEmpty()) {
                verdict.finding(binary.label(), "exports " + LinkingRules.shown(others));
            }
            if (binary.file().name().endsWith(".pyd")
                    && !binary.facts().exports().contains("PyInit_" + module)) {
                verdict.finding(binary.label(), "does not export PyInit_" + module);
            }
        }
        return verdict.note(looked + " programs and DLLs").verdict();
    }
}
