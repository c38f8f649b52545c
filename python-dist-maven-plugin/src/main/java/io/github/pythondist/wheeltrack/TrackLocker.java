package io.github.pythondist.wheeltrack;

import io.github.pythondist.catalog.WheelRecipe;
import io.github.pythondist.files.Trees;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.rust.CargoLock;
import io.github.pythondist.wheel.LockedWheel;
import io.github.pythondist.wheel.SdistIndex;
import io.github.pythondist.wheel.SdistIndex.Found;
import io.github.pythondist.wheel.SdistIndex.Missing;
import io.github.pythondist.wheel.SdistIndex.PackageFile;
import io.github.pythondist.wheel.SdistIndex.Sdist;
import io.github.pythondist.wheelbuild.HermeticBuilder;
import io.github.pythondist.wheelbuild.HermeticRequest;
import io.github.pythondist.wheelbuild.SdistRequirements;
import io.github.pythondist.wheeltrack.TrackLock.Locked;
import io.github.pythondist.wheeltrack.TrackLock.LockedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * Makes {@code wheels.lock.json}, or makes good what it lacks: finds the sdist of each requirement, and asks its backend,
 * in a build environment, what the build requires.
 */
@Named
@Singleton
final class TrackLocker {

    private final SdistIndex index;
    private final HermeticBuilder builder;

    @Inject
    TrackLocker(SdistIndex index, HermeticBuilder builder) {
        this.index = index;
        this.builder = builder;
    }

    /**
     * The lock, with all requirements in it and nothing else. It is written as soon as it is another one.
     *
     * @throws BuildFailure if the index cannot be asked for what is not locked, or the file is of another Python
     */
    TrackLock lock(TrackRequest request, List<String> requirements, TrackRooms rooms, Progress progress) {
        String python = series(request.python().pythonVersion());
        String platform = Platform.parse(request.python().platform()).base().classifier();
        Optional<TrackLock> before = TrackLock.read(request.lockFile());
        before.ifPresent(lock -> {
            if (!lock.python().equals(python) || !lock.platform().equals(platform)) {
                throw new BuildFailure("The lock " + request.lockFile() + " was made for Python " + lock.python()
                                + " on " + lock.platform() + ", not for " + python + " on " + platform)
                        .remedy("Name another file with <wheelsLockFile>, or lock again: -Dpython-dist.wheels.update");
            }
        });
        // What could not be had is asked for again, where there is somebody to ask.
        boolean asks = request.sources().index().isPresent()
                || request.sources().directory().isPresent();
        Map<String, Locked> known = new HashMap<>();
        before.ifPresent(lock -> lock.packages().stream()
                .filter(locked -> !request.looksAt(locked.name())
                        || (!request.update() && (locked.problem() == null || !asks) && isWhole(locked, rooms)))
                .forEach(locked -> known.put(locked.requirement(), locked)));
        List<String> unknown = requirements.stream()
                .filter(line -> !known.containsKey(line) && request.looksAt(RequirementLines.name(line)))
                .toList();
        SortedMap<String, LockedFile> files =
                new TreeMap<>(before.map(TrackLock::files).orElse(new TreeMap<>()));
        Supplier<TrackLock> soFar = () -> {
            List<Locked> packages = requirements.stream()
                    .filter(known::containsKey)
                    .map(known::get)
                    .toList();
            SortedMap<String, LockedFile> required = new TreeMap<>(files);
            required.keySet()
                    .retainAll(packages.stream()
                            .flatMap(locked -> locked.requires().stream())
                            .toList());
            return new TrackLock(TrackLock.SCHEMA, python, platform, packages, required);
        };
        if (!unknown.isEmpty()) {
            progress.info("locking " + unknown.size() + (unknown.size() == 1 ? " package" : " packages")
                    + ": finding sdists, and what their builds require");
            // Whoever is killed goes on here.
            lock(request, unknown, rooms, known, files, () -> write(soFar.get(), request.lockFile()), progress);
        }
        TrackLock lock = soFar.get();
        refuseTwice(lock);
        if (before.isEmpty() || !before.get().equals(lock)) {
            write(lock, request.lockFile());
        }
        return lock;
    }

    /** Made by the same recipe, and by who knew of crates; a problem has neither. */
    private static boolean isWhole(Locked locked, TrackRooms rooms) {
        boolean hasCrates = !locked.crates().isEmpty() || !rooms.rust().isFor(locked.required());
        return locked.problem() != null
                || (hasCrates
                        && locked.limits().equals(rooms.recipe(locked.name()).constraints()));
    }

    private static void write(TrackLock lock, Path file) {
        try {
            lock.write(file);
        } catch (IOException e) {
            throw new BuildFailure("Cannot write " + file, e).remedy("Check free space and permissions there");
        }
    }

    private static void refuseTwice(TrackLock lock) {
        Map<String, String> seen = new HashMap<>();
        for (Locked locked : lock.packages()) {
            String other = seen.put(locked.name(), locked.requirement());
            if (other != null) {
                throw new BuildFailure("The package " + locked.name() + " is required twice: '" + other + "' and '"
                                + locked.requirement() + "'")
                        .remedy("Leave one of the two lines away");
            }
        }
    }

    private void lock(
            TrackRequest request,
            List<String> requirements,
            TrackRooms rooms,
            Map<String, Locked> known,
            SortedMap<String, LockedFile> files,
            Runnable save,
            Progress progress) {
        SdistIndex.Place place = place(request, progress);
        List<Found> found = index.find(place, requirements);
        Map<String, PackageFile> sdists = new LinkedHashMap<>();
        for (int i = 0; i < requirements.size(); i++) {
            String line = requirements.get(i);
            if (found.get(i) instanceof Sdist sdist) {
                sdists.put(line, sdist.file());
            } else if (found.get(i) instanceof Missing missing) {
                known.put(line, Locked.problem(line, RequirementLines.name(line), missing.why()));
            }
        }
        Map<PackageFile, String> problems = new HashMap<>();
        Map<PackageFile, Path> fetched = index.fetch(place, List.copyOf(sdists.values()), problems);
        int done = 0;
        for (Map.Entry<String, PackageFile> sdist : sdists.entrySet()) {
            PackageFile file = sdist.getValue();
            Path here = fetched.get(file);
            Locked locked = here == null
                    ? Locked.problem(sdist.getKey(), file.name(), problems.get(file))
                    : requirements(request, sdist.getKey(), file, here, rooms, files, progress);
            known.put(sdist.getKey(), locked);
            save.run();
            progress.info(String.format(
                    Locale.ROOT,
                    "[%3d/%d] locked %s %s%s",
                    ++done,
                    sdists.size(),
                    file.name(),
                    file.version(),
                    locked.problem() == null ? "" : ": " + firstLine(locked.problem())));
        }
    }

    private Locked requirements(
            TrackRequest request,
            String line,
            PackageFile file,
            Path sdist,
            TrackRooms rooms,
            SortedMap<String, LockedFile> files,
            Progress progress) {
        WheelRecipe recipe = rooms.recipe(file.name());
        Locked locked = new Locked(
                line,
                file.name(),
                file.version(),
                file.file(),
                file.sha256(),
                List.of(),
                recipe.constraints(),
                List.of(),
                List.of(),
                null);
        Path directory = request.directory().resolve("locking").resolve(file.name());
        try {
            List<String> required = new ArrayList<>(SdistRequirements.of(sdist, directory));
            recipe.requires().stream().filter(more -> !required.contains(more)).forEach(required::add);
            List<PackageFile> wheels = wheels(request, file, required, recipe, progress);
            List<String> added = required(
                            rooms.request(
                                    file,
                                    sdist,
                                    fetch(request, wheels, progress),
                                    required,
                                    recipe,
                                    rooms.rust().toAsk(required),
                                    directory),
                            progress)
                    .stream()
                    .filter(one -> !required.contains(one))
                    .toList();
            if (!added.isEmpty()) {
                required.addAll(added);
                wheels = wheels(request, file, required, recipe, progress);
            }
            wheels.forEach(
                    wheel -> files.put(wheel.file(), new LockedFile(wheel.name(), wheel.version(), wheel.sha256())));
            return new Locked(
                    line,
                    file.name(),
                    file.version(),
                    file.file(),
                    file.sha256(),
                    required,
                    recipe.constraints(),
                    wheels.stream().map(PackageFile::file).sorted().toList(),
                    rooms.rust().isFor(required) ? CargoLock.of(sdist) : List.of(),
                    null);
        } catch (BuildFailure failure) {
            if (failure.getCause() instanceof IOException) {
                // No property of the package.
                throw failure;
            }
            return locked.problem(request.placeless(failure.getMessage()));
        } finally {
            delete(directory);
        }
    }

    /** Where the backend fails already here, its build will show why. */
    private List<String> required(HermeticRequest request, Progress progress) {
        try {
            return builder.required(request, progress);
        } catch (BuildFailure failure) {
            progress.debug(failure.getMessage());
            return List.of();
        }
    }

    private List<PackageFile> wheels(
            TrackRequest request, PackageFile file, List<String> required, WheelRecipe recipe, Progress progress) {
        return index.wheels(place(request, progress), "requires-" + file.name(), required, recipe.constraints());
    }

    /** All of them, or a failure. */
    List<LockedWheel> fetch(TrackRequest request, List<PackageFile> wheels, Progress progress) {
        Map<PackageFile, String> problems = new HashMap<>();
        Map<PackageFile, Path> fetched = index.fetch(place(request, progress), wheels, problems);
        problems.forEach((wheel, why) -> {
            throw new BuildFailure("What its build requires cannot be had: " + wheel.file()).detail(why);
        });
        return wheels.stream()
                .map(wheel -> new LockedWheel(wheel.name(), wheel.version(), fetched.get(wheel), wheel.sha256()))
                .toList();
    }

    /** Brings all files of a lock into the store at once; what cannot be had is told when it is used. */
    Map<PackageFile, Path> fetchAll(
            TrackRequest request, List<PackageFile> files, Map<PackageFile, String> problems, Progress progress) {
        return index.fetch(place(request, progress), files, problems);
    }

    private static SdistIndex.Place place(TrackRequest request, Progress progress) {
        return new SdistIndex.Place(
                request.python(), request.sources(), request.directory().resolve("index"), progress);
    }

    private static void delete(Path directory) {
        try {
            Trees.delete(directory);
        } catch (IOException e) {
            throw new BuildFailure("Cannot delete " + directory, e);
        }
    }

    static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String series(String version) {
        String[] parts = version.split("\\.", -1);
        return parts[0] + "." + parts[1];
    }
}
