package io.github.pythondist.cpython;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.pythondist.archive.ArchiveOptions;
import io.github.pythondist.archive.ArchiveReader;
import io.github.pythondist.archive.TreeArchiver;
import io.github.pythondist.archive.WrittenArchive;
import io.github.pythondist.catalog.Optimization;
import io.github.pythondist.component.RecipeStep;
import io.github.pythondist.files.Digest;
import io.github.pythondist.json.JsonText;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a training run found out about which code is hot, as it is published: a {@code tar.zst} that holds the merged
 * profile ({@code code.profdata}, the indexed form of llvm-profdata) and {@code profile.json}, which says what it was
 * trained with. Training is the one step of a build that does not give the same bytes twice; its result is therefore an
 * input, named by the digest of this file.
 *
 * @param file the archive
 * @param sha256 its digest
 * @param origin what it was trained with
 */
public record TrainedProfile(Path file, Digest sha256, Origin origin) {

    /** Maven type of the archive. */
    public static final String TYPE = "profile.tar.zst";

    /** The profile in the archive, and in {@code $BUILD} of the recipe. */
    public static final String PROFDATA = "code.profdata";

    private static final String DESCRIPTION = "profile.json";
    private static final int FORMAT = 1;
    private static final int MAX_DESCRIPTION_BYTES = 1 << 16;
    private static final int MAX_PROFDATA_BYTES = 1 << 27;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
            .build();

    /**
     * What a profile was trained with: {@code profile.json}.
     *
     * @param format version of this form
     * @param cpython CPython's version
     * @param source digest of its source archive
     * @param abiFlags {@code sys.abiflags} of the interpreter that was trained
     * @param target classifier of the platform it ran on
     * @param compiler Debian package and version of the compiler; another one numbers branches otherwise
     * @param environment digest of the lock of the build root
     * @param task name of the training task
     * @param runs arguments of the interpreter in each of the task's runs
     * @param profdata digest of the merged profile
     */
    @JsonPropertyOrder({
        "format",
        "cpython",
        "source",
        "abiFlags",
        "target",
        "compiler",
        "environment",
        "task",
        "runs",
        "profdata"
    })
    public record Origin(
            int format,
            String cpython,
            Digest source,
            String abiFlags,
            String target,
            String compiler,
            Digest environment,
            String task,
            List<String> runs,
            Digest profdata) {}

    /**
     * What a build needs of a profile.
     *
     * @param cpython CPython's version
     * @param source digest of its source archive
     * @param abiFlags {@code sys.abiflags} of the interpreter to build
     * @param compiler Debian package and version of the compiler, empty where it is the machine's own
     */
    public record Wanted(String cpython, Digest source, String abiFlags, Optional<String> compiler) {}

    /**
     * Reads the description of a profile, and sees that what it describes is there.
     *
     * @param expected the digest it must have
     * @throws BuildFailure if the file is missing, is another one, or is no profile
     */
    public static TrainedProfile open(Path file, Digest expected) {
        try {
            Digest found = Digest.of(file);
            if (!found.equals(expected)) {
                throw new BuildFailure("The profile " + file + " is not the pinned one")
                        .detail("SHA-256 expected: " + expected)
                        .detail("SHA-256 found:    " + found)
                        .remedy("Take the file that the POM names, or pin this one with"
                                + " -Dpython-dist.profileSha256=" + found + " if it is the right one");
            }
            byte[] description = ArchiveReader.find(file, DESCRIPTION, MAX_DESCRIPTION_BYTES)
                    .orElseThrow(() -> notOne(file, "it holds no " + DESCRIPTION));
            Origin origin = JSON.readValue(description, Origin.class);
            if (origin == null) {
                throw notOne(file, DESCRIPTION + " in it says nothing");
            }
            if (origin.format() != FORMAT) {
                throw notOne(file, "its form is " + origin.format() + ", this plugin reads " + FORMAT);
            }
            byte[] profdata = profdata(file);
            if (profdata.length == 0) {
                throw notOne(file, PROFDATA + " in it is empty");
            }
            if (!Digest.of(profdata).equals(origin.profdata())) {
                throw notOne(file, PROFDATA + " in it is not the one that " + DESCRIPTION + " describes");
            }
            return new TrainedProfile(file, found, origin);
        } catch (JsonProcessingException e) {
            throw notOne(file, DESCRIPTION + " in it: " + e.getOriginalMessage());
        } catch (NoSuchFileException e) {
            throw new BuildFailure("There is no profile " + file)
                    .remedy("Correct <profile> (-Dpython-dist.profile=), or train one with the goal profile");
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the profile " + file, e)
                    .remedy("Correct <profile> (-Dpython-dist.profile=): coordinates or a file that can be read");
        }
    }

    /**
     * Packs a merged profile.
     *
     * @param folder holds {@link #PROFDATA} and nothing else
     * @param origin what it was trained with
     * @param epochSecond time of the archive's entries
     */
    public static TrainedProfile write(
            Path folder, Origin origin, Path archive, long epochSecond, TreeArchiver archiver) {
        WrittenArchive written =
                archiver.write(folder, archive, ArchiveOptions.of(epochSecond).withFirst(DESCRIPTION, json(origin)));
        return new TrainedProfile(archive, written.digest(), origin);
    }

    /** The origin of a profile trained now. */
    public static Origin origin(
            Wanted wanted, String target, Digest environment, String task, List<String> runs, Digest profdata) {
        return new Origin(
                FORMAT,
                wanted.cpython(),
                wanted.source(),
                wanted.abiFlags(),
                target,
                wanted.compiler().orElseThrow(),
                environment,
                task,
                runs,
                profdata);
    }

    /**
     * Refuses a profile that was trained for something else.
     *
     * @throws BuildFailure naming every difference
     */
    public void requireFor(Wanted wanted) {
        List<String> differences = new ArrayList<>();
        compare(differences, "CPython", origin.cpython(), wanted.cpython());
        if (differences.isEmpty()) {
            compare(
                    differences,
                    "source of CPython",
                    origin.source().hex(),
                    wanted.source().hex());
        }
        compare(differences, "ABI flags", quoted(origin.abiFlags()), quoted(wanted.abiFlags()));
        wanted.compiler().ifPresent(compiler -> compare(differences, "compiler", origin.compiler(), compiler));
        if (!differences.isEmpty()) {
            BuildFailure failure =
                    new BuildFailure("The profile " + file.getFileName() + " was trained for something else");
            differences.forEach(failure::detail);
            throw failure.remedy(
                    "Train one for this build with the goal profile, name another one with <profile>, or set"
                            + " <optimize>" + Optimization.NONE + "</optimize>"
                            + " (-Dpython-dist.optimize=none)");
        }
    }

    /** The merged profile as an input of a step. */
    RecipeStep.Given profdata() {
        return new RecipeStep.Given(origin.profdata(), path -> Files.write(path, profdata(file)));
    }

    private static byte[] profdata(Path file) throws IOException {
        return ArchiveReader.find(file, PROFDATA, MAX_PROFDATA_BYTES)
                .orElseThrow(() -> notOne(file, "it holds no " + PROFDATA));
    }

    private static void compare(List<String> differences, String what, String trained, String built) {
        if (!trained.equals(built)) {
            differences.add(what + ": trained with " + trained + ", to be built with " + built);
        }
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }

    private static BuildFailure notOne(Path file, String reason) {
        return new BuildFailure("The file " + file + " is no profile that this plugin reads")
                .detail(reason)
                .remedy("Profiles are made by the goal profile");
    }

    private static byte[] json(Origin origin) {
        return JsonText.of(JSON, origin).getBytes(StandardCharsets.UTF_8);
    }
}
