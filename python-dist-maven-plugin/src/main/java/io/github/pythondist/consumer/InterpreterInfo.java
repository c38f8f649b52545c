package io.github.pythondist.consumer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.files.Digest;
import io.github.pythondist.json.JsonText;
import io.github.pythondist.platform.HostFacts;
import io.github.pythondist.platform.HostPlatform;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which interpreter would be used, and why. Null is what is not known.
 *
 * @param platform this machine's
 * @param osName the system property {@code os.name}
 * @param osArch the system property {@code os.arch}
 * @param libc the C library, and what told it
 * @param artifact the interpreter's coordinates, if it is an artifact
 * @param toolchain the interpreter, if it is that of a toolchain
 * @param reason why this one
 * @param toolchains how many toolchains of type {@code python} Maven knows
 * @param runsHere whether it is for this machine
 * @param repositories that are asked for it, none if Maven is offline
 * @param archive the file, if it is in the local repository or the reactor
 * @param bytes size of that file
 * @param sha256 digest of that file
 * @param expectedSha256 the digest it must have
 * @param expectedBy what tells that digest
 * @param unpackedTo where the tree is or will be
 * @param unpacked whether it is there
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "platform",
    "osName",
    "osArch",
    "libc",
    "artifact",
    "toolchain",
    "reason",
    "toolchains",
    "runsHere",
    "repositories",
    "archive",
    "bytes",
    "sha256",
    "expectedSha256",
    "expectedBy",
    "unpackedTo",
    "unpacked"
})
public record InterpreterInfo(
        String platform,
        String osName,
        String osArch,
        String libc,
        @Nullable String artifact,
        @Nullable String toolchain,
        String reason,
        int toolchains,
        boolean runsHere,
        List<String> repositories,
        @Nullable String archive,
        @Nullable Long bytes,
        @Nullable Digest sha256,
        @Nullable Digest expectedSha256,
        @Nullable String expectedBy,
        @Nullable String unpackedTo,
        boolean unpacked) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public InterpreterInfo {
        repositories = List.copyOf(repositories);
    }

    /**
     * Gathers it for the interpreter of a toolchain. That is taken as it is.
     *
     * @param executable the interpreter
     */
    public static InterpreterInfo ofToolchain(HostFacts facts, Path executable, String reason, int toolchains) {
        return new InterpreterInfo(
                HostPlatform.detect(facts).classifier(),
                facts.osName(),
                facts.osArch(),
                HostPlatform.explainLibc(facts),
                null,
                executable.toString(),
                reason,
                toolchains,
                true,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                true);
    }

    /**
     * Gathers it for an artifact.
     *
     * @param toolchains how many there are, of which none is used
     * @param archive the file if it is on this machine
     */
    public static InterpreterInfo of(
            HostFacts facts,
            InterpreterChoice choice,
            int toolchains,
            List<String> repositories,
            boolean offline,
            Optional<Path> archive,
            Optional<Digest> expected,
            Optional<String> expectedBy,
            InterpreterStore store) {
        try {
            Platform host = HostPlatform.detect(facts);
            // Without the archive its tree is known by the digest it must have.
            Optional<Digest> digest = archive.isPresent() ? Optional.of(store.digest(archive.get())) : Optional.empty();
            Optional<Path> tree = digest.or(() -> expected).map(store::place);
            return new InterpreterInfo(
                    host.classifier(),
                    facts.osName(),
                    facts.osArch(),
                    HostPlatform.explainLibc(facts),
                    choice.coordinates().toString(),
                    null,
                    choice.reason(),
                    toolchains,
                    runsOn(choice.coordinates(), host),
                    offline ? List.of() : repositories,
                    archive.map(Path::toString).orElse(null),
                    archive.isPresent() ? Files.size(archive.get()) : null,
                    digest.orElse(null),
                    expected.orElse(null),
                    expectedBy.orElse(null),
                    tree.map(Path::toString).orElse(null),
                    digest.isPresent() && store.has(digest.get()));
        } catch (IOException e) {
            throw new BuildFailure("Cannot look at the interpreter " + choice.coordinates(), e)
                    .remedy("Check the permissions there.");
        }
    }

    private static boolean runsOn(Coordinates coordinates, Platform host) {
        return Platform.parse(coordinates.classifier()).runsOn(host);
    }

    /** For people, one fact a line. */
    public String text() {
        StringBuilder text = new StringBuilder();
        line(text, "Machine", platform + " (os.name " + osName + ", os.arch " + osArch + ")");
        line(text, "C library", libc);
        if (toolchain != null) {
            line(text, "Interpreter", toolchain + ", which is no artifact");
            line(text, "Named by", reason);
            return text.toString();
        }
        line(text, "Interpreter", artifact + (runsHere ? "" : ", which does not run on this machine"));
        line(text, "Named by", reason);
        if (toolchains > 0) {
            line(text, "Toolchains", toolchains + " of type python in toolchains.xml, none selected");
        }
        line(text, "Repositories", repositories.isEmpty() ? "none: offline" : String.join(", ", repositories));
        line(text, "Archive", archive == null ? "not in the local repository yet" : archive);
        if (bytes != null && sha256 != null) {
            line(text, "Size", String.format(Locale.ROOT, "%.1f MB", bytes / 1e6));
            line(text, "SHA-256", sha256.hex());
        }
        line(text, "Expected", expectation());
        line(
                text,
                "Unpacked",
                unpackedTo == null
                        ? "no; where to is told by the archive's digest"
                        : (unpacked ? "" : "not yet, will be ") + "in " + unpackedTo);
        return text.toString();
    }

    private String expectation() {
        if (expectedSha256 == null) {
            return expectedBy == null
                    ? "no digest is published"
                    : "not listed in " + expectedBy + " or not fetched yet";
        }
        if (sha256 == null) {
            return expectedSha256 + " (" + expectedBy + ")";
        }
        return sha256.equals(expectedSha256)
                ? "as " + expectedBy + " says"
                : "ANOTHER DIGEST: " + expectedSha256 + " (" + expectedBy + ")";
    }

    /** For programs. */
    public String json() {
        return JsonText.of(JSON, this);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-13s", name)).append(value).append('\n');
    }
}
