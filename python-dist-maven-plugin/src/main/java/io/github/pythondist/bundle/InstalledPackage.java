package io.github.pythondist.bundle;

import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.PackageNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Python package in a bundle, by what its {@code .dist-info} says (Core metadata specifications of the PyPA).
 *
 * @param name as its metadata has it
 * @param license SPDX expression if it has one ({@code License-Expression}), else what it says in other words; null if it
 *     says nothing
 * @param isExpression whether {@code license} is an SPDX expression
 * @param distInfo its directory in the bundle's site-packages
 * @param licenseTexts files in that directory
 * @param wheel digest of the wheel it came from, or null if that is not known
 */
record InstalledPackage(
        String name,
        String version,
        @Nullable String license,
        boolean isExpression,
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
        List<String> head = head(metadata);
        String name = field(head, "Name").orElseThrow(() -> lacks(metadata, "Name"));
        String version = field(head, "Version").orElseThrow(() -> lacks(metadata, "Version"));
        Optional<String> expression = field(head, "License-Expression");
        Optional<String> words = field(head, "License").filter(text -> !text.equals("UNKNOWN"));
        Optional<String> classifier = head.stream()
                .filter(line -> line.startsWith("Classifier: License :: "))
                .map(line -> line.substring(line.lastIndexOf(":: ") + 3))
                .filter(text -> !text.equals("OSI Approved"))
                .findFirst();
        return new InstalledPackage(
                name,
                version,
                expression.or(() -> words).or(() -> classifier).orElse(null),
                expression.isPresent(),
                distInfo,
                licenseTexts(distInfo),
                wheel);
    }

    /** The name by which two spellings are the same project (PEP 503). */
    String normalizedName() {
        return PackageNames.normalized(name);
    }

    private static List<String> head(Path metadata) throws IOException {
        List<String> head = new ArrayList<>();
        for (String line : Files.readString(metadata, StandardCharsets.UTF_8).split("\r?\n", -1)) {
            if (line.isEmpty()) {
                break;
            }
            head.add(line);
        }
        return head;
    }

    private static Optional<String> field(List<String> head, String name) {
        return head.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2).strip())
                .filter(text -> !text.isEmpty())
                .findFirst();
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
