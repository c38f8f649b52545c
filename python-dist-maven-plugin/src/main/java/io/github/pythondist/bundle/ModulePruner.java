package io.github.pythondist.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.pythondist.consumer.PluginScripts;
import io.github.pythondist.consumer.Program;
import io.github.pythondist.consumer.PythonRunner;
import io.github.pythondist.consumer.RunRequest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.layout.InstallLayout;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a bundle what its modules do not need of the interpreter. What they need, the interpreter itself finds
 * out ({@code modules.py}); afterwards it proves that everything that could be imported before still can.
 */
final class ModulePruner {

    private static final int MAX_SHOWN = 20;
    // What only developers of extensions, and readers, need, besides what linkers do.
    private static final List<String> FOR_DEVELOPERS = List.of("include", "share");

    private final PythonRunner runner;
    private final Path tree;
    private final Path home;
    private final InstallLayout layout;
    private final Path executable;
    private final Path stdlib;
    private final Path sources;
    private final Path work;
    private final Path script;

    ModulePruner(
            PythonRunner runner,
            Path tree,
            Path home,
            InstallLayout layout,
            Path executable,
            Path stdlib,
            Path sources,
            Path work)
            throws IOException {
        this.runner = runner;
        this.tree = tree;
        this.home = home;
        this.layout = layout;
        this.executable = executable;
        this.stdlib = stdlib;
        this.sources = sources;
        this.work = work;
        script = PluginScripts.copy("/bundle/modules.py", work);
    }

    /**
     * Prunes and checks.
     *
     * @param roots the modules whose needs decide
     * @param installer knows the packages
     * @param asked packages that were asked for, by normalised name; they are kept whole
     * @param gone how many bytes went before, to be counted among those that go
     */
    void prune(List<String> roots, PackageInstaller installer, Set<String> asked, long gone, Progress progress)
            throws IOException {
        long before = gone + size();
        List<String> arguments = new ArrayList<>(
                List.of("find", sources.toString(), work.resolve("loaded.json").toString()));
        arguments.addAll(roots);
        JsonNode found = JsonMapper.builder()
                .build()
                .readTree(Files.readString(run("find-modules", arguments, null), StandardCharsets.UTF_8));
        Set<String> checked = new TreeSet<>(roots);
        found.path("modules").forEach(name -> checked.add(name.textValue()));
        Set<String> packages = new HashSet<>();
        found.path("packages").forEach(name -> packages.add(name.textValue()));
        checked.removeAll(failing("check-before", checked).keySet());

        Set<String> keep = new HashSet<>();
        found.path("keep").forEach(path -> keep.add(path.textValue()));
        Path sitePackages = installer.sitePackages();
        Trees.prune(stdlib, path -> keep.contains(path) || stdlib.resolve(path).startsWith(sitePackages));
        for (String folder : FOR_DEVELOPERS) {
            Trees.delete(home.resolve(folder));
        }
        Trees.delete(home.resolve(layout.forLinkers()));
        for (Path distInfo : installer.distInfos()) {
            String name = InstalledPackage.read(distInfo, null).normalizedName();
            if (!asked.contains(name) && !packages.contains(name)) {
                installer.uninstall(distInfo);
            }
        }
        removeScriptsOfMissing(sitePackages, packages);

        Map<String, String> broken = failing("check-after", checked);
        if (!broken.isEmpty()) {
            BuildFailure failure =
                    new BuildFailure("With " + String.join(", ", roots) + " alone, the bundle's Python does not work");
            broken.entrySet().stream()
                    .limit(MAX_SHOWN)
                    .forEach(entry -> failure.detail(entry.getKey() + ": " + entry.getValue()));
            throw failure.remedy("Add the modules that are missing to <modules>.");
        }
        progress.info("Kept what " + String.join(", ", roots) + " needs: " + checked.size()
                + " modules can be imported as before, " + (before - size()) / 1_000_000 + " of " + before / 1_000_000
                + " MB are gone");
    }

    /** Programs of the interpreter whose modules are gone, such as pydoc3 and python3-config. */
    private void removeScriptsOfMissing(Path sitePackages, Set<String> packages) throws IOException {
        Path scripts = home.resolve(layout.scripts());
        for (Path file : Files.isDirectory(scripts) ? Trees.list(scripts) : List.<Path>of()) {
            String name = file.getFileName().toString();
            boolean config = name.startsWith("python") && name.endsWith("-config");
            boolean pydoc = name.startsWith("pydoc") && !packages.contains("pydoc");
            boolean idle = name.startsWith("idle") && !packages.contains("idlelib");
            boolean pip = name.matches("pip[0-9.]*(\\.exe)?") && !Files.isDirectory(sitePackages.resolve("pip"));
            if (config || pydoc || idle || pip) {
                Files.delete(file);
            }
        }
    }

    private long size() throws IOException {
        long bytes = 0;
        for (Path path : Trees.list(tree)) {
            bytes += Files.isRegularFile(path) && !Files.isSymbolicLink(path) ? Files.size(path) : 0;
        }
        return bytes;
    }

    /** The modules that cannot be imported, and why. */
    private SortedMap<String, String> failing(String step, Set<String> modules) throws IOException {
        Path names = work.resolve(step + ".txt");
        Files.writeString(names, String.join("\n", modules) + "\n", StandardCharsets.UTF_8);
        SortedMap<String, String> failing = new TreeMap<>();
        for (String line : Files.readAllLines(run(step, List.of("check"), names), StandardCharsets.UTF_8)) {
            String[] words = line.split("\t", 2);
            failing.put(words[0], words.length > 1 ? words[1] : "");
        }
        return failing;
    }

    /** Runs the script; returns the file with what it printed. */
    private Path run(String step, List<String> arguments, @Nullable Path stdin) {
        Path output = work.resolve(step + ".out");
        List<String> all = new ArrayList<>(List.of("-B", script.toString()));
        all.addAll(arguments);
        runner.run(
                RunRequest.of(executable, new Program(List.of("-I")), work, work.resolve(step + ".log"))
                        .withArguments(all)
                        .withEnvironment(Map.of("PYTHONHASHSEED", "0"))
                        .withStdin(stdin)
                        .withOutput(output)
                        .withEcho(false),
                Progress.NONE);
        return output;
    }
}
