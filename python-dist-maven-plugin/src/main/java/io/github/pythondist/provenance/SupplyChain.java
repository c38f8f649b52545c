package io.github.pythondist.provenance;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * Says of the archives of one build what is in them, how to build them again, and how they came about.
 *
 * <p>Each file names those before it by their digests: the bill of materials of each archive, the build information,
 * the statement, and the checksums of them all.
 */
@Named
@Singleton
public final class SupplyChain {

    /** The Maven type of the checksums. */
    public static final String SHA256SUMS = "sha256sums";

    @Inject
    public SupplyChain() {}

    /**
     * @param archives the archives of one build, one for each of its contents
     * @return the files, each after those that it names; equal builds give equal texts
     * @throws BuildFailure if an archive cannot be read, or a bill of materials does not follow its schema
     */
    public List<SupplyFile> describe(BuildRecord build, List<Archive> archives) {
        List<SupplyFile> files = new ArrayList<>();
        List<ShippedFile> shipped = new ArrayList<>();
        try {
            for (Archive archive : archives) {
                ShippedFile one = ShippedFile.of(archive.fileName(), archive.file());
                if (!one.sha256().equals(archive.sha256())) {
                    throw new BuildFailure("The archive " + archive.file() + " changed while it was described")
                            .detail("packed with SHA-256 " + archive.sha256())
                            .detail("found with  SHA-256 " + one.sha256())
                            .remedy("Run 'package' again, and nothing else on the same directory");
                }
                shipped.add(one);
                SupplyFile bill = new SupplyFile(
                        build.project().artifactId() + "-" + build.project().version() + "-" + archive.classifier()
                                + "." + SoftwareBill.TYPE,
                        archive.classifier(),
                        SoftwareBill.TYPE,
                        "bill of materials of the archive",
                        SoftwareBill.make(build, archive, one));
                files.add(bill);
                shipped.add(ShippedFile.of(bill.name(), bill.text()));
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot read an archive that was just packed", e);
        }
        shipped.sort(Comparator.comparing(ShippedFile::name));
        add(
                build,
                BuildInfo.TYPE,
                "what it takes to build it again",
                BuildInfoMaker.make(build, shipped).toText(),
                files,
                shipped);
        add(
                build,
                ProvenanceStatement.TYPE,
                "how it was built",
                ProvenanceStatement.make(build, shipped),
                files,
                shipped);
        add(build, SHA256SUMS, "checksums of the other files", sums(shipped), files, shipped);
        return files;
    }

    /** What decides the bytes of a build, before it has given any. */
    public BuildInfo inputs(BuildRecord build) {
        return BuildInfoMaker.make(build, List.of());
    }

    private static void add(
            BuildRecord build,
            String type,
            String summary,
            String text,
            List<SupplyFile> files,
            List<ShippedFile> shipped) {
        SupplyFile file = new SupplyFile(build.baseName() + "." + type, build.platform(), type, summary, text);
        files.add(file);
        shipped.add(ShippedFile.of(file.name(), text));
        shipped.sort(Comparator.comparing(ShippedFile::name));
    }

    /** As {@code sha256sum} writes them and {@code sha256sum --check} reads them. */
    private static String sums(List<ShippedFile> shipped) {
        return shipped.stream()
                .map(file -> file.sha256().checksumLine(file.name()))
                .collect(Collectors.joining());
    }
}
