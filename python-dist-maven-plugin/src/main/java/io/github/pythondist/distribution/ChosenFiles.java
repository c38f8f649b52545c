package io.github.pythondist.distribution;

import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.inventory.UnifiedDiff;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files that a project's {@link Choices} name, read and checked as far as that goes without the catalog and without
 * CPython's source. They become files of this build's catalog: so they are inputs of the build like any recipe.
 *
 * @param patches in the order given
 * @param patchFiles file name → content
 * @param modules in the order given
 */
record ChosenFiles(List<Patch> patches, SortedMap<String, byte[]> patchFiles, List<Code> modules) {

    /** Where they are in the catalog, below the series' folder, and modules also below CPython's {@code Modules/}. */
    private static final String FOLDER = "project/";

    /** What shells, make and makesetup take for a word. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*");

    private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9_.+/-]+");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** A macro; its value is put between single quotes on a line of a makefile. */
    private static final Pattern DEFINE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(=[ -~&&[^'#$\\\\]]*)?");

    private static final Set<String> HEADERS = Set.of(".h", ".inc");

    /** Words of Python that no name can be: keyword.kwlist. */
    private static final Set<String> KEYWORDS = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield");

    ChosenFiles {
        patches = List.copyOf(patches);
        modules = List.copyOf(modules);
    }

    /**
     * @param fileName without its folder
     * @param sha256 of its content
     */
    record Patch(String fileName, Digest sha256) {

        /** Its name below the series' {@code patches/}. */
        String name() {
            return FOLDER + fileName;
        }
    }

    /**
     * What a module is made of; all paths are in the project's directory.
     *
     * @param sources what is compiled
     * @param includeDirectories folders of headers
     * @param compiled sources and headers: path → content
     * @param licenses licence texts: path → content
     */
    record Code(
            Choices.Module choice,
            List<String> sources,
            List<String> includeDirectories,
            SortedMap<String, byte[]> compiled,
            SortedMap<String, byte[]> licenses) {

        /** Where it is below CPython's {@code Modules/}, and in the catalog below the series' folder. */
        String folder() {
            return FOLDER + choice.name() + "/";
        }
    }

    /**
     * @throws BuildFailure if a file is missing or cannot be used, or a name cannot be a module's
     */
    static ChosenFiles read(Choices choices) {
        List<Patch> patches = new ArrayList<>();
        SortedMap<String, byte[]> patchFiles = new TreeMap<>();
        for (String given : choices.patches()) {
            patches.add(patch(choices.directory(), given, patchFiles));
        }
        List<Code> modules = new ArrayList<>();
        Set<String> modulesSeen = new HashSet<>();
        for (Choices.Module module : choices.modules()) {
            modules.add(new Reader(choices.directory(), module).code(modulesSeen));
        }
        return new ChosenFiles(patches, patchFiles, modules);
    }

    /** Path in the catalog → content. */
    SortedMap<String, byte[]> inCatalog(String series) {
        String root = "cpython/" + series + "/";
        SortedMap<String, byte[]> files = new TreeMap<>();
        patches.forEach(patch -> files.put(root + "patches/" + patch.name(), patchFiles.get(patch.fileName())));
        for (Code code : modules) {
            code.compiled().forEach((path, bytes) -> files.put(root + code.folder() + path, bytes));
            code.licenses().forEach((path, bytes) -> files.put(root + code.folder() + path, bytes));
        }
        return files;
    }

    private static Patch patch(Path directory, String given, SortedMap<String, byte[]> patchFiles) {
        Path file = directory.resolve(given.strip());
        if (!Files.isRegularFile(file)) {
            throw new BuildFailure("There is no patch " + given.strip())
                    .detail("looked for: " + file)
                    .remedy("Correct <patches>, where each <patch> is a file's path in the project");
        }
        String name = file.getFileName().toString();
        if (!PLAIN_NAME.matcher(name).matches()) {
            throw new BuildFailure("The patch '" + name + "' has a name that cannot be passed on to the recipe")
                    .remedy("Rename it: ASCII letters, digits, '.', '_', '+' and '-' will do");
        }
        if (patchFiles.containsKey(name)) {
            throw new BuildFailure("Two patches are called " + name)
                    .detail("a patch is named without its folder in what is published of a build")
                    .remedy("Rename one of them, or name it once in <patches>");
        }
        byte[] bytes = bytes(file);
        List<String> objections =
                UnifiedDiff.parse(new String(bytes, StandardCharsets.UTF_8)).objections();
        if (!objections.isEmpty()) {
            BuildFailure failure = new BuildFailure("The patch " + given.strip() + " cannot be applied");
            objections.forEach(failure::detail);
            throw failure.remedy("Make it in CPython's source with git diff --no-renames, or with diff -ruN a b");
        }
        patchFiles.put(name, bytes);
        return new Patch(name, Digest.of(bytes));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BuildFailure("Cannot read " + file, e);
        }
    }

    /** Reads one module. */
    private record Reader(Path directory, Choices.Module module) {

        Code code(Set<String> seen) {
            checkName(seen);
            if (module.sources().isEmpty()) {
                throw new BuildFailure(label() + " has no sources")
                        .remedy("Name its files in C: <sources><source>src/main/c/" + module.name()
                                + ".c</source></sources>");
            }
            if (module.license().isBlank() || module.licenseFiles().isEmpty()) {
                throw new BuildFailure(label() + " does not say its licence")
                        .detail(module.license().isBlank() ? "<license> is missing" : "<licenseFiles> names no file")
                        .remedy("Give the SPDX expression and the file that holds the text:"
                                + " <license>Apache-2.0</license>,"
                                + " <licenseFiles><licenseFile>LICENSE</licenseFile></licenseFiles>")
                        .remedy("Code of your own that is under no licence of SPDX's list has a LicenseRef-<name>,"
                                + " which <allow> of the <licensePolicy> must name");
            }
            for (String define : module.defines()) {
                if (!DEFINE.matcher(define).matches()) {
                    throw new BuildFailure(
                                    label() + " defines '" + define + "', which cannot be passed to the compiler")
                            .remedy("Write NAME or NAME=value, with a value in ASCII without ', #, $ and \\");
                }
            }
            SortedMap<String, byte[]> compiled = new TreeMap<>();
            List<String> sources = new ArrayList<>();
            for (String given : module.sources()) {
                String path = file(given, "source");
                if (!path.endsWith(".c")) {
                    throw new BuildFailure(label() + " has the source " + path + ", which is not C")
                            .remedy("What is linked into the interpreter is C, in files that end in .c; code in C++ and"
                                    + " other languages becomes a wheel");
                }
                sources.add(path);
                compiled.put(path, bytes(directory.resolve(path)));
                headers(directory.resolve(path).getParent(), false, compiled);
            }
            List<String> includeDirectories = new ArrayList<>();
            for (String given : module.includeDirectories()) {
                Path folder = directory.resolve(given.strip()).normalize();
                if (!Files.isDirectory(folder)) {
                    throw missing("folder of headers", given, folder);
                }
                includeDirectories.add(inProject(given, folder));
                headers(folder, true, compiled);
            }
            SortedMap<String, byte[]> licenses = new TreeMap<>();
            for (String given : module.licenseFiles()) {
                String path = file(given, "licence file");
                licenses.put(path, bytes(directory.resolve(path)));
            }
            return new Code(module, List.copyOf(sources), List.copyOf(includeDirectories), compiled, licenses);
        }

        private String label() {
            return "The extension module " + module.name();
        }

        private void checkName(Set<String> seen) {
            String name = module.name();
            if (name.indexOf('.') > 0) {
                throw new BuildFailure("The extension module " + name + " cannot be linked into the interpreter")
                        .detail("neither makesetup nor, before CPython 3.12, the import system knows built-in modules"
                                + " inside of packages")
                        .remedy("Call it _" + name.replace('.', '_') + ", and import that name in the package");
            }
            if (!IDENTIFIER.matcher(name).matches() || KEYWORDS.contains(name)) {
                throw new BuildFailure("'" + name + "' cannot be the name of an extension module")
                        .remedy("Give <name> what Python is to import: ASCII letters, digits and '_', not beginning"
                                + " with a digit, and no keyword");
            }
            if (!seen.add(name)) {
                throw new BuildFailure("Two extension modules are called " + name)
                        .remedy("Rename one of them in <extensionModules>");
            }
        }

        private String file(String given, String kind) {
            Path file = directory.resolve(given.strip()).normalize();
            if (!Files.isRegularFile(file)) {
                throw missing(kind, given, file);
            }
            return inProject(given, file);
        }

        private BuildFailure missing(String kind, String given, Path looked) {
            return new BuildFailure(label() + " names the " + kind + " " + given.strip() + ", which is not there")
                    .detail("looked for: " + looked)
                    .remedy("Correct it: it is a path in the project");
        }

        /** What the build must know of a file is its content and its place in the project, not in this machine. */
        private String inProject(String given, Path path) {
            Path root = directory.normalize();
            if (!path.startsWith(root)) {
                throw new BuildFailure(label() + " names " + given.strip() + ", which is outside of the project")
                        .detail("the project is " + root)
                        .remedy("Move or copy it into the project: its place there is an input of the build");
            }
            String relative = Trees.unixPath(root.relativize(path));
            if (!relative.isEmpty() && !PLAIN_PATH.matcher(relative).matches()) {
                throw new BuildFailure(label() + " names '" + relative + "', a path that make cannot work with")
                        .remedy("Rename it: ASCII letters, digits, '.', '_', '+', '-' and '/' will do");
            }
            return relative;
        }

        private void headers(Path folder, boolean below, SortedMap<String, byte[]> compiled) {
            try {
                if (below) {
                    for (Path file : Trees.list(folder)) {
                        header(file, compiled);
                    }
                } else {
                    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                        for (Path file : files) {
                            header(file, compiled);
                        }
                    }
                }
            } catch (IOException e) {
                throw new BuildFailure("Cannot read the headers of " + module.name() + " in " + folder, e);
            }
        }

        private void header(Path file, SortedMap<String, byte[]> compiled) {
            String name = file.getFileName().toString();
            if (HEADERS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file)) {
                compiled.put(inProject(name, file.normalize()), bytes(file));
            }
        }
    }
}
