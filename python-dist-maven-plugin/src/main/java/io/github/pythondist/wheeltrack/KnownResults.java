package io.github.pythondist.wheeltrack;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.json.JsonText;
import io.github.pythondist.reproduce.AxisResult;
import io.github.pythondist.wheel.SdistIndex.PackageFile;
import io.github.pythondist.wheeltrack.TrackRecord.Entry;
import io.github.pythondist.wheeltrack.TrackRecord.NamedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is known of packages that were built before, of the same: {@code <root>/<key>/result.json}, and beside it the wheel
 * of those that are reproducible. What is not reproducible has a key of its own, made of that and of what its log and its
 * differences are judged by: who learns to read more of them reads again.
 */
final class KnownResults {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RESULT = "result.json";

    /** One more, when differences are told in another way. */
    private static final String COMPARISON = "comparison 2";

    private final Path root;
    private final Digest judgement;

    /**
     * @param root created when first needed
     * @param judgement of what says why something failed
     */
    KnownResults(Path root, Digest judgement) {
        this.root = root;
        this.judgement = judgement;
    }

    /**
     * The result and, if there is one, the wheel; nothing if it is not known, not whole any more, or of another package with
     * the same sdist.
     */
    Optional<Known> find(Digest key, PackageFile sdist) {
        Optional<Known> same = read(key, sdist).filter(known -> known.wheel().isPresent());
        return same.isPresent() ? same : read(judged(key), sdist).filter(known -> isOther(known.entry()));
    }

    private static boolean isOther(Entry entry) {
        return entry.state() != TrackState.REPRODUCIBLE;
    }

    private Digest judged(Digest key) {
        return Digest.ofText(String.join(" ", COMPARISON, judgement.hex(), key.hex()));
    }

    private Optional<Known> read(Digest key, PackageFile sdist) {
        Path file = root.resolve(key.hex()).resolve(RESULT);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Entry entry = JSON.readValue(file.toFile(), Entry.class);
            NamedFile source = new NamedFile(sdist.file(), null, sdist.sha256());
            if (!sdist.name().equals(entry.name())
                    || !sdist.version().equals(entry.version())
                    || !source.equals(entry.sdist())) {
                return Optional.empty();
            }
            if (isOther(entry)) {
                return Optional.of(new Known(entry, Optional.empty()));
            }
            Path wheel = file.resolveSibling(entry.wheel().file());
            return Files.isRegularFile(wheel)
                            && Digest.of(wheel).equals(entry.wheel().sha256())
                    ? Optional.of(new Known(entry, Optional.of(wheel)))
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            // It is made again.
            return Optional.empty();
        }
    }

    /** Keeps a result; the wheel comes first, so that what has a result has its wheel. */
    Known keep(Digest key, Entry entry, Optional<Path> wheel) throws IOException {
        Path folder = root.resolve((isOther(entry) ? judged(key) : key).hex());
        Optional<Path> kept = Optional.empty();
        if (wheel.isPresent()) {
            Path target = folder.resolve(wheel.get().getFileName());
            AtomicFiles.write(target, temporary -> Files.copy(wheel.get(), temporary));
            kept = Optional.of(target);
        }
        AtomicFiles.writeString(folder.resolve(RESULT), JsonText.of(entry));
        return new Known(entry, kept);
    }

    /** What second builds of the same kind saw. */
    Optional<List<AxisResult>> axes(Digest surroundings) {
        try {
            return Optional.ofNullable(JSON.readValue(axesFile(surroundings).toFile(), new TypeReference<>() {}));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void keepAxes(Digest surroundings, List<AxisResult> axes) throws IOException {
        AtomicFiles.writeString(axesFile(surroundings), JsonText.of(axes));
    }

    private Path axesFile(Digest surroundings) {
        return root.resolve("axes-" + surroundings.hex() + ".json");
    }

    /**
     * A result that is at hand.
     *
     * @param wheel of one that is reproducible
     */
    record Known(Entry entry, Optional<Path> wheel) {}
}
