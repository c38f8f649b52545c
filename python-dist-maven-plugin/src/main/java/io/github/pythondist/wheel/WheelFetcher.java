package io.github.pythondist.wheel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.files.Trees;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheel.LockFile.LockedFile;
import io.github.pythondist.wheel.PipTool.Answer;
import io.github.pythondist.wheel.Selection.Chosen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Brings locked files into the store, from wherever a build may take them. */
final class WheelFetcher {

    private final WheelSources sources;
    private final WheelStore store;
    private final Path lockDirectory;
    private final InterpreterHome python;
    private final String glibc;
    private final PipTool pip;
    private final Progress progress;

    WheelFetcher(
            WheelSources sources, Path lockFile, InterpreterHome python, String glibc, PipTool pip, Progress progress) {
        this.sources = sources;
        this.store = new WheelStore(sources.store());
        this.lockDirectory = lockFile.toAbsolutePath().getParent();
        this.python = python;
        this.glibc = glibc;
        this.pip = pip;
        this.progress = progress;
    }

    /**
     * @return the files in the store, each verified
     * @throws BuildFailure if one cannot be had or is not what was locked
     */
    Map<LockedFile, Path> fetch(List<Chosen> wanted) throws IOException {
        Map<LockedFile, Path> found = new LinkedHashMap<>();
        List<Chosen> missing = new ArrayList<>();
        for (Chosen chosen : wanted) {
            LockedFile file = chosen.file();
            Optional<Path> here = store.find(file);
            if (here.isEmpty()) {
                here = near(chosen);
            }
            here.ifPresentOrElse(path -> found.put(file, path), () -> missing.add(chosen));
        }
        if (!missing.isEmpty()) {
            PackageIndex index = sources.index().orElseThrow(() -> unavailable(missing));
            found.putAll(download(missing, index));
        }
        return found;
    }

    /** From the directory given, from Maven, or from where the lock file says that it lies. */
    private Optional<Path> near(Chosen chosen) throws IOException {
        LockedFile file = chosen.file();
        Optional<Path> given = sources.directory().map(directory -> directory.resolve(file.name()));
        if (given.filter(Files::isRegularFile).isPresent()) {
            return Optional.of(store.add(file, given.get(), given.get().toString()));
        }
        if (sources.maven().isPresent()) {
            WheelSources.Mirror mirror = sources.maven().get();
            WheelCoordinates coordinates = WheelCoordinates.of(mirror.groupId(), chosen.locked(), file);
            Optional<Path> artifact = mirror.wheels().find(coordinates);
            if (artifact.isPresent()) {
                return Optional.of(store.add(file, artifact.get(), coordinates.toString()));
            }
        }
        Optional<Path> locked = file.path().map(lockDirectory::resolve).filter(Files::isRegularFile);
        return locked.isPresent()
                ? Optional.of(store.add(file, locked.get(), locked.get().toString()))
                : Optional.empty();
    }

    private Map<LockedFile, Path> download(List<Chosen> missing, PackageIndex index) throws IOException {
        progress.info("Downloading " + missing.size() + (missing.size() == 1 ? " file from " : " files from ") + index);
        Map<LockedFile, Path> found = new LinkedHashMap<>();
        // One call for each platform's wheels; sources by themselves, since pip looks into them by running them.
        Map<String, List<Chosen>> calls = new TreeMap<>();
        for (Chosen chosen : missing) {
            String kind = chosen.file().isWheel() ? "wheels" : "sources";
            String platform =
                    chosen.platform().map(named -> "-" + named.classifier()).orElse("");
            calls.computeIfAbsent("download-" + kind + platform, key -> new ArrayList<>())
                    .add(chosen);
        }
        for (Map.Entry<String, List<Chosen>> call : calls.entrySet()) {
            found.putAll(download(call.getKey(), call.getValue(), index));
        }
        return found;
    }

    private Map<LockedFile, Path> download(String name, List<Chosen> files, PackageIndex index) throws IOException {
        Path folder = pip.scratch(name);
        try {
            String lines = files.stream()
                    .map(chosen ->
                            chosen.locked().name() + "==" + chosen.locked().version() + " --hash=sha256:"
                                    + chosen.file().sha256() + "\n")
                    .collect(Collectors.joining());
            Chosen first = files.get(0);
            Optional<Platform> platform = first.platform();
            ObjectNode call = PipTool.request("download")
                    .put("folder", folder.toString())
                    .put("sdists", !first.file().isWheel())
                    .put("requirements", pip.write(name + ".txt", lines).toString());
            platform.ifPresentOrElse(
                    named -> PlatformRequest.put(call, named, glibc, python), () -> call.putNull("platform"));
            Map<String, String> settings = new TreeMap<>(index.environment());
            settings.put(PipTool.SETTING + "NO_CACHE_DIR", "1");
            Answer answer = pip.call(name, call, settings);
            if (answer.exitCode() != 0) {
                throw failure(index, answer.log());
            }
            Map<LockedFile, Path> found = new LinkedHashMap<>();
            for (Chosen chosen : files) {
                LockedFile file = chosen.file();
                Path fetched = folder.resolve(file.name());
                if (!Files.isRegularFile(fetched)) {
                    throw PipTool.failure("The package index " + index + " did not give " + file.name(), answer.log());
                }
                found.put(file, store.add(file, fetched, index.toString()));
            }
            return found;
        } finally {
            Trees.delete(folder);
        }
    }

    private static BuildFailure failure(PackageIndex index, Path log) throws IOException {
        if (Files.readString(log).contains("DO NOT MATCH THE HASHES")) {
            return PipTool.failure("The package index " + index + " has a file that is not the one that is locked", log)
                    .remedy("Find out who changed it. If the new file is right, lock it: mvn python-dist:lock");
        }
        Optional<String> network = PipTool.networkProblem(log);
        if (network.isPresent()) {
            return Indexes.unreachable(index, network.get(), log);
        }
        return PipTool.failure("The package index " + index + " does not have all that is locked", log)
                .remedy("If a version was withdrawn, lock again: mvn python-dist:lock");
    }

    private BuildFailure unavailable(List<Chosen> missing) {
        BuildFailure failure = new BuildFailure(
                missing.size() == 1
                        ? "A package that is locked cannot be had"
                        : missing.size() + " packages that are locked cannot be had");
        for (Chosen chosen : missing) {
            String coordinates = sources.maven()
                    .map(mirror -> " (" + WheelCoordinates.of(mirror.groupId(), chosen.locked(), chosen.file()) + ")")
                    .orElse("");
            failure.detail(chosen.file().name() + coordinates);
        }
        if (sources.offline()) {
            failure.remedy("Maven is offline (-o): run it once without, so that they are fetched and kept");
        }
        if (sources.maven().isPresent()) {
            failure.remedy("Mirror them into a Maven repository: mvn python-dist:mirror-wheels");
        }
        return failure.remedy(sources.directory()
                .map(directory -> "Put them into " + directory)
                .orElse("or name a directory that holds them with <wheelDirectory>"));
    }
}
