package io.github.pythondist.audit;

import io.github.pythondist.archive.ArchiveReader.Kind;
import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.archive.DistributionDescription.FileEntry;
import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import io.github.pythondist.files.LinkTargets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether the archive as a whole is what it says it is. */
final class TreeRules {

    /** What stands for bytes of a name that are not UTF-8. */
    private static final char UNREADABLE = '\uFFFD';

    private TreeRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "extension-set",
                        "The extension modules are exactly those of the catalog",
                        "the interpreter's own table of built-in modules (PyImport_Inittab), files in lib-dynload or"
                                + " DLLs, python-dist.json, the catalog's extensions.yaml",
                        "Correct the catalog or the build.",
                        TreeRules::extensionSet),
                new Rule(
                        "licence-texts",
                        "Every component's licence text is inside",
                        "files in the licence directory that python-dist.json names, by component",
                        "Add the component's licence file to its recipe (license-files).",
                        TreeRules::licenceTexts),
                new Rule(
                        "links",
                        "Every link leads to something inside the archive",
                        "targets of symbolic and hard links, followed through other links; devices and pipes",
                        "Make links relative and remove those that lead nowhere.",
                        TreeRules::links),
                new Rule(
                        "files",
                        "The archive holds exactly what python-dist.json lists",
                        "digest, size, mode and link target of every entry",
                        "Fetch the archive again and compare its digest; if you built it, build it again.",
                        TreeRules::files),
                new Rule(
                        "modes",
                        "No entry gives rights that unpacking should not give",
                        "setuid, setgid and sticky bits of all entries; write permission of group and others of files"
                                + " and directories",
                        "Make the archive anew with modes 0755 and 0644.",
                        TreeRules::modes),
                new Rule(
                        "description",
                        "python-dist.json is complete and well formed",
                        "JSON Schema python-dist-1.schema.json; the files that it names",
                        "Fetch the archive again and compare its digest; if you built it, build it again.",
                        TreeRules::description));
    }

    private static Verdict extensionSet(Subject subject) {
        Optional<NavigableSet<String>> builtIn = builtIn(subject);
        if (builtIn.isEmpty()) {
            return Verdict.notChecked("no binary in the archive has a table of built-in modules");
        }
        NavigableSet<String> shared = sharedModules(subject);
        Verdict.Builder verdict = Verdict.collect();
        verdict.note(builtIn.get().size() + " modules are built in, " + shared.size() + " are "
                + subject.format().modulePlace());
        tablesAgree(subject, builtIn.get(), verdict);
        Optional<DistributionDescription> description = subject.description();
        if (description.isPresent()) {
            compare("python-dist.json", described(description.get()), builtIn.get(), shared, subject.format(), verdict);
        }
        description.map(DistributionDescription::choices).ifPresent(choices -> noteChoices(choices, verdict));
        if (subject.extensions().isEmpty()) {
            return description.isPresent()
                    ? verdict.note("not compared with the catalog: " + subject.extensionsProblem())
                            .verdict()
                    : Verdict.notChecked(subject.extensionsProblem());
        }
        Map<String, Mode> expected = new TreeMap<>();
        subject.extensions()
                .get()
                .modules()
                .forEach((name, extension) -> expected.put(
                        name, extension.test() && !subject.content().testModules() ? Mode.DISABLED : extension.mode()));
        if (description.isPresent()) {
            compare("the catalog", expected, builtIn.get(), shared, subject.format(), verdict);
        } else {
            // How a maker who made no promise links a module is not ours to judge; that it is there is.
            expected.forEach((name, mode) -> {
                if (mode != Mode.DISABLED && !builtIn.get().contains(name) && !shared.contains(name)) {
                    verdict.finding(".", "the module " + name + " is missing");
                }
            });
            verdict.note("how modules are linked is not checked: " + subject.noDescription());
        }
        return verdict.verdict();
    }

    private static void noteChoices(DistributionDescription.Choices choices, Verdict.Builder verdict) {
        if (!choices.modules().isEmpty()) {
            verdict.note("the project's own, by its python-dist.json: " + LinkingRules.shown(choices.modules()));
        }
        if (!choices.without().isEmpty()) {
            verdict.note("left out by the project: " + LinkingRules.shown(choices.without()));
        }
    }

    private static Map<String, Mode> described(DistributionDescription description) {
        Map<String, Mode> modes = new TreeMap<>();
        description
                .extensionModules()
                .forEach(module -> modes.put(
                        module.name(),
                        switch (module.linkage()) {
                            case "static" -> Mode.STATIC;
                            case "shared" -> Mode.SHARED;
                            default -> Mode.DISABLED;
                        }));
        return modes;
    }

    private static void compare(
            String source,
            Map<String, Mode> expected,
            Set<String> builtIn,
            Set<String> shared,
            Format format,
            Verdict.Builder verdict) {
        Set<String> all = new TreeSet<>(expected.keySet());
        all.addAll(builtIn);
        all.addAll(shared);
        for (String name : all) {
            String says = says(expected.get(name), format);
            String is = builtIn.contains(name)
                    ? shared.contains(name) ? "built in and " + format.modulePlace() : "built in"
                    : shared.contains(name) ? format.modulePlace() : "absent";
            if (!says.equals(is)) {
                verdict.finding(".", "the module " + name + " is " + is + "; by " + source + " it is " + says);
            }
        }
    }

    private static String says(@Nullable Mode mode, Format format) {
        if (mode == null) {
            return "unknown";
        }
        return switch (mode) {
            case CORE, STATIC -> "built in";
            case SHARED -> format.modulePlace();
            case DISABLED -> "absent";
        };
    }

    private static void tablesAgree(Subject subject, NavigableSet<String> builtIn, Verdict.Builder verdict) {
        for (Survey.Binary<?> binary : subject.loaded()) {
            binary.facts()
                    .builtInModules()
                    .filter(table -> !table.equals(builtIn))
                    .ifPresent(table -> {
                        NavigableSet<String> more = new TreeSet<>(builtIn);
                        more.removeAll(table);
                        NavigableSet<String> other = new TreeSet<>(table);
                        other.removeAll(builtIn);
                        verdict.finding(
                                binary.label(),
                                "its built-in modules differ from those of other binaries: lacks "
                                        + LinkingRules.shown(List.copyOf(more)) + "; has "
                                        + LinkingRules.shown(List.copyOf(other)));
                    });
        }
    }

    /** The table of a program before that of a library, which may be for embedding only. */
    static Optional<NavigableSet<String>> builtIn(Subject subject) {
        return subject.loaded().stream()
                .filter(binary -> binary.facts().builtInModules().isPresent())
                .sorted((a, b) ->
                        Boolean.compare(b.facts().isProgram(), a.facts().isProgram()))
                .flatMap(binary -> binary.facts().builtInModules().stream())
                .findFirst();
    }

    /** {@code lib-dynload/_ssl.cpython-313-x86_64-linux-gnu.so} and {@code DLLs/_ssl.pyd} are the module {@code _ssl}. */
    static NavigableSet<String> sharedModules(Subject subject) {
        Pattern modules = subject.format().modules(subject.series().orElse(""));
        return subject.survey().files().values().stream()
                .filter(file -> file.path().startsWith(subject.root())
                        && modules.matcher(file.path().substring(subject.root().length()))
                                .matches())
                .map(file -> file.name().substring(0, file.name().indexOf('.')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Modules that the catalog names and that are nowhere. */
    static NavigableSet<String> absentModules(Subject subject) {
        NavigableSet<String> absent = new TreeSet<>();
        subject.extensions().map(ExtensionCatalog::modules).ifPresent(modules -> absent.addAll(modules.keySet()));
        builtIn(subject).ifPresent(absent::removeAll);
        absent.removeAll(sharedModules(subject));
        return absent;
    }

    private static Verdict licenceTexts(Subject subject) {
        List<SurveyedFile> texts = subject.survey()
                .ofKind(Kind.FILE)
                .filter(file -> file.path().matches("(.*/)?licen[cs]es/.*"))
                .toList();
        if (subject.description().isEmpty()) {
            return Verdict.notChecked(subject.noDescription() + ", so nothing says what components are inside; "
                    + texts.size() + " files are in a directory of licences");
        }
        DistributionDescription description = subject.description().get();
        if (description.licenses() == null) {
            return Verdict.collect()
                    .finding(subject.root() + DistributionDescription.FILE_NAME, "names no directory of licence texts")
                    .verdict();
        }
        String directory = subject.root() + description.licenses().dir() + "/";
        Verdict.Builder verdict = Verdict.collect();
        for (DistributionDescription.Component component : description.components()) {
            boolean there = texts.stream()
                    .anyMatch(file -> file.path().startsWith(directory + component.name() + "/") && file.size() > 0);
            if (!there) {
                verdict.finding(
                        directory + component.name(),
                        "there is no licence text of " + component.name() + " (" + component.license() + ")");
            }
        }
        return verdict.note(description.components().size() + " components, " + texts.size() + " texts")
                .verdict();
    }

    private static Verdict links(Subject subject) {
        Verdict.Builder verdict = Verdict.collect();
        SurveyedTree tree = new SurveyedTree(subject.survey(), subject.isPartial());
        long links = 0;
        for (SurveyedFile file : subject.survey().files().values()) {
            linkAbove(file, subject.survey())
                    .ifPresent(link -> verdict.finding(
                            file.path(), "is below " + link + ", which is a link: it would be written elsewhere"));
            switch (file.kind()) {
                case SYMLINK -> {
                    links++;
                    LinkTargets.problem(file.path(), tree)
                            .ifPresent(why -> verdict.finding(file.path(), "-> " + file.linkTarget() + " " + why));
                }
                case HARD_LINK -> {
                    links++;
                    if (!subject.has(file.linkTarget().replaceFirst("^\\./", ""))) {
                        verdict.finding(file.path(), "is the same file as " + file.linkTarget() + ", which is missing");
                    }
                }
                case SPECIAL -> verdict.finding(file.path(), "is a device, a pipe or a socket");
                case FILE, DIRECTORY -> {}
            }
        }
        verdict.note(links + " links");
        if (subject.isPartial()) {
            verdict.note("links to what is in the archive that this one is unpacked over are not followed");
        }
        return verdict.verdict();
    }

    private static Optional<String> linkAbove(SurveyedFile file, Survey survey) {
        for (int end = file.path().lastIndexOf('/'); end > 0; end = file.path().lastIndexOf('/', end - 1)) {
            SurveyedFile above = survey.files().get(file.path().substring(0, end));
            if (above != null && above.kind() == Kind.SYMLINK) {
                return Optional.of(above.path());
            }
        }
        return Optional.empty();
    }

    /** Independent of the description, which says nothing of directories. */
    private static Verdict modes(Subject subject) {
        Verdict.Builder verdict = Verdict.collect();
        for (SurveyedFile file : subject.survey().files().values()) {
            boolean writable = (file.kind() == Kind.FILE || file.kind() == Kind.DIRECTORY) && (file.mode() & 0022) != 0;
            if ((file.mode() & 07000) != 0) {
                verdict.finding(file.path(), "is setuid, setgid or sticky: " + octal(file.mode()));
            } else if (writable) {
                verdict.finding(file.path(), "can be written by others than its owner: " + octal(file.mode()));
            }
        }
        return verdict.note(subject.survey().files().size() + " entries looked at")
                .verdict();
    }

    private static String octal(int mode) {
        return String.format(Locale.ROOT, "%04o", mode);
    }

    private static Verdict files(Subject subject) {
        Verdict.Builder verdict = Verdict.collect();
        subject.survey()
                .repeated()
                .forEach(path -> verdict.finding(
                        path,
                        "is in the archive more than once"
                                + (path.indexOf(UNREADABLE) < 0
                                        ? ""
                                        : ", or several names that are not UTF-8 and so cannot be told apart")));
        if (subject.description().isEmpty()) {
            return verdict.isEmpty()
                    ? Verdict.notChecked(subject.noDescription() + ", so nothing says what should be inside")
                    : verdict.verdict();
        }
        Set<String> listed = new HashSet<>();
        listed.add(subject.root() + subject.content().description());
        for (FileEntry entry : subject.description().get().files()) {
            String path = subject.root() + entry.path();
            if (!listed.add(path)) {
                verdict.finding(path, "is listed more than once");
            }
            SurveyedFile file = subject.survey().files().get(path);
            if (file == null) {
                verdict.finding(path, "is listed and missing");
            } else {
                difference(entry, file).ifPresent(what -> verdict.finding(path, what));
            }
        }
        subject.survey().files().values().stream()
                .filter(file -> file.kind() != Kind.DIRECTORY && !listed.contains(file.path()))
                .forEach(file -> verdict.finding(file.path(), "is not listed"));
        return verdict.note(subject.description().get().files().size() + " files and links listed")
                .verdict();
    }

    private static Optional<String> difference(FileEntry entry, SurveyedFile file) {
        if (entry.link() != null) {
            return file.kind() == Kind.SYMLINK && file.linkTarget().equals(entry.link())
                    ? Optional.empty()
                    : Optional.of("is listed as a link to " + entry.link() + " and is "
                            + (file.kind() == Kind.SYMLINK ? "one to " + file.linkTarget() : "no link"));
        }
        if (file.sha256() == null) {
            return Optional.of(
                    "is listed as a file and is " + file.kind().name().toLowerCase(Locale.ROOT));
        }
        if (entry.size() == null || file.size() != entry.size()) {
            return Optional.of("has " + file.size() + " bytes; " + entry.size() + " are listed");
        }
        if (!file.sha256().equals(entry.sha256())) {
            return Optional.of("has the SHA-256 " + file.sha256().abbreviated() + "...; "
                    + (entry.sha256() == null ? "none" : entry.sha256().abbreviated() + "...") + " is listed");
        }
        String mode = octal(file.mode());
        return mode.equals(entry.mode())
                ? Optional.empty()
                : Optional.of("has the mode " + mode + "; " + entry.mode() + " is listed");
    }

    private static Verdict description(Subject subject) {
        Optional<Map.Entry<String, byte[]>> json = subject.survey().descriptions().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(subject.root()))
                .findFirst();
        if (json.isEmpty()) {
            return Verdict.notChecked(subject.noDescription());
        }
        Verdict.Builder verdict = Verdict.collect();
        String path = json.get().getKey();
        subject.descriptionProblem().ifPresent(problem -> verdict.finding(path, problem));
        DescriptionSchema.violations(json.get().getValue()).forEach(what -> verdict.finding(path, what));
        subject.description().filter(description -> !subject.isPartial()).ifPresent(description -> {
            named(subject, "executable", description.executable(), verdict);
            named(subject, "libpython", description.libpython(), verdict);
            String stdlib = description.stdlib();
            if (stdlib != null && !isStdlib(subject, subject.root() + stdlib)) {
                verdict.finding(path, "stdlib: there is no " + stdlib + "/os.py");
            }
        });
        return verdict.verdict();
    }

    /** A directory, or in the embeddable layout of Windows a zip archive. */
    private static boolean isStdlib(Subject subject, String path) {
        SurveyedFile archive = subject.survey().files().get(path);
        return subject.has(path + "/os.py")
                || (archive != null && archive.kind() == Kind.FILE && path.endsWith(".zip"));
    }

    private static void named(Subject subject, String key, @Nullable String path, Verdict.Builder verdict) {
        if (path != null && !subject.has(subject.root() + path)) {
            verdict.finding(subject.root() + DistributionDescription.FILE_NAME, key + ": there is no " + path);
        }
    }
}
