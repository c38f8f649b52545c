package io.github.pythondist.wheelbuild;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.CatalogStore;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.component.Workshop;
import io.github.pythondist.consumer.PythonRunner;
import io.github.pythondist.distribution.BuildRooms;
import io.github.pythondist.distribution.RoomRequest;
import io.github.pythondist.environment.Variation;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Elapsed;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheel.LockFiles;
import io.github.pythondist.wheel.LockedWheel;
import io.github.pythondist.wheel.LockedWheels;
import io.github.pythondist.wheel.WheelCheck;
import io.github.pythondist.wheelbuild.BuildPlace.Kind;
import io.github.pythondist.wheelbuild.BuildRecord.Made;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * Makes a wheel of a project by the project's own build backend (PEP 517).
 *
 * <p>The backend gets a copy of the sources, a virtual environment with exactly what is locked, and no network. Sources
 * in C go to a build environment like those of distributions: its compilers and its old glibc decide what the wheel needs,
 * not this machine's. What comes out is packed again, in one order, with one time and plain modes, and has the platform
 * tag that is true for its symbols. So the same source, lock and interpreter give the same bytes.
 */
@Named
@Singleton
public final class WheelBuilder {

    private final PythonRunner runner;
    private final LockedWheels locked;
    private final BuildRooms rooms;

    @Inject
    public WheelBuilder(PythonRunner runner, LockedWheels locked, BuildRooms rooms) {
        this.runner = runner;
        this.locked = locked;
        this.rooms = rooms;
    }

    /**
     * The wheel, made if it is not there or of something else.
     *
     * @throws BuildFailure if there is no project, the lock does not fit it, the backend fails, or what it made is not the
     *     project's wheel
     */
    public WheelBuildResult build(WheelBuildRequest request, Progress progress) {
        PyProject.require(request.directory());
        try {
            PackageSource source = PackageSource.of(request.directory(), request.excluded());
            Path recordFile = request.workDirectory().resolve("built.txt");
            Optional<BuildRecord> before = BuildRecord.read(recordFile);
            Digest key = key(request, source);
            if (before.isPresent()
                    && before.get().key().equals(key)
                    && before.get().isWhole(request.outputDirectory())) {
                return before.get().result(request.outputDirectory(), true);
            }
            long start = System.nanoTime();
            Files.deleteIfExists(recordFile);
            for (Made made : before.map(BuildRecord::files).orElse(List.of())) {
                Files.deleteIfExists(request.outputDirectory().resolve(made.name()));
            }
            BuildRecord record = make(request, PyProject.of(request.directory()), source, key, progress);
            record.write(recordFile);
            progress.info("Built " + record.files().get(0).name() + " in " + Elapsed.since(start));
            return record.result(request.outputDirectory(), false);
        } catch (IOException e) {
            throw new BuildFailure("Cannot build a wheel of " + request.directory(), e)
                    .remedy("Check free space and permissions in " + request.workDirectory() + " and "
                            + request.outputDirectory());
        }
    }

    /** Everything that decides what comes out. Recipes and scripts count by the plugin that they are a part of. */
    private static Digest key(WheelBuildRequest request, PackageSource source) throws IOException {
        return Digest.ofText(String.join(
                "\n",
                "wheel 1",
                "plugin " + plugin(),
                "source " + source.digest(),
                "interpreter " + request.python().archive(),
                "lock " + (Files.isRegularFile(request.lockFile()) ? Digest.of(request.lockFile()) : "none"),
                "place " + request.place(),
                "settings " + request.settings(),
                "variables " + request.environmentVariables(),
                "sdist " + request.sdist(),
                "epoch " + request.epoch()));
    }

    /** Cheaper than a digest: whoever has another plugin builds once more. */
    private static String plugin() throws IOException {
        try {
            Path jar = Path.of(WheelBuilder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.size(jar) + " " + Files.getLastModifiedTime(jar).toMillis();
        } catch (URISyntaxException e) {
            throw new IOException("cannot find the plugin's own jar", e);
        }
    }

    private BuildRecord make(
            WheelBuildRequest request, PyProject project, PackageSource source, Digest key, Progress progress)
            throws IOException {
        boolean inRoom = inRoom(request, source, progress);
        List<String> requires = project.requirements().lines();
        List<LockedWheel> wheels = requirements(request, project, requires, !inRoom, progress);
        Path directory = request.workDirectory().resolve("job");
        Trees.delete(directory);
        BackendJob job = new BackendJob(BackendSettings.of(request, wheels, requires), runner, directory);
        job.prepare();
        source.copy(job.source(), request.epoch());
        Files.deleteIfExists(job.log());
        progress.info("Building a wheel of " + project.label() + (inRoom ? " in a build environment" : ""));
        Optional<CatalogAndTarget> catalog = inRoom ? Optional.of(required(request)) : Optional.empty();
        JsonNode answer = catalog.isPresent()
                ? job.runIn(
                        room(request, catalog.get(), progress),
                        catalog.get().catalog().root(),
                        catalog.get().target(),
                        progress)
                : job.runHere(progress);
        refuse(answer, request, project, job, inRoom);

        Path wheel = job.made("wheel", answer);
        WheelCheck.check(wheel, wheel.getFileName().toString());
        NativeCode code = NativeCode.of(
                wheel,
                () -> catalog.or(() -> found(request)).map(CatalogAndTarget::target),
                BackendJob.places(directory));
        Path finished = Files.createDirectories(directory.resolve("finished"));
        List<Made> made = new ArrayList<>();
        made.add(publish(
                finished.resolve(
                        job.finish(wheel, project.name(), project.version(), code.platforms(), finished, progress)),
                request));
        if (request.sdist()) {
            Path sdist = job.made("sdist", answer);
            made.add(publish(
                    finished.resolve(
                            job.finish(sdist, project.name(), project.version(), List.of(), finished, progress)),
                    request));
        }
        Trees.delete(directory);
        return new BuildRecord(key, made, code.doubts());
    }

    private static boolean inRoom(WheelBuildRequest request, PackageSource source, Progress progress) {
        if (request.place().kind() != Kind.AUTOMATIC) {
            return request.place().kind() == Kind.ENVIRONMENT;
        }
        List<String> compiled = source.compiled();
        if (!compiled.isEmpty()) {
            progress.debug("A compiler is needed for " + String.join(", ", compiled));
        }
        return !compiled.isEmpty();
    }

    private List<LockedWheel> requirements(
            WheelBuildRequest request, PyProject project, List<String> requires, boolean here, Progress progress) {
        if (!Files.isRegularFile(request.lockFile())) {
            if (requires.isEmpty()) {
                return List.of();
            }
            throw new BuildFailure("What building " + project.label() + " requires is not locked: there is no "
                            + request.lockFile())
                    .detail("required: " + String.join(", ", requires))
                    .remedy("Lock it, and put the file under version control: mvn "
                            + LockFiles.command(request.lockFile()));
        }
        return locked.fetch(
                request.python(),
                project.requirements(),
                request.lockFile(),
                here,
                request.sources(),
                request.workDirectory(),
                progress);
    }

    private static void refuse(
            JsonNode answer, WheelBuildRequest request, PyProject project, BackendJob job, boolean inRoom) {
        if (answer.has("missing")) {
            BuildFailure failure = new BuildFailure(
                    "Building " + project.label() + " requires what " + request.lockFile() + " does not lock");
            answer.get("missing").forEach(line -> failure.detail(line.asText()));
            throw failure.remedy("If it is not there, add it to [build-system] requires in " + project.file())
                    .remedy("Then lock: mvn " + LockFiles.command(request.lockFile()));
        }
        if (answer.has("problem")) {
            BuildFailure failure = job.failed("No wheel can be made of " + project.label() + ": "
                    + answer.get("problem").asText());
            if (answer.has("backend")) {
                failure.remedy("Name the package that brings it in [build-system] requires of " + project.file()
                        + ", or its directory in backend-path");
            } else if (!inRoom) {
                failure.remedy("If it is a compiler that is missing: <environment>namespaces</environment> brings one");
            }
            throw failure;
        }
    }

    private static Made publish(Path file, WheelBuildRequest request) throws IOException {
        Path target = request.outputDirectory().resolve(file.getFileName());
        Files.createDirectories(request.outputDirectory());
        AtomicFiles.write(target, temporary -> Files.copy(file, temporary));
        return Made.of(target);
    }

    private record CatalogAndTarget(Catalog catalog, Target target) {}

    /** The interpreter's platform as a target of the catalog. */
    private static CatalogAndTarget required(WheelBuildRequest request) {
        Catalog catalog = catalog(request);
        return new CatalogAndTarget(catalog, catalog.target(classifier(request)));
    }

    private static Optional<CatalogAndTarget> found(WheelBuildRequest request) {
        Catalog catalog = catalog(request);
        String classifier = classifier(request);
        return catalog.targets().contains(classifier)
                ? Optional.of(new CatalogAndTarget(catalog, catalog.target(classifier)))
                : Optional.empty();
    }

    private static Catalog catalog(WheelBuildRequest request) {
        return new CatalogStore(request.cacheDirectory().resolve("catalogs")).open(Optional.empty());
    }

    private static String classifier(WheelBuildRequest request) {
        return Platform.parse(request.python().platform()).base().classifier();
    }

    private Workshop.Room room(WheelBuildRequest request, CatalogAndTarget catalog, Progress progress) {
        return rooms.room(new RoomRequest(
                catalog.catalog(),
                catalog.target(),
                request.place().tier(),
                Variation.NONE,
                request.fetch(),
                request.cacheDirectory(),
                request.workDirectory().resolve("sysroot.log"),
                progress));
    }
}
