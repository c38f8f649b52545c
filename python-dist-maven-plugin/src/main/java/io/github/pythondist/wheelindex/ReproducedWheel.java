package io.github.pythondist.wheelindex;

import io.github.pythondist.consumer.Coordinates;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A wheel that was built twice to the same bytes, and all that it was made of. What came from packages has not been
 * checked.
 *
 * @param name of the package, normalised (PEP 503)
 * @param version as PEP 440 writes it
 * @param wheel the finished file, called as PEP 427 says
 * @param sdist its source
 * @param requires what the build required, as wheels
 * @param crates of Rust that the sdist pins; which of them are inside, only the build knows
 * @param interpreter ran the build, and the wheel is for it
 * @param environment the environment that it was built in, by what tells it from others
 * @param settings that a recipe gave the backend ({@code config_settings} of PEP 517)
 * @param variables that a recipe gave the build
 * @param patches that a recipe applied to the source, in their order
 * @param components that were linked in statically
 * @param epochSecond time of all files in it, seconds since 1970 ({@code SOURCE_DATE_EPOCH} of the build)
 * @param axes what the second build really had otherwise, by the labels of the goal {@code reproduce}
 */
public record ReproducedWheel(
        String name,
        String version,
        Path wheel,
        Digest sha256,
        Origin sdist,
        List<Origin> requires,
        List<Origin> crates,
        Interpreter interpreter,
        String environment,
        SortedMap<String, String> settings,
        SortedMap<String, String> variables,
        List<AppliedPatch> patches,
        List<LinkedComponent> components,
        long epochSecond,
        List<String> axes) {

    public ReproducedWheel {
        requires = List.copyOf(requires);
        crates = List.copyOf(crates);
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
        patches = List.copyOf(patches);
        components = List.copyOf(components);
        axes = List.copyOf(axes);
    }

    /**
     * Why it cannot be published, in one sentence, so that a package can be left out alone; nothing if it can.
     *
     * @throws IOException if the file cannot be read
     */
    public Optional<String> obstacle() throws IOException {
        try {
            WheelFile.open(this);
            return Optional.empty();
        } catch (BuildFailure failure) {
            return Optional.of(failure.summary());
        }
    }

    /**
     * A file that went in.
     *
     * @param name of the package or component that it is of, normalised if it is a package
     * @param file its name, without a directory
     */
    public record Origin(String name, String version, String file, Digest sha256) {}

    /**
     * A patch.
     *
     * @param file its name, without a directory
     * @param base64 its bytes
     */
    public record AppliedPatch(String file, Digest sha256, String base64) {

        public static AppliedPatch of(String file, byte[] content) {
            return new AppliedPatch(
                    file, Digest.of(content), Base64.getEncoder().encodeToString(content));
        }
    }

    /**
     * A library of the catalog.
     *
     * @param source its source
     * @param license SPDX expression
     */
    public record LinkedComponent(Origin source, String license) {}

    /**
     * An archive of CPython.
     *
     * @param coordinates of the archive; the classifier is its platform
     * @param archive its digest
     * @param pythonVersion such as {@code 3.13.5}
     */
    public record Interpreter(Coordinates coordinates, Digest archive, String pythonVersion) {}
}
