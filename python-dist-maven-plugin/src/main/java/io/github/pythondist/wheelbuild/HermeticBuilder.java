package io.github.pythondist.wheelbuild;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.pythondist.archive.ExtractOptions;
import io.github.pythondist.archive.TreeExtractor;
import io.github.pythondist.bundle.WheelTags;
import io.github.pythondist.consumer.PythonRunner;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheel.Requirements;
import io.github.pythondist.wheel.WheelCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * Makes wheels of sdists in build environments that others made ready: the backend sees its source, what it requires, and
 * nothing else; it has no network, and what it starts ends with it.
 */
@Named
@Singleton
public final class HermeticBuilder {

    private static final int MAX_ENTRIES = 200_000;

    private final PythonRunner runner;
    private final TreeExtractor extractor;

    @Inject
    public HermeticBuilder(PythonRunner runner, TreeExtractor extractor) {
        this.runner = runner;
        this.extractor = extractor;
    }

    /**
     * What the backend requires for a wheel beside {@code [build-system] requires} (PEP 517,
     * {@code get_requires_for_build_wheel}).
     *
     * @throws BuildFailure if the source cannot be unpacked, or the backend fails
     */
    public List<String> required(HermeticRequest request, Progress progress) {
        try {
            JsonNode answer = run(request, prepare(request, true), progress);
            List<String> lines = new ArrayList<>();
            answer.path("requires")
                    .forEach(line -> lines.add(Requirements.line(line.asText(), "what its backend asks for")));
            Trees.delete(request.directory());
            return lines;
        } catch (IOException e) {
            throw notWritten(request, e);
        }
    }

    /**
     * @return the wheel; it and everything else in the request's directory is the caller's to delete
     * @throws BuildFailure if the source cannot be unpacked, the backend fails, takes too long or writes too much, or what
     *     it made is not the package's wheel
     */
    public HermeticWheel build(HermeticRequest request, Progress progress) {
        try {
            BackendJob job = prepare(request, false);
            JsonNode answer = run(request, job, progress);
            Path wheel = job.made("wheel", answer);
            FinishedWheel.requireSize(wheel, request.maxBytes());
            Digest asBuilt = Digest.of(wheel);
            WheelCheck.check(wheel, wheel.getFileName().toString());
            NativeCode code =
                    NativeCode.of(wheel, () -> Optional.of(request.target()), BackendJob.places(request.directory()));
            Path finished = Files.createDirectories(request.directory().resolve("finished"));
            String name = job.finish(
                    wheel,
                    Optional.of(request.name()),
                    Optional.of(request.version()),
                    code.platforms(),
                    finished,
                    progress);
            FinishedWheel.requireProper(
                    finished.resolve(name),
                    new WheelTags(request.python().description())::accept,
                    request.name(),
                    request.version());
            return new HermeticWheel(
                    finished.resolve(name), asBuilt, !code.platforms().isEmpty(), code.doubts());
        } catch (IOException e) {
            throw notWritten(request, e);
        }
    }

    private BackendJob prepare(HermeticRequest request, boolean onlyRequires) throws IOException {
        Trees.delete(request.directory());
        BackendJob job = new BackendJob(
                new BackendSettings(
                        request.python(),
                        request.wheels(),
                        request.requires(),
                        request.recipe().config(),
                        request.recipe().variables(),
                        request.recipe().patches(),
                        request.recipe().dependencies(),
                        request.recipe().rust(),
                        false,
                        onlyRequires,
                        request.epoch(),
                        request.surroundings().hashSeed(),
                        OptionalInt.of(request.surroundings().jobs()),
                        request.surroundings().home(),
                        Optional.of(request.timeout()),
                        OptionalLong.of(request.maxBytes()),
                        request.logDirectory()),
                runner,
                request.directory());
        job.prepare();
        extractor.extractInto(
                request.sdist(),
                job.source(),
                ExtractOptions.defaults().withStripComponents(1).withLimits(MAX_ENTRIES, request.maxBytes()));
        Files.deleteIfExists(job.log());
        return job;
    }

    private static JsonNode run(HermeticRequest request, BackendJob job, Progress progress) throws IOException {
        JsonNode answer =
                job.runIn(request.surroundings().room(), request.catalog().root(), request.target(), progress);
        if (answer.has("missing")) {
            List<String> lines = new ArrayList<>();
            answer.get("missing").forEach(line -> lines.add(line.asText()));
            throw new BuildFailure("The build requires what is not locked: " + String.join(", ", lines));
        }
        if (answer.has("problem")) {
            throw job.failed(sentence(answer.get("problem").asText()));
        }
        return answer;
    }

    private static String sentence(String problem) {
        return problem.startsWith("the ") ? "T" + problem.substring(1) : "The build failed: " + problem;
    }

    private static BuildFailure notWritten(HermeticRequest request, IOException e) {
        return new BuildFailure(
                        "Cannot build " + request.name() + " " + request.version() + " in " + request.directory(), e)
                .remedy("Check that the disk is not full and the directory is writable, then run again");
    }
}
