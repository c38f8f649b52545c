package io.github.pythondist.wheeltrack;

import io.github.pythondist.catalog.WheelRecipe;
import io.github.pythondist.files.Trees;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.rust.CargoLock;
import io.github.pythondist.rust.Crate;
import io.github.pythondist.wheel.LockedWheel;
import io.github.pythondist.wheel.PackageLists.ListedPackage;
import io.github.pythondist.wheel.SdistIndex;
import io.github.pythondist.wheel.SdistIndex.Found;
import io.github.pythondist.wheel.SdistIndex.Missing;
import io.github.pythondist.wheel.SdistIndex.PackageFile;
import io.github.pythondist.wheel.SdistIndex.Resolved;
import io.github.pythondist.wheel.SdistIndex.Sdist;
import io.github.pythondist.wheel.SdistIndex.Wanted;
import io.github.pythondist.wheel.SdistIndex.Wheels;
import io.github.pythondist.wheelbuild.HermeticBuilder;
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
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

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
    TrackLock lock(TrackRequest request, List<ListedPackage> packages, TrackRooms rooms, Progress progress) {
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
        packages.stream()
                .filter(listed -> request.looksAt(listed.name()) && !allows(listed, known.get(listed.requirement())))
                .forEach(listed -> known.remove(listed.requirement()));
        List<ListedPackage> unknown = packages.stream()
                .filter(listed -> !known.containsKey(listed.requirement()) && request.looksAt(listed.name()))
                .toList();
        SortedMap<String, LockedFile> files =
                new TreeMap<>(before.map(TrackLock::files).orElse(new TreeMap<>()));
        Supplier<TrackLock> soFar = () -> {
            List<Locked> locked = packages.stream()
                    .map(ListedPackage::requirement)
                    .filter(known::containsKey)
                    .map(known::get)
                    .toList();
            SortedMap<String, LockedFile> required = new TreeMap<>(files);
            required.keySet()
                    .retainAll(locked.stream()
                            .flatMap(one -> one.requires().stream())
                            .toList());
            return new TrackLock(TrackLock.SCHEMA, python, platform, locked, required);
        };
        if (!unknown.isEmpty()) {
            progress.info("locking " + unknown.size() + (unknown.size() == 1 ? " package" : " packages")
                    + ": finding sdists, and what their builds require");
            try {
                new Locking(request, rooms, known, files, () -> write(soFar.get(), request.lockFile()), progress)
                        .all(unknown);
            } catch (IOException e) {
                throw new BuildFailure("Cannot lock packages in " + request.directory(), e)
                        .remedy("Check free space and permissions there");
            }
        }
        TrackLock lock = soFar.get();
        if (before.isEmpty() || !before.get().equals(lock)) {
            write(lock, request.lockFile());
        }
        return lock;
    }

    /** What the list says of digests counts for the sdist that is locked, too. */
    private static boolean allows(ListedPackage listed, @Nullable Locked locked) {
        return locked == null
                || locked.source().map(sdist -> listed.allows(sdist.sha256())).orElse(true);
    }

    private static String notAllowed(PackageFile sdist) {
        return "none of the SHA-256 that the list allows is of its sdist " + sdist.file() + " (" + sdist.sha256() + ")";
    }

    /** Made by the same recipe, and by who knew of crates; a problem has neither. */
    private static boolean isWhole(Locked locked, TrackRooms rooms) {
        WheelRecipe recipe = rooms.recipe(locked.name());
        boolean hasCrates = !locked.crates().isEmpty() || !rooms.rust().isFor(locked.required());
        return locked.problem() != null
                || (hasCrates
                        && locked.limits().equals(recipe.constraints())
                        && locked.required().containsAll(recipe.requires()));
    }

    private static void write(TrackLock lock, Path file) {
        try {
            lock.write(file);
        } catch (IOException e) {
            throw new BuildFailure("Cannot write " + file, e).remedy("Check free space and permissions there");
        }
    }

    /** Makes good what a lock lacks. */
    private final class Locking {

        /** How many are resolved together: what is done for less is lost if the build is killed meanwhile. */
        private static final int PORTION = 24;

        private final TrackRequest request;
        private final TrackRooms rooms;
        private final Map<String, Locked> known;
        private final SortedMap<String, LockedFile> files;
        private final Runnable save;
        private final Progress progress;
        private final SdistIndex.Place place;
        /** Many packages require the same. */
        private final Map<Wanted, Resolved> resolved = new HashMap<>();

        private int toDo;
        private int done;

        Locking(
                TrackRequest request,
                TrackRooms rooms,
                Map<String, Locked> known,
                SortedMap<String, LockedFile> files,
                Runnable save,
                Progress progress) {
            this.request = request;
            this.rooms = rooms;
            this.known = known;
            this.files = files;
            this.save = save;
            this.progress = progress;
            this.place = place(request, progress);
        }

        void all(List<ListedPackage> packages) throws IOException {
            List<Found> found = index.find(
                    place, packages.stream().map(ListedPackage::requirement).toList());
            Map<String, PackageFile> sdists = new LinkedHashMap<>();
            for (int i = 0; i < packages.size(); i++) {
                ListedPackage listed = packages.get(i);
                String line = listed.requirement();
                if (found.get(i) instanceof Missing missing) {
                    known.put(line, Locked.problem(line, listed.name(), missing.why()));
                } else if (found.get(i) instanceof Sdist sdist
                        && !listed.allows(sdist.file().sha256())) {
                    known.put(line, Locked.problem(line, listed.name(), notAllowed(sdist.file())));
                } else if (found.get(i) instanceof Sdist sdist) {
                    sdists.put(line, sdist.file());
                }
            }
            Map<PackageFile, String> problems = new HashMap<>();
            Map<PackageFile, Path> fetched = index.fetch(place, List.copyOf(sdists.values()), problems);
            toDo = sdists.size();
            List<Candidate> candidates = new ArrayList<>();
            for (Map.Entry<String, PackageFile> sdist : sdists.entrySet()) {
                PackageFile file = sdist.getValue();
                if (!fetched.containsKey(file)) {
                    keep(Locked.problem(sdist.getKey(), file.name(), problems.get(file)));
                    continue;
                }
                WheelRecipe recipe = rooms.recipe(file.name());
                Candidate candidate = new Candidate(sdist.getKey(), file, fetched.get(file), recipe, List.of());
                // Its backend may use the component already when it says what it requires.
                rooms.components()
                        .problem(recipe.components())
                        .ifPresentOrElse(
                                problem -> keep(candidate.problem(problem.why())), () -> candidates.add(candidate));
            }
            for (int from = 0; from < candidates.size(); from += PORTION) {
                portion(candidates.subList(from, Math.min(from + PORTION, candidates.size())));
            }
        }

        /** First what their sdists say, with that installed what their backends say, and with that all of it. */
        private void portion(List<Candidate> candidates) throws IOException {
            Map<Candidate, List<PackageFile>> told = resolve(read(candidates));
            Map<PackageFile, Path> here = fetch(told);
            List<Candidate> more = new ArrayList<>();
            Workers.each(
                    request.jobs(),
                    told.keySet(),
                    candidate -> asked(candidate, wheels(told.get(candidate), here)),
                    (before, candidate) -> {
                        if (candidate.required().equals(before.required())) {
                            keep(candidate, told.get(before));
                        } else {
                            more.add(candidate);
                        }
                    });
            resolve(more).forEach(this::keep);
        }

        private List<Candidate> read(List<Candidate> candidates) throws IOException {
            List<Candidate> read = new ArrayList<>();
            for (Candidate candidate : candidates) {
                Path directory = directory(candidate);
                try {
                    read.add(candidate
                            .with(SdistRequirements.of(candidate.sdist(), directory))
                            .with(candidate.recipe().requires()));
                } catch (BuildFailure failure) {
                    keep(Locked.problem(candidate.line(), candidate.file().name(), failure.getMessage()));
                } finally {
                    delete(directory, progress);
                }
            }
            return read;
        }

        /** Those whose requirements can be met, with the wheels that do. */
        private Map<Candidate, List<PackageFile>> resolve(List<Candidate> candidates) {
            Map<Candidate, Wanted> wanted = new LinkedHashMap<>();
            for (Candidate candidate : candidates) {
                try {
                    wanted.put(candidate, candidate.wanted());
                } catch (BuildFailure failure) {
                    keep(candidate.refused(failure.getMessage()));
                }
            }
            resolved.putAll(index.resolve(
                    place,
                    wanted.values().stream()
                            .filter(set -> !resolved.containsKey(set))
                            .toList(),
                    request.jobs()));
            Map<Candidate, List<PackageFile>> met = new LinkedHashMap<>();
            wanted.forEach((candidate, set) -> {
                Resolved answer = resolved.get(set);
                if (answer instanceof Wheels wheels) {
                    met.put(candidate, wheels.files());
                } else if (answer instanceof Missing missing) {
                    keep(candidate.problem(missing.why()));
                }
            });
            return met;
        }

        /** Brings what is to be installed into the store; those for which something is missing go. */
        private Map<PackageFile, Path> fetch(Map<Candidate, List<PackageFile>> told) {
            Map<PackageFile, String> problems = new HashMap<>();
            List<PackageFile> wheels =
                    told.values().stream().flatMap(List::stream).distinct().toList();
            Map<PackageFile, Path> here = index.fetch(place, wheels, problems);
            for (Candidate candidate : List.copyOf(told.keySet())) {
                told.get(candidate).stream()
                        .filter(problems::containsKey)
                        .findFirst()
                        .ifPresent(wheel -> {
                            told.remove(candidate);
                            keep(candidate.problem("What its build requires cannot be had: " + wheel.file() + "\n    "
                                    + problems.get(wheel)));
                        });
            }
            return here;
        }

        /** With what its backend asks for when it is run. */
        private Candidate asked(Candidate candidate, List<LockedWheel> wheels) {
            Path directory = directory(candidate);
            try {
                return candidate.with(builder.required(
                        rooms.request(
                                candidate.file(),
                                candidate.sdist(),
                                wheels,
                                candidate.required(),
                                candidate.recipe(),
                                rooms.rust().toAsk(candidate.required()),
                                directory),
                        progress));
            } catch (BuildFailure failure) {
                if (Workers.isEnd(failure)) {
                    throw failure;
                }
                Passing.refuseInterrupted();
                // Where the backend fails already here, its build will show why.
                progress.debug(failure.getMessage());
                return candidate;
            } finally {
                delete(directory, progress);
            }
        }

        private static List<LockedWheel> wheels(List<PackageFile> files, Map<PackageFile, Path> here) {
            return files.stream()
                    .map(wheel -> new LockedWheel(wheel.name(), wheel.version(), here.get(wheel), wheel.sha256()))
                    .toList();
        }

        private Path directory(Candidate candidate) {
            return request.directory()
                    .resolve("locking")
                    .resolve(candidate.file().name());
        }

        private void keep(Candidate candidate, List<PackageFile> wheels) {
            Locked locked;
            try {
                locked = candidate.locked(
                        wheels.stream().map(PackageFile::file).sorted().toList(),
                        rooms.rust().isFor(candidate.required()) ? CargoLock.of(candidate.sdist()) : List.of());
            } catch (BuildFailure failure) {
                keep(candidate.problem(failure.getMessage()));
                return;
            }
            wheels.forEach(
                    wheel -> files.put(wheel.file(), new LockedFile(wheel.name(), wheel.version(), wheel.sha256())));
            keep(locked);
        }

        /** Whoever is killed goes on here. */
        private void keep(Locked locked) {
            known.put(
                    locked.requirement(),
                    locked.problem() == null ? locked : locked.problem(request.placeless(locked.problem())));
            save.run();
            progress.info(String.format(
                    Locale.ROOT,
                    "[%3d/%d] locked %s %s%s",
                    ++done,
                    toDo,
                    locked.name(),
                    locked.version() == null ? "" : locked.version(),
                    locked.problem() == null ? "" : ": " + firstLine(locked.problem())));
        }
    }

    /**
     * A package on its way into the lock.
     *
     * @param line as the user wrote it
     * @param file its sdist
     * @param sdist where that is
     * @param required all that is known so far
     */
    private record Candidate(String line, PackageFile file, Path sdist, WheelRecipe recipe, List<String> required) {

        Candidate with(List<String> more) {
            return new Candidate(
                    line,
                    file,
                    sdist,
                    recipe,
                    Stream.concat(required.stream(), more.stream()).distinct().toList());
        }

        Wanted wanted() {
            return new Wanted(required, recipe.constraints());
        }

        Locked locked(List<String> wheels, List<Crate> crates) {
            return new Locked(
                    line,
                    file.name(),
                    file.version(),
                    file.file(),
                    file.sha256(),
                    required,
                    recipe.constraints(),
                    wheels,
                    crates,
                    null);
        }

        Locked problem(String why) {
            return locked(List.of(), List.of()).problem(why);
        }

        /** What it requires is nothing to be written down. */
        Locked refused(String why) {
            return new Candidate(line, file, sdist, recipe, List.of()).problem(why);
        }
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

    private static void delete(Path directory, Progress progress) {
        try {
            Trees.delete(directory);
        } catch (IOException e) {
            progress.warn("cannot delete " + directory + ": " + ForeignText.sentence(String.valueOf(e.getMessage())));
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
