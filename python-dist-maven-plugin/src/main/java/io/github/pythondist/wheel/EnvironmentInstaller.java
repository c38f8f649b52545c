package io.github.pythondist.wheel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.consumer.PythonRunner;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.ProcessLock;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Elapsed;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheel.LockFile.LockedFile;
import io.github.pythondist.wheel.LockFile.LockedPackage;
import io.github.pythondist.wheel.PipTool.Answer;
import io.github.pythondist.wheel.Selection.Chosen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * Installs what a lock file lists into a virtual environment of an interpreter that is itself never written to.
 *
 * <p>The environment is built beside its place and renamed, so it is there and whole or not there. Its scripts are
 * written for that place from the start. A note in it, {@code .python-dist}, tells of what it was made; if that is
 * still the same, nothing is done.
 */
@Named
@Singleton
public final class EnvironmentInstaller {

    private static final String NOTE = ".python-dist";
    private static final String FORMAT = "python-dist environment 1";

    private final PythonRunner runner;

    @Inject
    public EnvironmentInstaller(PythonRunner runner) {
        this.runner = runner;
    }

    /**
     * The environment, made if it is not there or of something else.
     *
     * @throws BuildFailure if the lock file is missing, stale or not for this machine, or if a file cannot be had or is
     *     not the one that is locked
     */
    @SuppressWarnings("try") // the lock is held, not used
    public PythonEnvironment install(InstallRequest request, Progress progress) {
        PythonEnvironment.requirePlace(
                request.environment().toString(),
                "Move the project, or let the environment be made elsewhere with <environmentDirectory>");
        Optional<LockFile> lock = request.lockFile().map(LockFiles::read);
        lock.ifPresent(read -> Staleness.check(read, request.lockFile().orElseThrow(), request.requirements()));
        try {
            String note = note(request);
            if (isMadeOf(request, note)) {
                progress.info("The environment in " + request.environment() + " has what is locked");
                return new PythonEnvironment(request.environment());
            }
            Path processLock = request.workDirectory().resolve("environment.lock");
            try (ProcessLock held = ProcessLock.acquire(
                    processLock, () -> progress.info("Waiting for another build that installs wheels here"))) {
                requireOurs(request.environment());
                return make(request, lock, note, progress);
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot install Python packages into " + request.environment(), e)
                    .detail(e.getClass().getSimpleName())
                    .remedy("Check free space and permissions there and in "
                            + request.sources().store());
        }
    }

    /** All that decides what is in an environment. Its own place is a part of it: scripts name it. */
    private static String note(InstallRequest request) throws IOException {
        StringBuilder note = new StringBuilder(String.join(
                "\n",
                FORMAT,
                "interpreter " + request.python().archive(),
                "at " + request.python().home(),
                "lock "
                        + (request.lockFile().isPresent()
                                ? Digest.of(request.lockFile().get())
                                : "none"),
                "place " + request.environment(),
                "compile " + request.compile(),
                ""));
        for (Path wheel : request.wheels()) {
            note.append("wheel ").append(Digest.of(wheel)).append('\n');
        }
        return note.toString();
    }

    private static boolean isMadeOf(InstallRequest request, String note) throws IOException {
        Path file = request.environment().resolve(NOTE);
        return Files.isRegularFile(file)
                && Files.readString(file).equals(note)
                && Files.isExecutable(PythonEnvironment.executable(request.environment()));
    }

    private static void requireOurs(Path place) {
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(place.resolve(NOTE))) {
            throw new BuildFailure("Will not replace " + place + ": it was not made by python-dist")
                    .remedy("Move it away, or let the environment be made elsewhere with <environmentDirectory>");
        }
    }

    private PythonEnvironment make(InstallRequest request, Optional<LockFile> lock, String note, Progress progress)
            throws IOException {
        long start = System.nanoTime();
        Path place = request.environment();
        PipTool pip = new PipTool(runner, request.python(), request.workDirectory(), progress);
        List<String> lines = new ArrayList<>();
        if (lock.isPresent()) {
            lines.addAll(locked(request, lock.get(), request.lockFile().orElseThrow(), pip, progress));
        }
        for (Path file : request.wheels()) {
            NamedWheel wheel = NamedWheel.of(file, request.workDirectory().resolve("given"));
            lines.add(line(wheel.name(), wheel.file()));
        }
        Files.createDirectories(place.getParent());
        AtomicFiles.removeLeftovers(place);
        Path temporary = AtomicFiles.temporarySibling(place);
        try {
            fill(request, temporary, String.join("", lines), pip);
            AtomicFiles.writeString(temporary.resolve(NOTE), note);
            AtomicFiles.replaceDirectory(temporary, place);
        } finally {
            Trees.delete(temporary);
        }
        progress.info("Installed " + lines.size() + (lines.size() == 1 ? " package" : " packages") + " into " + place
                + " in " + Elapsed.since(start));
        return new PythonEnvironment(place);
    }

    private static List<String> locked(
            InstallRequest request, LockFile lock, Path lockFile, PipTool pip, Progress progress) throws IOException {
        List<Chosen> chosen = Selection.of(lock, lockFile, Optional.empty(), "", request.python(), pip);
        refuseSources(request, chosen);
        Map<LockedFile, Path> files =
                new WheelFetcher(request.sources(), lockFile, request.python(), "", pip, progress).fetch(chosen);
        List<String> lines = new ArrayList<>();
        for (Chosen item : chosen) {
            Path wheel = files.get(item.file());
            if (!item.file().isWheel()) {
                wheel = build(request, item.locked(), item.file(), wheel, pip, progress);
            }
            lines.add(line(item.locked().name(), wheel));
        }
        return lines;
    }

    /** As pip takes it. */
    private static String line(String name, Path wheel) throws IOException {
        return name + " @ " + wheel.toUri() + " --hash=sha256:" + Digest.of(wheel) + "\n";
    }

    private static void refuseSources(InstallRequest request, List<Chosen> chosen) {
        List<Chosen> sources = new ArrayList<>(chosen);
        sources.removeIf(item -> item.file().isWheel());
        if (!request.sdists() && !sources.isEmpty()) {
            BuildFailure failure = new BuildFailure("Not all that is locked has a wheel for this machine");
            sources.forEach(item -> failure.detail(item.file().name()));
            throw failure.remedy("Allow that it is built from source, which runs its code: <allowSdists>")
                    .remedy("or lock for this platform: mvn python-dist:lock");
        }
    }

    private static void fill(InstallRequest request, Path temporary, String lines, PipTool pip) throws IOException {
        ObjectNode create = PipTool.request("create")
                .put("folder", temporary.toString())
                .put("place", request.environment().toString());
        Answer created = pip.call("create", create, Map.of());
        if (created.exitCode() != 0) {
            throw PipTool.failure(
                    "No virtual environment can be made of " + request.python().home(), created.log());
        }
        ObjectNode install = PipTool.request("install")
                .put("folder", temporary.toString())
                .put("place", request.environment().toString())
                .put("compile", request.compile())
                .put("requirements", pip.write("install.txt", lines).toString());
        Answer installed = pip.call(
                "install",
                PythonEnvironment.executable(temporary),
                install,
                Map.of(PipTool.SETTING + "NO_CACHE_DIR", "1"));
        if (installed.exitCode() != 0) {
            throw PipTool.failure("The locked packages cannot be installed", installed.log());
        }
    }

    /** What it was built by matters too: a wheel is kept for one archive of an interpreter. */
    private static Path build(
            InstallRequest request, LockedPackage locked, LockedFile sdist, Path file, PipTool pip, Progress progress)
            throws IOException {
        Path kept = request.sources()
                .store()
                .resolve("built")
                .resolve(sdist.sha256().abbreviated() + "-"
                        + request.python().archive().abbreviated());
        if (!Files.isDirectory(kept)) {
            progress.info("Building " + locked.name() + " " + locked.version() + " from source");
            Path temporary = AtomicFiles.temporarySibling(kept);
            try {
                Files.createDirectories(temporary);
                ObjectNode call = PipTool.request("build").put("folder", temporary.toString());
                ArrayNode sources = call.putArray("sdists");
                sources.add(file.toString());
                Map<String, String> settings = new TreeMap<>();
                settings.put(PipTool.SETTING + "NO_CACHE_DIR", "1");
                request.sources()
                        .directory()
                        .ifPresent(directory -> settings.put(
                                PipTool.SETTING + "FIND_LINKS",
                                directory.toUri().toString()));
                request.sources()
                        .index()
                        .ifPresentOrElse(
                                index -> settings.putAll(index.environment()),
                                () -> settings.put(PipTool.SETTING + "NO_INDEX", "1"));
                Answer answer = pip.call("build-" + locked.name(), call, settings);
                if (answer.exitCode() != 0) {
                    throw PipTool.failure(
                                    "No wheel can be made of " + sdist.name() + " for CPython "
                                            + request.python().pythonVersion(),
                                    answer.log())
                            .remedy("Its build may need a compiler, or packages that the index does not have");
                }
                AtomicFiles.publishDirectory(temporary, kept);
            } finally {
                Trees.delete(temporary);
            }
        }
        try (var wheels = Files.newDirectoryStream(kept, "*.whl")) {
            Path wheel = wheels.iterator().next();
            WheelCheck.check(wheel, wheel.getFileName().toString());
            return wheel;
        }
    }
}
