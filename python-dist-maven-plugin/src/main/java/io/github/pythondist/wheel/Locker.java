package io.github.pythondist.wheel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.consumer.PythonRunner;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.platform.HostPlatform;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheel.LockFile.Input;
import io.github.pythondist.wheel.LockFile.LockedFile;
import io.github.pythondist.wheel.LockFile.LockedPackage;
import io.github.pythondist.wheel.LockFile.Origin;
import io.github.pythondist.wheel.PipTool.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * Makes lock files: pip's resolver says which version of which package a project's requirements need on a platform, and
 * which wheel of it fits best. The same index and requirements give the same bytes.
 */
@Named
@Singleton
public final class Locker {

    private final PythonRunner runner;

    @Inject
    public Locker(PythonRunner runner) {
        this.runner = runner;
    }

    /** As {@link #lock}, unless there is a lock file that was made from the same. */
    public Path lockUnlessFresh(LockRequest request, Progress progress) {
        Path file = request.lockFile();
        if (!Files.isRegularFile(file) || Staleness.isStale(LockFiles.read(file), file, request.requirements())) {
            lock(request, progress);
        }
        return file;
    }

    /**
     * Resolves and writes.
     *
     * @throws BuildFailure if the requirements cannot be met on a platform, or the index cannot be asked
     */
    public LockFile lock(LockRequest request, Progress progress) {
        if (request.sources().offline() && request.sources().directory().isEmpty()) {
            throw new BuildFailure("Maven is offline (-o): no index can be asked what to lock")
                    .remedy("Run it without -o, or name a directory of wheels with <wheelDirectory>");
        }
        Requirements requirements = request.requirements()
                .orElseThrow(() -> Requirements.none(request.lockFile().getParent()));
        try {
            Resolution all = new Resolution();
            PipTool pip = new PipTool(runner, request.python(), request.workDirectory(), progress);
            for (Platform platform : platforms(request)) {
                all.add(platform, resolve(request, requirements, platform, pip));
            }
            LockFile lock = all.lockFile(request, requirements);
            LockFiles.write(lock, request.lockFile());
            progress.info("Locked " + lock.packages().size()
                    + (lock.packages().size() == 1 ? " package for " : " packages for ")
                    + all.markers.keySet().stream().map(Platform::classifier).collect(Collectors.joining(", ")) + " in "
                    + request.lockFile());
            return lock;
        } catch (IOException e) {
            throw new BuildFailure("Cannot write the lock file " + request.lockFile(), e)
                    .remedy("Check free space and permissions there, and in " + request.workDirectory());
        }
    }

    private static List<Platform> platforms(LockRequest request) {
        List<Platform> platforms = request.platforms().stream()
                .map(Platform::base)
                .distinct()
                .sorted(Comparator.comparing(Platform::classifier))
                .toList();
        if (request.sdists() && platforms.stream().anyMatch(Locker::isNotThisMachine)) {
            throw new BuildFailure("Packages can be locked by their source for this machine's platform alone")
                    .detail("Only by building them does pip learn what they need.")
                    .remedy("Leave out <allowSdists> or the other platforms");
        }
        return platforms;
    }

    private static boolean isNotThisMachine(Platform platform) {
        return !platform.runsOn(HostPlatform.detect());
    }

    private static JsonNode resolve(LockRequest request, Requirements requirements, Platform platform, PipTool pip)
            throws IOException {
        String text = requirements.toText();
        // pip looks for what a file names beside that file, so it reads the file itself.
        Path file = requirements.isProject() ? pip.write("requirements.txt", text) : requirements.file();
        String name = "lock-" + platform.classifier();
        Path scratch = pip.scratch(name);
        try {
            ObjectNode call = PipTool.request("lock")
                    .put("requirements", file.toString())
                    .put("report", scratch.resolve("report.json").toString())
                    .put("scratch", scratch.resolve("target").toString())
                    .put("sdists", request.sdists());
            PlatformRequest.put(call, platform, request.glibc(), request.python());
            Answer answer = pip.call(name, call, PipTool.settings(request.sources()));
            answer.refused().ifPresent(why -> {
                throw new BuildFailure("Cannot lock what " + requirements.file() + " requires").detail(why);
            });
            if (answer.exitCode() != 0) {
                throw failure(request, requirements, platform, answer);
            }
            return answer.content();
        } finally {
            Trees.delete(scratch);
        }
    }

    private static BuildFailure failure(
            LockRequest request, Requirements requirements, Platform platform, Answer answer) throws IOException {
        Optional<PackageIndex> index = request.sources().index();
        Optional<String> network = PipTool.networkProblem(answer.log());
        if (index.isPresent() && network.isPresent()) {
            return Indexes.unreachable(index.get(), network.get(), answer.log());
        }
        BuildFailure failure = PipTool.failure(
                "What " + requirements.file() + " requires cannot be had for CPython "
                        + request.python().pythonVersion() + " on " + platform.classifier(),
                answer.log());
        index.ifPresent(asked -> failure.detail("index:  " + asked));
        return failure.remedy("Correct the requirements; a package may lack a wheel for this platform or Python")
                .remedy("or let wheels need a newer C library with <glibc>, which is " + request.glibc() + " now")
                .remedy("or let packages be built from source with <allowSdists>");
    }

    /** What was resolved for all platforms. */
    private static final class Resolution {

        private final Map<Platform, String> markers = new LinkedHashMap<>();
        private final SortedSet<Path> files = new TreeSet<>();
        private final SortedMap<String, Entry> entries = new TreeMap<>();

        /** One version of a package, the platforms that need it, and what was chosen for them by its name. */
        private record Entry(
                String name,
                String version,
                Optional<String> requiresPython,
                SortedSet<String> platforms,
                SortedMap<String, LockedFile> files) {}

        void add(Platform platform, JsonNode answer) {
            markers.put(platform, answer.get("marker").asText());
            answer.get("files").forEach(file -> files.add(Path.of(file.asText())));
            for (JsonNode item : answer.get("packages")) {
                String name = item.get("name").asText();
                String version = item.get("version").asText();
                Entry entry = entries.computeIfAbsent(
                        name + " " + version,
                        key -> new Entry(
                                name,
                                version,
                                Optional.ofNullable(item.get("requiresPython"))
                                        .filter(JsonNode::isTextual)
                                        .map(JsonNode::asText),
                                new TreeSet<>(),
                                new TreeMap<>()));
                entry.platforms().add(platform.classifier());
                String url = item.get("url").asText();
                String file = LockFiles.lastName(url);
                Digest digest = new Digest(item.get("sha256").asText());
                entry.files().put(file, new LockedFile(file, Optional.of(url), Optional.empty(), digest));
            }
        }

        LockFile lockFile(LockRequest request, Requirements requirements) {
            Path base = request.lockFile().getParent();
            List<LockedPackage> packages = new ArrayList<>();
            for (Entry entry : entries.values()) {
                List<LockedFile> locked = entry.files().values().stream()
                        .map(file -> placed(file, base))
                        .toList();
                packages.add(new LockedPackage(
                        entry.name(),
                        entry.version(),
                        marker(entry),
                        entry.requiresPython(),
                        locked.stream().filter(LockedFile::isWheel).toList(),
                        locked.stream().filter(file -> !file.isWheel()).findFirst()));
            }
            String[] version = request.python().pythonVersion().split("\\.", -1);
            return new LockFile(
                    Optional.of("==" + version[0] + "." + version[1] + ".*"),
                    markers.values().stream().distinct().sorted().toList(),
                    packages,
                    Optional.of(origin(request, requirements, base)));
        }

        private Optional<String> marker(Entry entry) {
            if (entry.platforms().size() == markers.size()) {
                return Optional.empty();
            }
            return Optional.of(markers.entrySet().stream()
                    .filter(platform ->
                            entry.platforms().contains(platform.getKey().classifier()))
                    .map(Map.Entry::getValue)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(" or ")));
        }

        private Origin origin(LockRequest request, Requirements requirements, Path base) {
            SortedSet<String> inputs = new TreeSet<>();
            inputs.add(relative(requirements.file(), base));
            if (!requirements.isProject()) {
                Path main = real(requirements.file());
                files.stream()
                        .filter(file -> !file.equals(main))
                        .forEach(file -> inputs.add(relative(file, real(base))));
            }
            return new Origin(
                    relative(requirements.file(), base),
                    requirements.build(),
                    requirements.extras(),
                    markers.keySet().stream().map(Platform::classifier).toList(),
                    request.glibc(),
                    inputs.stream()
                            .map(path -> new Input(path, requirements.digest(base.resolve(path))))
                            .toList());
        }

        private static LockedFile placed(LockedFile file, Path base) {
            String url = file.url().orElseThrow();
            if (!url.startsWith("file:")) {
                return file;
            }
            Path path = Path.of(URI.create(url));
            return new LockedFile(file.name(), Optional.empty(), Optional.of(relative(path, base)), file.sha256());
        }

        private static String relative(Path path, Path base) {
            return Trees.unixPath(base.relativize(path));
        }

        private static Path real(Path path) {
            try {
                return path.toRealPath();
            } catch (IOException e) {
                throw new BuildFailure("Cannot read " + path, e);
            }
        }
    }
}
