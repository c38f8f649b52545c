package io.github.pythondist.bundle;

import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.archive.ExtractOptions;
import io.github.pythondist.archive.TreeExtractor;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.layout.InstallLayout;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.PackageNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts packages into the interpreter of a bundle, for any platform and without running it: from wheel files (Binary
 * distribution format of the PyPA), or from where pip has installed them, by their RECORD. Scripts start the bundle's
 * interpreter, bytecode and what tells of this machine is left behind.
 */
final class PackageInstaller {

    private static final int MAX_ENTRIES = 200_000;
    private static final long MAX_BYTES = 8L << 30;

    private final Path home;
    private final InstallLayout layout;
    private final ScriptForm form;
    private final Path bin;
    private final Path sitePackages;
    private final String interpreter;
    private final String series;
    private final String platform;
    private final WheelTags tags;
    private final TreeExtractor extractor = new TreeExtractor();

    /**
     * @param home the interpreter's directory in the bundle, writable
     */
    PackageInstaller(Path home, DistributionDescription python) {
        this.home = home;
        Platform target = Platform.parse(python.platform());
        layout = InstallLayout.of(target);
        form = ScriptForm.of(target);
        series = python.pythonVersion().replaceFirst("^(\\d+\\.\\d+).*", "$1");
        bin = home.resolve(layout.scripts());
        interpreter = Trees.unixPath(bin.relativize(home.resolve(python.executable())));
        Path stdlib = python.stdlib() == null ? null : home.resolve(python.stdlib());
        sitePackages = stdlib != null && Files.isDirectory(stdlib)
                ? stdlib.resolve("site-packages")
                : home.resolve(layout.packages(series));
        platform = python.platform();
        tags = new WheelTags(python);
    }

    Path sitePackages() {
        return sitePackages;
    }

    /** What is installed, sorted by name, with what the interpreter came with. */
    List<Path> distInfos() throws IOException {
        return distInfos(sitePackages);
    }

    private static List<Path> distInfos(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.dist-info")) {
            entries.forEach(found::add);
        }
        found.sort(null);
        return found;
    }

    /**
     * Installs a wheel.
     *
     * @param scratch a directory that does not exist
     */
    InstalledPackage install(Path wheel, Path scratch) throws IOException {
        String file = wheel.getFileName().toString();
        String[] parts = file.replaceFirst("\\.whl$", "").split("-", -1);
        if (!file.endsWith(".whl") || parts.length < 5) {
            throw new BuildFailure("The file " + wheel + " is not named as a wheel is")
                    .remedy("A wheel is named <project>-<version>-<python>-<abi>-<platform>.whl.");
        }
        String tag = String.join("-", parts[parts.length - 3], parts[parts.length - 2], parts[parts.length - 1]);
        requireTags(file, tags.accept(tag), tag);
        try {
            extractor.extractInto(
                    wheel,
                    scratch,
                    ExtractOptions.defaults()
                            .withLimits(MAX_ENTRIES, MAX_BYTES)
                            .withKeepTimes(false)
                            .withRefuseCaseCollisions(true));
            List<Path> distInfos = distInfos(scratch);
            if (distInfos.size() != 1) {
                throw new BuildFailure("The wheel " + wheel + " has " + distInfos.size() + " .dist-info directories")
                        .remedy("A wheel has one. Build or fetch it again.");
            }
            return install(wheel, scratch, distInfos.get(0));
        } finally {
            Trees.delete(scratch);
        }
    }

    private InstalledPackage install(Path wheel, Path scratch, Path distInfo) throws IOException {
        checkRecord(wheel, scratch, distInfo);
        String name = distInfo.getFileName().toString();
        String project = name.replaceFirst("-.*", "");
        String data = name.replaceFirst("\\.dist-info$", ".data");
        Installation installation = new Installation(wheel.getFileName().toString(), name);
        for (Path file : Trees.list(scratch)) {
            String path = Trees.unixPath(scratch.relativize(file));
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || isBytecode(path)) {
                continue;
            }
            if (path.startsWith(data + "/")) {
                String[] words = path.substring(data.length() + 1).split("/", 2);
                switch (words.length < 2 ? "" : words[0]) {
                    case "purelib", "platlib" -> installation.add(file, sitePackages.resolve(words[1]));
                    case "scripts" -> installation.script(file, bin.resolve(words[1]));
                    case "data" -> installation.add(file, home.resolve(words[1]));
                    case "headers" ->
                        installation.add(
                                file,
                                home.resolve(layout.headers(series))
                                        .resolve(project)
                                        .resolve(words[1]));
                    default ->
                        throw new BuildFailure("The wheel " + wheel + " has data of an unknown kind: " + path)
                                .remedy("Known are purelib, platlib, scripts, data and headers.");
                }
            } else if (!path.startsWith(name + "/RECORD")) {
                installation.add(file, sitePackages.resolve(path));
            }
        }
        for (var script : scripts(distInfo).entrySet()) {
            installation.code(bin, script.getKey(), ScriptForm.calling(script.getKey(), script.getValue()));
        }
        return installation.finish(Digest.of(wheel));
    }

    /**
     * Installs what is in a virtual environment, or in a directory that pip installed to with {@code --target}.
     *
     * @throws BuildFailure if something there is not whole, is for another interpreter, or is tied to this machine
     */
    List<InstalledPackage> installAll(Path environment) throws IOException {
        Path from = packages(environment);
        List<InstalledPackage> installed = new ArrayList<>();
        for (Path distInfo : distInfos(from)) {
            String name = distInfo.getFileName().toString();
            boolean isTool =
                    Files.isRegularFile(environment.resolve("pyvenv.cfg")) && name.matches("(pip|setuptools)-.*");
            if (!isTool) {
                installed.add(installed(environment, from, distInfo));
            }
        }
        return installed;
    }

    private Path packages(Path environment) {
        for (InstallLayout of : InstallLayout.values()) {
            if (Files.isDirectory(environment.resolve(of.packages(series)))) {
                return environment.resolve(of.packages(series));
            }
        }
        if (Files.isRegularFile(environment.resolve("pyvenv.cfg")) || !Files.isDirectory(environment)) {
            throw new BuildFailure("There are no packages for Python " + series + " in " + environment)
                    .remedy("Run the goal install-wheels before, with the same interpreter.");
        }
        return environment;
    }

    private InstalledPackage installed(Path environment, Path from, Path distInfo) throws IOException {
        String name = distInfo.getFileName().toString();
        Path record = distInfo.resolve("RECORD");
        if (!Files.isRegularFile(record)) {
            throw new BuildFailure("The package " + name + " in " + from + " has no RECORD of its files")
                    .remedy("Install it with pip, from a wheel.");
        }
        checkTags(distInfo);
        Installation installation = new Installation(name, name);
        SortedMap<String, String> entryPoints = scripts(distInfo);
        for (RecordFile.Row row : RecordFile.read(record)) {
            Path file = from.resolve(row.path()).normalize();
            String inDistInfo = row.path().startsWith(name + "/") ? row.path().substring(name.length() + 1) : "";
            if (isBytecode(row.path()) || inDistInfo.startsWith("RECORD")) {
                continue;
            }
            if (inDistInfo.equals("direct_url.json")) {
                // Where on this machine it came from.
                if (Files.readString(file).contains("\"editable\": true")) {
                    throw new BuildFailure("The package " + name + " is installed in editable form")
                            .detail("Its files are elsewhere on this machine.")
                            .remedy("Install it without -e.");
                }
                continue;
            }
            if (!Files.isRegularFile(file)) {
                throw new BuildFailure("The package " + name + " in " + from + " is not whole")
                        .detail("missing " + row.path())
                        .remedy("Install it again.");
            }
            if (isScript(environment, file)) {
                installation.installedScript(file, entryPoints);
            } else if (file.startsWith(from) || !file.startsWith(environment)) {
                installation.add(file, sitePackages.resolve(row.path()).normalize());
            } else {
                installation.add(file, home.resolve(environment.relativize(file).toString()));
            }
        }
        return installation.finish(null);
    }

    /** Whether a file is where environments, of whatever system, have the programs of packages. */
    private static boolean isScript(Path environment, Path file) {
        return Stream.of(InstallLayout.values())
                .anyMatch(of -> environment.resolve(of.scripts()).equals(file.getParent()));
    }

    /** Removes an installed package. */
    void uninstall(Path distInfo) throws IOException {
        for (RecordFile.Row row : RecordFile.read(distInfo.resolve("RECORD"))) {
            Path file = sitePackages.resolve(row.path()).normalize();
            if (file.startsWith(home)) {
                Files.deleteIfExists(file);
                removeEmpty(file.getParent());
            }
        }
        Trees.delete(distInfo);
    }

    private void removeEmpty(Path directory) throws IOException {
        Path cache = directory.resolve("__pycache__");
        if (Files.isDirectory(cache)) {
            Trees.delete(cache);
        }
        for (Path at = directory;
                at.startsWith(home) && !at.equals(sitePackages) && !at.equals(bin);
                at = at.getParent()) {
            if (Files.isDirectory(at)) {
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(at)) {
                    if (entries.iterator().hasNext()) {
                        return;
                    }
                }
                Files.delete(at);
            }
        }
    }

    private void checkTags(Path distInfo) throws IOException {
        Path wheel = distInfo.resolve("WHEEL");
        if (!Files.isRegularFile(wheel)) {
            return;
        }
        List<String> found = Files.readAllLines(wheel, StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith("Tag: "))
                .map(line -> line.substring("Tag: ".length()).strip())
                .toList();
        requireTags(
                distInfo.getFileName().toString(),
                found.isEmpty() || found.stream().anyMatch(tags::accept),
                String.join(", ", found));
    }

    private void requireTags(String what, boolean accepted, String found) {
        if (!accepted) {
            throw new BuildFailure("The package " + what + " is not for CPython " + series + " on " + platform)
                    .detail("its tags are " + found)
                    .remedy("Take the wheel for that interpreter; a bundle for another platform takes its wheels from"
                            + " <wheelDirectory>.");
        }
    }

    private static void checkRecord(Path wheel, Path scratch, Path distInfo) throws IOException {
        Path record = distInfo.resolve("RECORD");
        if (!Files.isRegularFile(record)) {
            throw new BuildFailure("The wheel " + wheel + " has no RECORD of its files")
                    .remedy("Build or fetch it again.");
        }
        SortedMap<String, Optional<Digest>> listed = new TreeMap<>();
        RecordFile.read(record).forEach(row -> listed.put(row.path(), row.sha256()));
        for (Path file : Trees.list(scratch)) {
            String path = Trees.unixPath(scratch.relativize(file));
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || path.startsWith(distInfo.getFileName() + "/RECORD")) {
                continue;
            }
            Optional<Digest> digest = listed.getOrDefault(path, Optional.empty());
            if (!listed.containsKey(path)
                    || (digest.isPresent() && !digest.get().equals(Digest.of(file)))) {
                throw new BuildFailure("The wheel " + wheel + " does not agree with its RECORD")
                        .detail(path + (listed.containsKey(path) ? " has another digest" : " is not in it"))
                        .remedy("It is damaged or was changed: build or fetch it again.");
            }
        }
    }

    /** The scripts that a package's entry points define, if it has any. */
    private static SortedMap<String, String> scripts(Path distInfo) throws IOException {
        SortedMap<String, String> scripts = new TreeMap<>();
        Path entryPoints = distInfo.resolve("entry_points.txt");
        if (!Files.isRegularFile(entryPoints)) {
            return scripts;
        }
        boolean wanted = false;
        for (String line : Files.readAllLines(entryPoints, StandardCharsets.UTF_8)) {
            String text = line.strip();
            if (text.startsWith("[")) {
                wanted = text.equals("[console_scripts]") || text.equals("[gui_scripts]");
            } else if (wanted && text.contains("=") && !text.startsWith("#")) {
                String[] words = text.split("=", 2);
                scripts.put(words[0].strip(), words[1].strip());
            }
        }
        return scripts;
    }

    private static boolean isBytecode(String path) {
        return path.endsWith(".pyc") || path.contains("__pycache__/");
    }

    /** One package on its way into the bundle. */
    private final class Installation {

        private final String origin;
        private final String distInfo;
        private final SortedMap<String, Path> files = new TreeMap<>();

        Installation(String origin, String distInfo) throws IOException {
            this.origin = origin;
            this.distInfo = distInfo;
            // What the interpreter came with gives way to what is asked for.
            String project = PackageNames.normalized(distInfo.replaceFirst("-.*", ""));
            for (Path present : distInfos()) {
                String other = present.getFileName().toString().replaceFirst("-.*", "");
                if (PackageNames.normalized(other).equals(project)) {
                    uninstall(present);
                }
            }
        }

        void add(Path from, Path to) throws IOException {
            claim(to);
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        }

        /** A program of an environment. On Windows that of an entry point is one that knows where the environment is. */
        void installedScript(Path from, SortedMap<String, String> entryPoints) throws IOException {
            String name = from.getFileName().toString();
            String entryPoint = name.endsWith(".exe") ? entryPoints.get(name.replaceFirst("\\.exe$", "")) : null;
            if (entryPoint == null) {
                script(from, bin.resolve(name));
            } else {
                String plain = name.replaceFirst("\\.exe$", "");
                code(bin, plain, ScriptForm.calling(plain, entryPoint));
            }
        }

        void script(Path from, Path to) throws IOException {
            byte[] bytes = Files.readAllBytes(from);
            boolean isText = bytes.length > 2 && bytes[0] == '#' && bytes[1] == '!';
            Optional<String> code =
                    isText ? ScriptForm.code(new String(bytes, StandardCharsets.UTF_8)) : Optional.empty();
            if (code.isPresent()) {
                code(to.getParent(), to.getFileName().toString(), code.get());
            } else {
                add(from, to);
            }
        }

        void code(Path directory, String name, String code) throws IOException {
            for (Map.Entry<String, String> file :
                    form.files(name, code, interpreter).entrySet()) {
                Path to = directory.resolve(file.getKey());
                claim(to);
                ScriptForm.write(to, file.getValue());
            }
        }

        private void claim(Path to) throws IOException {
            Path target = to.normalize();
            if (!target.startsWith(home)) {
                throw new BuildFailure("The package " + origin + " has a file outside of the interpreter: " + to)
                        .remedy("Leave that package out.");
            }
            String path = Trees.unixPath(sitePackages.relativize(target));
            if (files.put(path, target) != null || Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new BuildFailure("Two packages have the file " + Trees.unixPath(home.relativize(target)))
                        .detail("one of them is " + origin)
                        .remedy("Leave one of them out.");
            }
            Files.createDirectories(target.getParent());
        }

        InstalledPackage finish(@Nullable Digest wheel) throws IOException {
            Path directory = sitePackages.resolve(distInfo);
            String record = distInfo + "/RECORD";
            files.put(record, directory.resolve("RECORD"));
            Files.writeString(directory.resolve("RECORD"), RecordFile.text(files, record));
            return InstalledPackage.read(directory, wheel);
        }
    }
}
