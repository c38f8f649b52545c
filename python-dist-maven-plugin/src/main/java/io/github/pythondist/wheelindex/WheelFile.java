package io.github.pythondist.wheelindex;

import io.github.pythondist.archive.ZipReader;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.CoreMetadata;
import io.github.pythondist.wheel.PackageNames;
import io.github.pythondist.wheel.WheelCheck;
import io.github.pythondist.wheel.WheelCoordinates;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The file of a wheel, looked into: names that become paths or links and the metadata of the package come from here. */
final class WheelFile {

    /** The largest known have a tenth of this. */
    private static final int MAX_METADATA_BYTES = 8 << 20;

    private static final String INFO = ".dist-info";
    private static final String METADATA = "/METADATA";

    /** PEP 427 with PEP 425. */
    private static final Pattern FILE = Pattern.compile(
            "(?<name>[A-Za-z0-9][A-Za-z0-9_.]*)-[A-Za-z0-9][A-Za-z0-9_.!+]*(-[0-9][A-Za-z0-9_.]*)?(-[A-Za-z0-9_.]+){3}\\.whl");
    /** PEP 440's specifiers are made of these. */
    private static final Pattern SPECIFIERS = Pattern.compile("[A-Za-z0-9.*+!<>=~,() _-]*");

    private final ReproducedWheel wheel;
    private final long size;
    private final byte[] metadata;
    private final CoreMetadata said;

    private WheelFile(ReproducedWheel wheel, long size, byte[] metadata) {
        this.wheel = wheel;
        this.size = size;
        this.metadata = metadata;
        said = CoreMetadata.parse(metadata);
    }

    /**
     * @throws BuildFailure if the file is not the one that was compared, or no wheel of that package, or one that no one
     *     should install
     */
    static WheelFile open(ReproducedWheel wheel) throws IOException {
        String file = fileName(wheel);
        if (!PackageNames.isNormalized(wheel.name()) || !PackageNames.isVersion(wheel.version())) {
            throw refused(file, "'" + wheel.name() + " " + wheel.version() + "' names no package");
        }
        var parts = FILE.matcher(file);
        if (!parts.matches() || !PackageNames.normalized(parts.group("name")).equals(wheel.name())) {
            throw refused(file, "its file is not called as one of " + wheel.name() + " is (PEP 427)");
        }
        Digest found = Digest.of(wheel.wheel());
        if (!found.equals(wheel.sha256())) {
            throw new BuildFailure("The wheel " + file + " is not the one that was built twice")
                    .detail("built " + wheel.sha256())
                    .detail("found " + found)
                    .detail("in    " + wheel.wheel())
                    .remedy("Find out who changed it, or delete it and build it again.");
        }
        WheelCheck.check(wheel.wheel(), file);
        WheelFile opened = new WheelFile(wheel, Files.size(wheel.wheel()), metadata(wheel));
        String name = opened.said.name().orElse("");
        if (!PackageNames.normalized(name).equals(wheel.name())) {
            throw refused(file, "its METADATA is of the package '" + name + "'");
        }
        return opened;
    }

    private static byte[] metadata(ReproducedWheel wheel) throws IOException {
        List<String> folders = new ArrayList<>();
        ZipReader.read(wheel.wheel(), (entry, content) -> {
            String path = entry.path();
            if (path.endsWith(INFO + METADATA) && path.indexOf('/') == path.lastIndexOf('/')) {
                folders.add(path.substring(0, path.length() - METADATA.length()));
            }
            return true;
        });
        if (folders.size() != 1) {
            throw refused(
                    fileName(wheel),
                    folders.isEmpty() ? "it has no METADATA" : "it has METADATA in " + String.join(" and ", folders));
        }
        return ZipReader.find(wheel.wheel(), folders.get(0) + METADATA, MAX_METADATA_BYTES)
                .orElseThrow(() -> refused(fileName(wheel), "its METADATA is no file"));
    }

    ReproducedWheel wheel() {
        return wheel;
    }

    String fileName() {
        return fileName(wheel);
    }

    private static String fileName(ReproducedWheel wheel) {
        return wheel.wheel().getFileName().toString();
    }

    /** As {@link WheelCoordinates#tags}. */
    String tags() {
        return WheelCoordinates.tags(fileName());
    }

    /** In bytes. */
    long size() {
        return size;
    }

    /** The package's {@code METADATA}, byte for byte. */
    byte[] metadata() {
        return metadata.clone();
    }

    CoreMetadata said() {
        return said;
    }

    /** What the package says of versions of Python; nothing where that is no specifier, which installers pass over. */
    Optional<String> requiresPython() {
        return said.requiresPython().filter(text -> SPECIFIERS.matcher(text).matches());
    }

    private static BuildFailure refused(String file, String why) {
        return new BuildFailure("The wheel " + file + " cannot be published: " + why)
                .remedy("Leave the package out, or correct what its source says of itself by a patch.");
    }
}
