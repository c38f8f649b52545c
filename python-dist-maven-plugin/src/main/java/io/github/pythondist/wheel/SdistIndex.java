package io.github.pythondist.wheel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.consumer.PythonRunner;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheel.LockFile.LockedFile;
import io.github.pythondist.wheel.PipTool.Answer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** Finds sdists, and the wheels that building them requires, and fetches both. No code of a package is run for that. */
@Named
@Singleton
public final class SdistIndex {

    private static final Comparator<PackageFile> ORDER = Comparator.comparing(PackageFile::file)
            .thenComparing(file -> file.sha256().hex());

    private static final Wheels NONE = new Wheels(List.of());
    /** What a server said, without its place. */
    private static final Pattern STATUS =
            Pattern.compile("\\d{3} (Client|Server) Error: [A-Za-z ]+?(?= for url|$)|too many \\d{3} error responses");

    private static final String RESOLVE = "/wheel/resolve.py";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PythonRunner runner;

    @Inject
    public SdistIndex(PythonRunner runner) {
        this.runner = runner;
    }

    /**
     * Where to look.
     *
     * @param python whose pip looks; only what is for this Python is found
     * @param workDirectory for requests, answers and logs
     */
    public record Place(InterpreterHome python, WheelSources sources, Path workDirectory, Progress progress) {}

    /** What became of a requirement. */
    public sealed interface Found permits Sdist, Missing {}

    /**
     * A file of a package.
     *
     * @param name of the package, normalised
     * @param version as PEP 440 writes it
     * @param file its name
     */
    public record PackageFile(String name, String version, String file, Digest sha256) {

        /**
         * @throws BuildFailure if a name is none: each becomes a part of a path
         */
        public PackageFile {
            if (!PackageNames.isNormalized(name) || !PackageNames.isVersion(version) || !LockFiles.isFileName(file)) {
                throw new BuildFailure("'" + file + "' is no file of a package: " + name + " " + version);
            }
        }

        LockedFile locked() {
            return new LockedFile(file, Optional.empty(), Optional.empty(), sha256);
        }
    }

    /** The newest sdist that a requirement allows. */
    public record Sdist(PackageFile file) implements Found {}

    /** There is none, and why. */
    public record Missing(String why) implements Found, Resolved {}

    /**
     * A set of requirements, as foreign packages tell them.
     *
     * @param requirements each a name with versions, as PEP 508 writes them
     * @param constraints likewise; they limit versions, and require nothing by themselves
     */
    public record Wanted(List<String> requirements, List<String> constraints) {

        private static final String ANSWER = "answer.json";
        private static final String LOG = "log";

        /**
         * @throws BuildFailure if one is anything else: pip would open URLs and paths, and run what it finds there
         */
        public Wanted {
            requirements = requirements.stream().map(NamedRequirement::of).toList();
            constraints = constraints.stream().map(NamedRequirement::of).toList();
        }

        private void write(Path folder, ObjectNode item) throws IOException {
            Files.write(folder.resolve("constraints.txt"), constraints);
            List<String> lines = new ArrayList<>(List.of("-c constraints.txt"));
            lines.addAll(requirements);
            Path file = folder.resolve("requirements.txt");
            Files.write(file, lines);
            item.put("requirements", file.toString())
                    .put("report", folder.resolve("report.json").toString())
                    .put("scratch", folder.resolve("target").toString())
                    .put("answer", folder.resolve(ANSWER).toString())
                    .put("log", folder.resolve(LOG).toString());
        }
    }

    /** What became of a set of requirements. */
    public sealed interface Resolved permits Wheels, Missing {}

    /**
     * All that has to be installed.
     *
     * @param files sorted by the names of their packages
     */
    public record Wheels(List<PackageFile> files) implements Resolved {}

    /**
     * The sdists that requirements come to.
     *
     * @param requirements each a name with versions, as PEP 508 writes them
     * @return one for each requirement, in their order
     * @throws BuildFailure if the index cannot be asked
     */
    public List<Found> find(Place place, List<String> requirements) {
        if (requirements.isEmpty()) {
            return List.of();
        }
        requireIndex(place);
        ObjectNode call = PipTool.request("sdists");
        ArrayNode lines = call.putArray("requirements");
        requirements.forEach(lines::add);
        try {
            Answer answer = ask(place, "sdists", call);
            List<Found> found = new ArrayList<>();
            for (JsonNode item : answer.content().path("sdists")) {
                found.add(found(item));
            }
            if (found.size() != requirements.size()) {
                throw PipTool.failure("The package index could not be asked for sdists", answer.log());
            }
            if (found.stream().noneMatch(Sdist.class::isInstance)
                    && (requirements.size() > 1 || !PipTool.isAnswered(answer.log()))) {
                requireNetwork(place, answer.log());
            }
            return withReasons(found, requirements, Files.readAllLines(answer.log()));
        } catch (IOException e) {
            throw notWritten(place, e);
        }
    }

    /** pip takes a page that is not given for one without files, and tells in its log. */
    static List<Found> withReasons(List<Found> found, List<String> requirements, List<String> log) {
        List<Found> told = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            String page = "/" + PackageNames.normalized(requirements.get(i).split("[^A-Za-z0-9._-]", 2)[0]) + "/: ";
            Optional<String> why = log.stream()
                    .filter(line -> line.contains("Could not fetch URL ") && line.contains(page))
                    .filter(line -> !line.contains(page + "404 "))
                    .map(line -> STATUS.matcher(line)
                            .results()
                            .map(MatchResult::group)
                            .findFirst()
                            .orElse("it cannot be reached"))
                    .findFirst();
            told.add(
                    found.get(i) instanceof Missing && why.isPresent()
                            ? new Missing("the index does not give its page: " + why.get())
                            : found.get(i));
        }
        return told;
    }

    static Found found(JsonNode item) {
        if (item.has("problem")) {
            return new Missing(item.get("problem").asText());
        }
        try {
            return new Sdist(packageFile(item, item.get("file").asText()));
        } catch (BuildFailure failure) {
            return new Missing(failure.getMessage());
        }
    }

    /**
     * @throws BuildFailure if the index says of it what cannot be
     */
    private static PackageFile packageFile(JsonNode item, String file) {
        String digest = item.get("sha256").asText().toLowerCase(Locale.ROOT);
        try {
            return new PackageFile(
                    item.get("name").asText(), item.get("version").asText(), file, new Digest(digest));
        } catch (IllegalArgumentException e) {
            throw new BuildFailure("the index gives no SHA-256 of " + file);
        }
    }

    /**
     * The wheels that sets of requirements come to, each with all that these require in turn. One set that cannot be met
     * does not matter to the others.
     *
     * @param jobs how many are resolved at once
     * @return one for each set
     * @throws BuildFailure if the index cannot be asked
     */
    public Map<Wanted, Resolved> resolve(Place place, Collection<Wanted> sets, int jobs) {
        Map<Wanted, Resolved> resolved = new LinkedHashMap<>();
        Map<Wanted, Path> folders = new LinkedHashMap<>();
        sets.stream().filter(wanted -> wanted.requirements().isEmpty()).forEach(wanted -> resolved.put(wanted, NONE));
        List<Wanted> asked = sets.stream()
                .filter(wanted -> !wanted.requirements().isEmpty())
                .distinct()
                .toList();
        if (asked.isEmpty()) {
            return resolved;
        }
        requireIndex(place);
        try {
            PipTool pip = pip(place);
            Path scratch = pip.scratch("resolve");
            try {
                ObjectNode call = PipTool.request("resolve").put("jobs", jobs);
                PlatformRequest.put(
                        call,
                        Platform.parse(place.python().platform()).base(),
                        LockRequest.DEFAULT_GLIBC,
                        place.python());
                ArrayNode items = call.putArray("sets");
                for (Wanted wanted : asked) {
                    Path folder = Files.createDirectory(scratch.resolve(Integer.toString(folders.size())));
                    folders.put(wanted, folder);
                    wanted.write(folder, items.addObject());
                }
                Answer answer = ask(place, "resolve", call);
                if (answer.exitCode() != 0) {
                    throw PipTool.failure("The package index could not be asked for wheels", answer.log());
                }
                List<Path> unanswered = new ArrayList<>();
                for (Map.Entry<Wanted, Path> folder : folders.entrySet()) {
                    resolved.put(folder.getKey(), resolved(folder.getValue()));
                    Path log = folder.getValue().resolve(Wanted.LOG);
                    if (resolved.get(folder.getKey()) instanceof Missing && !PipTool.isAnswered(log)) {
                        unanswered.add(log);
                    }
                }
                if (unanswered.size() == asked.size()) {
                    // It stays, unlike the folder.
                    Path kept = place.workDirectory().resolve("unreachable.log");
                    Files.copy(unanswered.get(0), kept, StandardCopyOption.REPLACE_EXISTING);
                    requireNetwork(place, kept);
                }
                return resolved;
            } finally {
                Trees.delete(scratch);
            }
        } catch (IOException e) {
            throw notWritten(place, e);
        }
    }

    private static Resolved resolved(Path folder) throws IOException {
        Path file = folder.resolve(Wanted.ANSWER);
        JsonNode answer = Files.isRegularFile(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
        if (answer.has("refused")) {
            return new Missing(answer.get("refused").asText());
        }
        if (answer.path("code").asInt(1) != 0) {
            Path log = folder.resolve(Wanted.LOG);
            // Without a place: this is what a lock says.
            BuildFailure failure = new BuildFailure("What its build requires cannot be had as wheels");
            PipTool.complaints(log).forEach(line -> failure.detail(line.replace(folder + File.separator, "")));
            return new Missing(failure.getMessage());
        }
        SortedMap<String, PackageFile> found = new TreeMap<>();
        try {
            for (JsonNode item : answer.get("packages")) {
                PackageFile wheel =
                        packageFile(item, LockFiles.lastName(item.get("url").asText()));
                found.put(wheel.name(), wheel);
            }
        } catch (BuildFailure failure) {
            return new Missing(failure.getMessage());
        }
        return new Wheels(List.copyOf(found.values()));
    }

    /**
     * Brings files into the store, each of them verified.
     *
     * @param problems gets why not, for those that cannot be had: file → reason
     * @return where the others are
     * @throws BuildFailure if the index cannot be asked
     */
    public Map<PackageFile, Path> fetch(Place place, List<PackageFile> wanted, Map<PackageFile, String> problems) {
        WheelStore store = new WheelStore(place.sources().store());
        Map<PackageFile, Path> found = new TreeMap<>(ORDER);
        List<PackageFile> missing = new ArrayList<>();
        try {
            for (PackageFile file : wanted) {
                store.find(file.locked()).ifPresentOrElse(path -> found.put(file, path), () -> missing.add(file));
            }
            if (!missing.isEmpty()) {
                requireIndex(place);
                download(place, missing, store, found, problems);
            }
            return found;
        } catch (IOException e) {
            throw notWritten(place, e);
        }
    }

    private void download(
            Place place,
            List<PackageFile> missing,
            WheelStore store,
            Map<PackageFile, Path> found,
            Map<PackageFile, String> problems)
            throws IOException {
        place.progress()
                .info("Downloading " + missing.size() + (missing.size() == 1 ? " file" : " files")
                        + place.sources().index().map(index -> " from " + index).orElse(""));
        Path folder = pip(place).scratch("files");
        try {
            ObjectNode call = PipTool.request("files").put("folder", folder.toString());
            ArrayNode files = call.putArray("files");
            missing.forEach(file -> files.addObject().put("name", file.name()).put("file", file.file()));
            Answer answer = ask(place, "files", call);
            if (missing.size() == answer.content().path("problems").size() && !PipTool.isAnswered(answer.log())) {
                requireNetwork(place, answer.log());
            }
            for (PackageFile file : missing) {
                JsonNode problem = answer.content().path("problems").get(file.file());
                Path fetched = folder.resolve(file.file());
                if (problem != null || !Files.isRegularFile(fetched)) {
                    problems.put(file, problem == null ? "it was not given" : problem.asText());
                    continue;
                }
                try {
                    found.put(file, store.add(file.locked(), fetched, "the package index"));
                } catch (BuildFailure failure) {
                    problems.put(file, failure.getMessage());
                }
            }
        } finally {
            Trees.delete(folder);
        }
    }

    private Answer ask(Place place, String name, ObjectNode call) throws IOException {
        PipTool pip = pip(place);
        // What pip leaves where it is killed is left here.
        Path temporary = pip.scratch("tmp");
        try {
            Map<String, String> settings = new TreeMap<>(PipTool.settings(place.sources()));
            List.of("TMPDIR", "TEMP", "TMP").forEach(variable -> settings.put(variable, temporary.toString()));
            return pip.callScript(RESOLVE, name, call, settings);
        } finally {
            Trees.delete(temporary);
        }
    }

    private PipTool pip(Place place) {
        return new PipTool(runner, place.python(), place.workDirectory(), place.progress());
    }

    private static void requireNetwork(Place place, Path log) throws IOException {
        Optional<PackageIndex> index = place.sources().index();
        Optional<String> problem = PipTool.networkProblem(log);
        if (index.isPresent() && problem.isPresent()) {
            throw Indexes.unreachable(index.get(), problem.get(), log);
        }
    }

    private static void requireIndex(Place place) {
        if (place.sources().index().isEmpty() && place.sources().directory().isEmpty()) {
            throw new BuildFailure("Maven is offline (-o): no package index can be asked")
                    .remedy("Run it once without, so that what is locked is fetched and kept; or name a directory of"
                            + " packages with <wheelDirectory>");
        }
    }

    private static BuildFailure notWritten(Place place, IOException e) {
        return new BuildFailure("Cannot bring packages together in " + place.workDirectory(), e)
                .remedy("Check free space and permissions there and in "
                        + place.sources().store());
    }
}
