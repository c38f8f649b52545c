package io.github.pythondist.wheelindex;

import io.github.pythondist.consumer.Coordinates;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.WheelArtifact;
import io.github.pythondist.wheel.WheelArtifact.Kind;
import io.github.pythondist.wheel.WheelCoordinates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * What becomes of a wheel in a Maven repository: three artifacts of one version, {@code <groupId>:<name>:<version>}, all
 * with the wheel's tags as classifier. Their types are {@code whl}, {@code cdx.json} (the bill of materials) and
 * {@code buildinfo.json} (what it takes to build the wheel again).
 */
@Named
@Singleton
public final class WheelArtifacts {

    @Inject
    public WheelArtifacts() {}

    /**
     * Writes bills and build information, and says what each file is called in a repository.
     *
     * @param plugin that built the wheels
     * @param directory where the files are written; others that are there stay
     * @return sorted by coordinates
     * @throws BuildFailure if a wheel cannot be published
     */
    public List<WheelArtifact> of(String groupId, List<ReproducedWheel> wheels, Coordinates plugin, Path directory) {
        List<WheelArtifact> artifacts = new ArrayList<>();
        try {
            for (ReproducedWheel wheel : wheels) {
                WheelFile file = WheelFile.open(wheel);
                artifacts.add(new WheelArtifact(
                        Kind.PACKAGE,
                        coordinates(groupId, file, "whl"),
                        wheel.wheel(),
                        wheel.sha256(),
                        Optional.of(file.said())));
                artifacts.add(written(groupId, file, WheelBill.TYPE, WheelBill.make(file, plugin), directory));
                artifacts.add(
                        written(groupId, file, WheelBuildInfo.TYPE, WheelBuildInfo.make(file, plugin), directory));
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot write what is published of wheels to " + directory, e)
                    .remedy("Check free space and permissions there.");
        }
        artifacts.sort(Comparator.comparing(artifact -> artifact.coordinates().toString()));
        return artifacts;
    }

    private static WheelArtifact written(String groupId, WheelFile file, String type, String text, Path directory)
            throws IOException {
        Path target = directory.resolve(fileName(file, type));
        AtomicFiles.writeString(target, text);
        return new WheelArtifact(
                Kind.DESCRIPTION,
                coordinates(groupId, file, type),
                target,
                Digest.ofText(text),
                Optional.of(file.said()));
    }

    private static WheelCoordinates coordinates(String groupId, WheelFile file, String type) {
        return new WheelCoordinates(groupId, file.wheel().name(), file.wheel().version(), file.tags(), type);
    }

    /** As a Maven repository calls it. */
    static String fileName(WheelFile file, String type) {
        return file.wheel().name() + "-" + file.wheel().version() + "-" + file.tags() + "." + type;
    }
}
