package io.github.pythondist.consumer;

import io.github.pythondist.archive.ArchiveFormat;
import io.github.pythondist.archive.ArchiveOptions;
import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.archive.DistributionDescription.FileEntry;
import io.github.pythondist.archive.TreeArchiver;
import io.github.pythondist.files.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Makes archives in the form of a distribution, with a shell script for an interpreter. */
final class FakeDistribution {

    private final List<FileEntry> files = new ArrayList<>();
    private final Path tree;
    private String platform = "linux-x86_64";
    private String executable = "bin/python3.13";

    FakeDistribution(Path tree) throws IOException {
        this.tree = Files.createDirectories(tree);
        file("bin/python3.13", "#!/bin/sh\necho fake \"$@\"\n", true);
        link("bin/python3", "python3.13");
        file("lib/python3.13/os.py", "import sys\n", false);
    }

    FakeDistribution file(String path, String content, boolean isExecutable) throws IOException {
        Path file = tree.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(isExecutable ? "rwxr-xr-x" : "rw-r--r--"));
        files.add(FileEntry.file(path, Digest.of(file), Files.size(file), isExecutable));
        return this;
    }

    FakeDistribution link(String path, String target) throws IOException {
        Files.createSymbolicLink(tree.resolve(path), Path.of(target));
        files.add(FileEntry.link(path, target));
        return this;
    }

    FakeDistribution platform(String classifier) {
        platform = classifier;
        return this;
    }

    FakeDistribution executable(String path) {
        executable = path;
        return this;
    }

    /** As a zip, laid out flat; else as a tar with the top directory. */
    Path write(Path archive) {
        String name = archive.getFileName().toString();
        ArchiveFormat format = ArchiveFormat.of(name.substring(name.indexOf('.') + 1));
        byte[] description = new DistributionDescription(
                        DistributionDescription.SCHEMA,
                        "cpython-3.13",
                        "3.13.15-1",
                        "3.13.15",
                        platform,
                        null,
                        null,
                        executable,
                        null,
                        "lib/python3.13",
                        "cp313",
                        List.of(),
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        files)
                .toJson();
        return new TreeArchiver()
                .write(
                        tree,
                        archive,
                        ArchiveOptions.of(0)
                                .withFormat(format)
                                .withPrefix(format == ArchiveFormat.ZIP ? "" : DistributionDescription.ROOT)
                                .withFirst(DistributionDescription.FILE_NAME, description))
                .file();
    }
}
