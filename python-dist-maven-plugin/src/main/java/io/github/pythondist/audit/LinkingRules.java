package io.github.pythondist.audit;

import io.github.pythondist.audit.Survey.Binary;
import io.github.pythondist.catalog.AuditData;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.elf.ElfFile;
import io.github.pythondist.elf.ElfFile.NeededVersion;
import io.github.pythondist.elf.Version;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the binaries ask of the system they run on, and what they offer to others. */
final class LinkingRules {

    private static final String GLIBC = "GLIBC_";
    private static final int SHOWN_NAMES = 6;

    private LinkingRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "architecture",
                        "Every binary is for the target's processor and dynamic linker",
                        "ELF header (machine, class, byte order) of every file and static library member; PT_INTERP",
                        "Build for the target, or audit the archive as the one it is for (-Dpython-dist.target=).",
                        LinkingRules::architecture),
                new Rule(
                        "needed-libraries",
                        "Programs and libraries need nothing but the target's allowed system libraries",
                        "DT_NEEDED of every program and shared object",
                        "Link the library statically, or allow it in the target (allowed-libraries).",
                        LinkingRules::neededLibraries),
                new Rule(
                        "symbol-versions",
                        "No symbol of the C library is newer than the floor",
                        ".gnu.version_r of every program and shared object; undefined symbols of object files have no"
                                + " version yet",
                        "Link against the older C library, or raise the floor that is promised.",
                        LinkingRules::symbolVersions),
                new Rule(
                        "rpath",
                        "Libraries are looked for inside the tree only",
                        "DT_RPATH and DT_RUNPATH of every program and shared object",
                        "Use a path that begins with $ORIGIN and stays inside the tree, or none.",
                        LinkingRules::runPath),
                hiddenSymbols());
    }

    /** The same for all formats. */
    static Rule hiddenSymbols() {
        return new Rule(
                "hidden-symbols",
                "No symbol of a library that is linked in is exported",
                "dynamic symbol tables, compared with the libraries' names",
                "Link with -Wl,--exclude-libs,ALL or a version script, so that other copies of the library in the same"
                        + " process stay apart.",
                LinkingRules::hiddenSymbols);
    }

    private static List<Binary<ElfFacts>> loaded(Survey survey) {
        return survey.elf(ElfFacts::isLoaded);
    }

    private static Verdict architecture(Subject subject) {
        if (subject.target().isEmpty()) {
            return Verdict.notChecked(Subject.NO_TARGET);
        }
        Target target = subject.target().get();
        Verdict.Builder verdict = Verdict.collect();
        subject.checkDescribed(target, verdict);
        List<Binary<ElfFacts>> binaries = subject.survey().elf(facts -> true);
        for (Binary<ElfFacts> binary : binaries) {
            ElfFacts facts = binary.facts();
            if (!facts.machine().equals(target.elf().machine())) {
                verdict.finding(binary.label(), "is for " + facts.machine());
            }
            facts.interpreter()
                    .filter(interpreter -> !interpreter.equals(target.elf().interpreter()))
                    .ifPresent(interpreter -> verdict.finding(
                            binary.label(),
                            "is run by " + interpreter + ", not " + target.elf().interpreter()));
        }
        for (SurveyedFile file : subject.survey().files().values()) {
            file.damage().forEach((member, why) -> verdict.finding(file.label(member), "cannot be read: " + why));
        }
        return verdict.note(binaries.size() + " ELF files and static library members")
                .verdict();
    }

    private static Verdict neededLibraries(Subject subject) {
        if (subject.target().isEmpty()) {
            return Verdict.notChecked(Subject.NO_TARGET);
        }
        Target target = subject.target().get();
        Set<String> own = ownLibraries(subject.survey());
        Verdict.Builder verdict = Verdict.collect();
        for (Binary<ElfFacts> binary : loaded(subject.survey())) {
            for (String needed : binary.facts().needed()) {
                String name = needed.substring(needed.lastIndexOf('/') + 1);
                boolean system = target.allowedLibraries().contains(needed);
                boolean inside = own.contains(name) && (name.equals(needed) || needed.startsWith("$ORIGIN/"));
                if (!system && !inside) {
                    verdict.finding(binary.label(), "needs " + needed);
                }
            }
        }
        return verdict.verdict();
    }

    private static Set<String> ownLibraries(Survey survey) {
        Set<String> names = new TreeSet<>();
        for (Binary<ElfFacts> binary : loaded(survey)) {
            names.add(binary.file().name());
            binary.facts().soname().ifPresent(names::add);
        }
        survey.files().values().stream()
                .filter(file -> !file.linkTarget().isEmpty())
                .forEach(link -> names.add(link.name()));
        return names;
    }

    private static Verdict symbolVersions(Subject subject) {
        Optional<Version> floor = floor(subject);
        if (subject.target().isEmpty() && floor.isEmpty()) {
            return Verdict.notChecked(Subject.NO_TARGET);
        }
        String family = subject.target().map(Target::libc).orElse("glibc");
        if (!family.equals("glibc")) {
            return Verdict.notChecked(family + " has no symbol versions");
        }
        if (floor.isEmpty()) {
            return Verdict.notChecked("neither target nor archive promises a version of the C library");
        }
        Verdict.Builder verdict = Verdict.collect();
        Optional<Version> highest = Optional.empty();
        for (Binary<ElfFacts> binary : loaded(subject.survey())) {
            for (NeededVersion needed : binary.facts().versions()) {
                if (!needed.version().startsWith(GLIBC)) {
                    continue;
                }
                Optional<Version> version = Version.parse(needed.version().substring(GLIBC.length()));
                if (version.isEmpty()) {
                    // GLIBC_PRIVATE, GLIBC_ABI_DT_RELR (2.36) and the like have no place in an order.
                    verdict.finding(binary.label(), "needs " + needed.version() + " of " + needed.library());
                    continue;
                }
                if (version.get().compareTo(floor.get()) > 0) {
                    verdict.finding(
                            binary.label(),
                            "needs " + needed.version() + " of " + needed.library() + "; the floor is " + floor.get());
                }
                if (highest.isEmpty() || version.get().compareTo(highest.get()) > 0) {
                    highest = version;
                }
            }
        }
        highest.ifPresent(version -> verdict.note("highest is " + GLIBC + version + ", the floor is " + floor.get()));
        long objects = subject.survey()
                .elf(facts -> facts.type() == ElfFile.Type.RELOCATABLE)
                .size();
        if (objects > 0) {
            verdict.note(objects + " object files not checked: their undefined symbols have no versions");
        }
        promisedMoreThanTheTarget(subject).ifPresent(what -> verdict.finding("python-dist.json", what));
        return verdict.verdict();
    }

    /** What the archive promises counts; where it says nothing, what its target stands for. */
    private static Optional<Version> floor(Subject subject) {
        Optional<Version> promised = subject.description()
                .map(description -> description.libc())
                .map(libc -> libc.floor())
                .flatMap(Version::parse);
        return promised.isPresent()
                ? promised
                : subject.target().map(Target::libcFloor).flatMap(Version::parse);
    }

    private static Optional<String> promisedMoreThanTheTarget(Subject subject) {
        Optional<Version> target = subject.target().map(Target::libcFloor).flatMap(Version::parse);
        return floor(subject)
                .filter(floor -> target.isPresent() && floor.compareTo(target.get()) > 0)
                .map(floor -> "says it needs " + floor + " of the C library; its target stands for " + target.get());
    }

    private static Verdict runPath(Subject subject) {
        Verdict.Builder verdict = Verdict.collect();
        int paths = 0;
        for (Binary<ElfFacts> binary : loaded(subject.survey())) {
            for (String path : binary.facts().runPaths()) {
                paths++;
                if (!staysInside(subject.root(), binary.file().path(), path)) {
                    verdict.finding(
                            binary.label(),
                            path.isEmpty()
                                    ? "looks for libraries in the current directory (an empty run path)"
                                    : "looks for libraries in " + path);
                }
            }
        }
        return verdict.note(paths + " run paths").verdict();
    }

    private static boolean staysInside(String root, String file, String runPath) {
        String path = runPath.replace("${ORIGIN}", "$ORIGIN");
        if (!path.equals("$ORIGIN") && !path.startsWith("$ORIGIN/")) {
            return false;
        }
        Deque<String> directory = new ArrayDeque<>(List.of(file.split("/", -1)));
        directory.removeLast();
        int rootDepth = root.isEmpty() ? 0 : root.split("/", -1).length - 1;
        for (String part : path.substring("$ORIGIN".length()).split("/", -1)) {
            if (part.equals("..")) {
                if (directory.size() <= rootDepth) {
                    return false;
                }
                directory.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                directory.addLast(part);
            }
        }
        return true;
    }

    private static Verdict hiddenSymbols(Subject subject) {
        Verdict.Builder verdict = Verdict.collect();
        List<? extends Binary<?>> binaries = subject.loaded();
        for (Binary<?> binary : binaries) {
            for (AuditData.Library library : subject.data().libraries().libraries()) {
                List<String> exported = binary.facts().exports().stream()
                        .filter(name -> library.symbols().matcher(name).matches())
                        .toList();
                if (!exported.isEmpty()) {
                    verdict.finding(
                            binary.label(),
                            "exports " + exported.size() + " of " + library.name() + ": " + shown(exported));
                }
            }
        }
        return verdict.note(binaries.size() + " programs and shared objects").verdict();
    }

    /** The first few of many names. */
    static String shown(List<String> names) {
        String first = names.stream().limit(SHOWN_NAMES).collect(Collectors.joining(", "));
        return names.size() > SHOWN_NAMES ? first + ", ..." : first;
    }

    /** Every library that any program or shared object needs and that is not in the archive. */
    static List<String> systemLibraries(Survey survey) {
        Set<String> own = ownLibraries(survey);
        TreeSet<String> needed = new TreeSet<>();
        loaded(survey).forEach(binary -> needed.addAll(binary.facts().needed()));
        needed.removeIf(name -> own.contains(name.substring(name.lastIndexOf('/') + 1)));
        return new ArrayList<>(needed);
    }
}
