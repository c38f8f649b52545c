package io.github.pythondist.bundle;

import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.CoreMetadata;
import io.github.pythondist.wheel.CoreMetadata.DeclaredLicense;
import io.github.pythondist.wheel.PackageNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Python package in a bundle, by what its {@code .dist-info} says ({@link CoreMetadata}).
 *
 * @param name as its metadata has it
 * @param license as its metadata declares it
 * @param distInfo its directory in the bundle's site-packages
 * @param licenseTexts files in that directory
 * @param wheel digest of the wheel it came from, or null if that is not known
 */
record InstalledPackage(
        String name,
        String version,
        Optional<DeclaredLicense> license,
        Path distInfo,
        List<Path> licenseTexts,
        @Nullable Digest wheel) {

    private static final Pattern LICENSE_FILE =
            Pattern.compile("(LICEN[CS]E|COPYING|NOTICE|AUTHORS)([._-].*)?", Pattern.CASE_INSENSITIVE);

    static InstalledPackage read(Path distInfo, @Nullable Digest wheel) throws IOException {
        Path metadata = distInfo.resolve("METADATA");
        if (!Files.isRegularFile(metadata)) {
            throw new BuildFailure("The package in " + distInfo + " has no METADATA")
                    .remedy("Install it again: its installation is not complete.");
        }
        CoreMetadata said = CoreMetadata.parse(Files.readAllBytes(metadata));
        return new InstalledPackage(
                said.name().orElseThrow(() -> lacks(metadata, "Name")),
                said.version().orElseThrow(() -> lacks(metadata, "Version")),
                said.license(),
                distInfo,
                licenseTexts(distInfo),
                wheel);
    }

    /** The name by which two spellings are the same project (PEP 503). */
    String normalizedName() {
        return PackageNames.normalized(name);
    }

    private static BuildFailure lacks(Path metadata, String field) {
        return new BuildFailure("The package's " + metadata + " does not say its " + field)
                .remedy("Install it again, or take another version of it.");
    }

    private static List<Path> licenseTexts(Path distInfo) throws IOException {
        Path folder = distInfo.resolve("licenses");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                return files.filter(Files::isRegularFile).sorted().toList();
            }
        }
        try (Stream<Path> files = Files.list(distInfo)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            LICENSE_FILE.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }
}
