package io.github.pythondist.bundle;

import io.github.pythondist.archive.ArchiveFormat;
import io.github.pythondist.archive.ArchiveOptions;
import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.archive.DistributionDescription.FileEntry;
import io.github.pythondist.archive.TreeArchiver;
import io.github.pythondist.bundle.BundleRequest.Form;
import io.github.pythondist.bundle.BundleRequest.JavaApplication;
import io.github.pythondist.bundle.BundleRequest.JavaPart;
import io.github.pythondist.bundle.BundleRequest.Output;
import io.github.pythondist.consumer.InterpreterPlacer;
import io.github.pythondist.consumer.Program;
import io.github.pythondist.consumer.PythonRunner;
import io.github.pythondist.consumer.RunRequest;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Glob;
import io.github.pythondist.files.Trees;
import io.github.pythondist.layout.BundleIndex;
import io.github.pythondist.layout.BundleIndex.Item;
import io.github.pythondist.layout.BundleResources;
import io.github.pythondist.layout.InstallLayout;
import io.github.pythondist.platform.HostPlatform;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheel.CoreMetadata.DeclaredLicense;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * Makes bundles:
 *
 * <pre>
 * python/                   the interpreter, with the packages in its site-packages
 * app/                      the project's own Python sources; on sys.path by a .pth file
 * bin/                      launchers
 * lib/                      the jars of a Java application
 * licenses/                 the licence texts of all
 * sbom.cdx.json             the bill of materials
 * python-dist-bundle.txt    the index
 * </pre>
 *
 * <p>The same inputs give the same bytes. An interpreter of another platform is not run: nothing is compiled or pruned
 * then, and what could not be checked is said.
 */
@Named
@Singleton
public final class Bundler {

    /** Raised when the same inputs would give another bundle. */
    private static final String FORMAT = "bundle 3";

    // A tenth of the time of the level that distributions are packed with, for an eighth more bytes.
    private static final int ZSTD_LEVEL = 9;

    private final PythonRunner runner;
    private final TreeArchiver archiver;

    @Inject
    public Bundler(PythonRunner runner, TreeArchiver archiver) {
        this.runner = runner;
        this.archiver = archiver;
    }

    /**
     * Makes the bundle, or finds that it is there as it would be made.
     *
     * @throws BuildFailure if what is to be bundled does not fit together, or does not work
     */
    public BundleResult bundle(BundleRequest request, Progress progress) {
        BundleResources.checked(request.name());
        Path work = request.workDirectory();
        Path tree = work.resolve("tree");
        Path bill = work.resolve(BundleBill.FILE_NAME);
        Path note = work.resolve("inputs.sha256");
        List<String> notChecked = notChecked(request);
        try {
            String inputs = inputs(request).hex() + "\n";
            boolean there = Files.isRegularFile(note)
                    && Files.isRegularFile(bill)
                    && Files.readString(note).equals(inputs)
                    && request.outputs().stream().allMatch(output -> Files.exists(written(request, output)));
            if (there) {
                return new BundleResult(tree, bill, true, notChecked);
            }
            Files.deleteIfExists(note);
            Files.createDirectories(work);
            Trees.delete(tree);
            Files.createDirectory(tree);
            assemble(request, tree, bill, progress);
            for (Output output : request.outputs()) {
                write(request, tree, output);
            }
            AtomicFiles.writeString(note, inputs);
            return new BundleResult(tree, bill, false, notChecked);
        } catch (IOException e) {
            throw new BuildFailure("Cannot make the bundle " + request.name() + " in " + work, e)
                    .detail(e.getClass().getSimpleName())
                    .remedy("Check free space and permissions there, then run the build again.");
        }
    }

    private void assemble(BundleRequest request, Path tree, Path bill, Progress progress) throws IOException {
        DistributionDescription python = request.python().description();
        Path home = tree.resolve(BundleIndex.PYTHON);
        InterpreterPlacer.copy(request.python().home(), home);
        PackageInstaller installer = new PackageInstaller(home, python);
        List<InstalledPackage> packages = packages(request, installer);
        Path sources = tree.resolve(BundleIndex.APP);
        boolean some = copySources(request, sources);
        SearchPath.add(
                home.resolve(python.executable()).getParent(),
                installer.sitePackages(),
                some ? Optional.of(sources) : Optional.empty());
        InstallLayout layout = InstallLayout.of(Platform.parse(python.platform()));
        long gone = request.libpython() ? 0 : removeLibpython(home, layout);
        if (runs(request)) {
            Path executable = home.resolve(python.executable());
            // First, since the compiler is among what most programs do not need.
            if (request.bytecode()) {
                compile(request, executable, tree, installer.sitePackages(), sources);
            }
            if (!request.modules().isEmpty()) {
                requireDirectory(python, home);
                Path stdlib = installer.sitePackages().getParent();
                Set<String> asked =
                        packages.stream().map(InstalledPackage::normalizedName).collect(Collectors.toSet());
                new ModulePruner(runner, tree, home, layout, executable, stdlib, sources, request.workDirectory())
                        .prune(request.modules(), installer, asked, gone, progress);
            }
            checkScripts(request, executable);
        } else if (!request.modules().isEmpty()) {
            throw new BuildFailure(
                            "A bundle for " + python.platform() + " cannot be pruned on " + HostPlatform.detect())
                    .detail("What its modules need, its own interpreter has to find out.")
                    .remedy("Leave <modules> away, or make that bundle on its own platform.");
        }
        launchers(request, tree, home.resolve(python.executable()));
        List<InstalledPackage> all = withThoseOfTheInterpreter(packages, installer);
        licenses(request, all, tree);
        Files.writeString(bill, BundleBill.make(request, all));
        Files.copy(bill, tree.resolve(BundleBill.FILE_NAME));
        describe(python, home);
        Files.writeString(
                tree.resolve(BundleIndex.FILE_NAME), index(request, tree).text());
    }

    private static void requireDirectory(DistributionDescription python, Path home) {
        String stdlib = python.stdlib();
        if (stdlib != null && Files.isRegularFile(home.resolve(stdlib))) {
            throw new BuildFailure(
                            "The standard library of this interpreter cannot be pruned: it is one file, " + stdlib)
                    .remedy("Leave <modules> away, or take the interpreter with the classifier " + python.platform());
        }
    }

    private static boolean runs(BundleRequest request) {
        return Platform.parse(request.python().platform()).runsOn(HostPlatform.detect());
    }

    private static List<String> notChecked(BundleRequest request) {
        if (runs(request)) {
            return List.of();
        }
        String why = "it is for " + request.python().platform() + ", this machine is " + HostPlatform.detect();
        List<String> list = new ArrayList<>();
        list.add("whether its Python starts: " + why);
        if (!request.scripts().isEmpty()) {
            list.add("whether the modules of "
                    + String.join(", ", request.scripts().keySet()) + " can be imported: " + why);
        }
        if (request.bytecode()) {
            list.add("packages and sources are not compiled: " + why);
        }
        return list;
    }

    private static List<InstalledPackage> packages(BundleRequest request, PackageInstaller installer)
            throws IOException {
        List<InstalledPackage> packages = new ArrayList<>();
        if (request.environment() != null) {
            packages.addAll(installer.installAll(request.environment()));
        }
        Path scratch = request.workDirectory().resolve("wheel");
        for (Path wheel : request.wheels()) {
            Trees.delete(scratch);
            packages.add(installer.install(wheel, scratch));
        }
        Set<String> asked = new LinkedHashSet<>();
        for (InstalledPackage installed : packages) {
            if (!asked.add(installed.normalizedName())) {
                throw new BuildFailure("The package " + installed.name() + " is to be bundled twice")
                        .remedy("Leave one of the two wheels out.");
            }
        }
        packages.sort(Comparator.comparing(InstalledPackage::normalizedName));
        return packages;
    }

    /** The packages and those that the interpreter came with and still has, such as pip. */
    private static List<InstalledPackage> withThoseOfTheInterpreter(
            List<InstalledPackage> packages, PackageInstaller installer) throws IOException {
        List<InstalledPackage> all = new ArrayList<>(packages);
        for (Path distInfo : installer.distInfos()) {
            if (packages.stream().noneMatch(installed -> installed.distInfo().equals(distInfo))) {
                all.add(InstalledPackage.read(distInfo, null));
            }
        }
        all.sort(Comparator.comparing(InstalledPackage::normalizedName));
        return all;
    }

    /** Whether there are any. */
    private static boolean copySources(BundleRequest request, Path target) throws IOException {
        boolean some = false;
        for (Path directory : request.sources()) {
            for (Path file : Trees.list(directory)) {
                String path = Trees.unixPath(directory.relativize(file));
                if (!Files.isRegularFile(file) || isBytecode(path)) {
                    continue;
                }
                Path to = target.resolve(path);
                if (Files.exists(to)) {
                    throw new BuildFailure("Two directories of sources have the file " + path)
                            .detail("one of them is " + directory)
                            .remedy("Rename one of the two.");
                }
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
                some = true;
            }
        }
        return some;
    }

    private static boolean isBytecode(String path) {
        return path.endsWith(".pyc") || path.startsWith("__pycache__/") || path.contains("/__pycache__/");
    }

    /** Returns how many bytes it had. */
    private static long removeLibpython(Path home, InstallLayout layout) throws IOException {
        long bytes = 0;
        if (!layout.spareLibraries().isEmpty()) {
            Glob spare = Glob.of(layout.spareLibraries());
            for (Path file : Trees.list(home)) {
                if (spare.matches(Trees.unixPath(home.relativize(file)))) {
                    bytes += Files.isSymbolicLink(file) ? 0 : Files.size(file);
                    Files.delete(file);
                }
            }
        }
        Trees.delete(home.resolve(layout.forLinkers()));
        return bytes;
    }

    private void compile(BundleRequest request, Path executable, Path tree, Path sitePackages, Path sources)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-B", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", "-s", tree.toString()));
        arguments.add(sitePackages.toString());
        if (Files.isDirectory(sources)) {
            arguments.add(sources.toString());
        }
        // 1: something could not be compiled, such as a template of a package; it is not loaded from bytecode then.
        run(request, executable, "compile", arguments, Set.of(0, 1));
    }

    private void checkScripts(BundleRequest request, Path executable) {
        StringBuilder code = new StringBuilder("import importlib\n");
        request.scripts().values().stream()
                .map(entryPoint -> entryPoint.replaceFirst(":.*", "").strip())
                .sorted()
                .distinct()
                .forEach(module -> code.append("importlib.import_module('")
                        .append(module.replaceAll("[^\\w.]", "_"))
                        .append("')\n"));
        run(request, executable, "check", List.of("-B", "-c", code.toString()), Set.of(0));
    }

    private void run(
            BundleRequest request, Path executable, String step, List<String> arguments, Set<Integer> successCodes) {
        runner.run(
                RunRequest.of(
                                executable,
                                new Program(List.of("-I")),
                                request.workDirectory(),
                                request.workDirectory().resolve(step + ".log"))
                        .withArguments(arguments)
                        // The order of a set in bytecode.
                        .withEnvironment(Map.of("PYTHONHASHSEED", "0"))
                        .withSuccessCodes(successCodes)
                        .withEcho(false),
                Progress.NONE);
    }

    private static void launchers(BundleRequest request, Path tree, Path executable) throws IOException {
        Path bin = tree.resolve("bin");
        ScriptForm form = ScriptForm.of(Platform.parse(request.python().platform()));
        String interpreter = Trees.unixPath(bin.relativize(executable));
        for (Map.Entry<String, String> script : request.scripts().entrySet()) {
            String name = BundleResources.checked(script.getKey());
            form.write(bin, name, ScriptForm.calling(name, script.getValue()), interpreter);
        }
        JavaApplication application = request.application();
        if (application == null) {
            return;
        }
        Path launcher = bin.resolve(form.fileName(request.name()));
        if (Files.exists(launcher)) {
            throw new BuildFailure("A script and the Java application would both be bin/" + launcher.getFileName())
                    .remedy("Name the script otherwise, or the bundle with <name>.");
        }
        Path lib = Files.createDirectories(tree.resolve("lib"));
        List<String> jars = new ArrayList<>();
        for (JavaPart part : application.parts()) {
            String file = part.file().getFileName().toString();
            if (Files.exists(lib.resolve(file))) {
                file = part.groupId() + "." + file;
            }
            Files.copy(part.file(), lib.resolve(file));
            jars.add(file);
        }
        if (!application.mainClass().matches("[\\w.$/]+")) {
            throw new BuildFailure("'" + application.mainClass() + "' is no name of a class")
                    .remedy("Write <mainClass> as for java, such as com.example.Main.");
        }
        ScriptForm.write(launcher, form.starting(application.mainClass(), jars));
    }

    private static void licenses(BundleRequest request, List<InstalledPackage> packages, Path tree) throws IOException {
        Path licenses = tree.resolve("licenses");
        DistributionDescription python = request.python().description();
        StringBuilder table = new StringBuilder("name\tversion\tlicence\ttexts\n");
        for (DistributionDescription.Component part : python.components()) {
            Path texts = tree.resolve(BundleIndex.PYTHON)
                    .resolve(
                            python.licenses() == null
                                    ? "licenses"
                                    : python.licenses().dir())
                    .resolve(part.name());
            boolean some = Files.isDirectory(texts);
            if (some) {
                InterpreterPlacer.copy(texts, Files.createDirectories(licenses).resolve(part.name()));
            }
            row(table, part.name(), part.version(), part.license(), some ? part.name() + "/" : "none");
        }
        for (InstalledPackage installed : packages) {
            String folder = "python-" + installed.normalizedName();
            for (Path text : installed.licenseTexts()) {
                Path to = licenses.resolve(folder)
                        .resolve(installed.distInfo().relativize(text).toString());
                Files.createDirectories(to.getParent());
                Files.copy(text, to);
            }
            row(
                    table,
                    installed.name(),
                    installed.version(),
                    installed.license().map(DeclaredLicense::text).orElse("not said"),
                    installed.licenseTexts().isEmpty() ? "none" : folder + "/");
        }
        if (request.application() != null) {
            for (JavaPart part : request.application().parts()) {
                row(
                        table,
                        part.artifactId(),
                        part.version(),
                        "in its jar",
                        "lib/" + part.file().getFileName());
            }
        }
        Files.createDirectories(licenses);
        Files.writeString(licenses.resolve("licenses.tsv"), table.toString());
    }

    private static void row(StringBuilder table, String name, String version, String license, String texts) {
        table.append(String.join("\t", name, version, license.replaceAll("\\s+", " "), texts))
                .append('\n');
    }

    /** The interpreter's own description tells of the files that are there now. */
    private static void describe(DistributionDescription python, Path home) throws IOException {
        List<FileEntry> files = new ArrayList<>();
        for (Item item : items(home)) {
            if (!item.path().equals(DistributionDescription.FILE_NAME)) {
                files.add(
                        item.sha256() == null
                                ? FileEntry.link(item.path(), item.target())
                                : FileEntry.file(
                                        item.path(),
                                        item.sha256(),
                                        item.size(),
                                        item.kind() == BundleIndex.Kind.PROGRAM));
            }
        }
        Path file = home.resolve(DistributionDescription.FILE_NAME);
        Files.deleteIfExists(file);
        Files.write(file, python.withFiles(files).toJson());
    }

    private static BundleIndex index(BundleRequest request, Path tree) throws IOException {
        DistributionDescription python = request.python().description();
        List<Item> items = items(tree);
        Optional<String> libpython = Optional.ofNullable(python.libpython())
                .map(path -> BundleIndex.PYTHON + "/" + path)
                .filter(path -> items.stream().anyMatch(item -> item.path().equals(path)));
        BundleIndex index = new BundleIndex(
                request.name(),
                python.platform(),
                python.pythonVersion(),
                BundleIndex.PYTHON + "/" + python.executable(),
                libpython.orElse(null),
                items);
        // As strict with what we write as the reader will be.
        return BundleIndex.parse(index.text(), request.name());
    }

    private static List<Item> items(Path tree) throws IOException {
        List<Item> items = new ArrayList<>();
        boolean posix = tree.getFileSystem().supportedFileAttributeViews().contains("posix");
        for (Path file : Trees.list(tree)) {
            String path = Trees.unixPath(tree.relativize(file));
            if (path.contains("\n") || path.contains("\t")) {
                throw new BuildFailure("The file " + path.replace("\n", "\\n").replace("\t", "\\t")
                                + " cannot be bundled: its name has a line break or a tab")
                        .remedy("Rename it.");
            }
            if (Files.isSymbolicLink(file)) {
                items.add(Item.link(path, Trees.unixPath(Files.readSymbolicLink(file))));
            } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                boolean program =
                        posix && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
                items.add(Item.file(path, Digest.of(file), Files.size(file), program));
            }
        }
        return items;
    }

    /** The file or directory that is there when an output is. */
    private static Path written(BundleRequest request, Output output) {
        return output.form() == Form.CLASS_PATH
                ? output.file().resolve(BundleResources.digest(resource(request)))
                : output.file();
    }

    private static String resource(BundleRequest request) {
        Platform platform = Platform.parse(request.python().platform());
        return BundleResources.archive(request.name(), platform.base().classifier());
    }

    private void write(BundleRequest request, Path tree, Output output) throws IOException {
        Path file = output.file();
        String top = request.name() + "-" + request.project().version();
        switch (output.form()) {
            case TAR_ZST, TAR_GZ -> {
                boolean zstd = output.form() == Form.TAR_ZST;
                ArchiveOptions options = ArchiveOptions.of(request.epochSecond())
                        .withFormat(zstd ? ArchiveFormat.TAR_ZST : ArchiveFormat.TAR_GZ)
                        .withLevel(zstd ? ZSTD_LEVEL : 0)
                        .withPrefix(top);
                archiver.write(tree, file, options);
            }
            case ZIP -> archiver.write(tree, file, zip(request, tree).withPrefix(top));
            case CLASS_PATH -> {
                String resource = resource(request);
                Path zip = file.resolve(resource);
                archiver.write(tree, zip, zip(request, tree));
                AtomicFiles.writeString(
                        file.resolve(BundleResources.digest(resource)),
                        BundleResources.digestText(Digest.of(zip), resource));
            }
            case DIRECTORY -> {
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                        && !Files.isRegularFile(file.resolve(BundleIndex.FILE_NAME))) {
                    throw new BuildFailure("Will not replace " + file + ": it is no bundle")
                            .remedy("Move it away, or name the bundle otherwise.");
                }
                Path temporary = AtomicFiles.temporarySibling(file);
                try {
                    InterpreterPlacer.copy(tree, temporary);
                    Trees.delete(file);
                    AtomicFiles.publishDirectory(temporary, file);
                } finally {
                    Trees.delete(temporary);
                }
            }
        }
    }

    /** The index comes first: whoever unpacks wants it before all else. */
    private static ArchiveOptions zip(BundleRequest request, Path tree) throws IOException {
        return ArchiveOptions.of(request.epochSecond())
                .withFormat(ArchiveFormat.ZIP)
                .withFirst(BundleIndex.FILE_NAME, Files.readAllBytes(tree.resolve(BundleIndex.FILE_NAME)));
    }

    /** A digest of all that decides about the bundle. */
    private static Digest inputs(BundleRequest request) throws IOException {
        StringBuilder text = new StringBuilder(FORMAT).append('\n');
        text.append(request.name()).append('\n').append(request.project()).append('\n');
        text.append(request.pythonGroupId())
                .append(' ')
                .append(request.python().archive())
                .append('\n');
        text.append(request.scripts()).append(request.modules()).append('\n');
        text.append(request.libpython())
                .append(request.bytecode())
                .append(runs(request))
                .append('\n');
        text.append(request.epochSecond()).append(request.outputs()).append('\n');
        if (request.environment() != null) {
            text.append("environment\n");
            describe(request.environment(), text);
        }
        for (Path wheel : request.wheels()) {
            text.append(wheel.getFileName())
                    .append(' ')
                    .append(Digest.of(wheel))
                    .append('\n');
        }
        for (Path directory : request.sources()) {
            text.append("sources\n");
            describe(directory, text);
        }
        JavaApplication application = request.application();
        if (application != null) {
            text.append(application.mainClass()).append('\n');
            for (JavaPart part : application.parts()) {
                text.append(part.groupId())
                        .append(':')
                        .append(part.artifactId())
                        .append(':');
                text.append(part.version())
                        .append(':')
                        .append(part.classifier())
                        .append(' ');
                text.append(part.file().getFileName())
                        .append(' ')
                        .append(Digest.of(part.file()))
                        .append('\n');
            }
        }
        return Digest.ofText(text.toString());
    }

    private static void describe(Path directory, StringBuilder text) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        for (Path file : Trees.list(directory)) {
            String path = Trees.unixPath(directory.relativize(file));
            if (!isBytecode(path) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                files.put(path, Digest.of(file) + (Files.isExecutable(file) ? " x" : ""));
            }
        }
        files.forEach((path, what) -> text.append(path).append(' ').append(what).append('\n'));
    }
}
