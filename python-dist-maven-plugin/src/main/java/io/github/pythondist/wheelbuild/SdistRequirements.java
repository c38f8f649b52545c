package io.github.pythondist.wheelbuild;

import io.github.pythondist.archive.ArchiveReader;
import io.github.pythondist.archive.ZipReader;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.Requirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What an sdist says that its build requires. */
public final class SdistRequirements {

    private static final int MAX_BYTES = 1 << 20;

    private SdistRequirements() {}

    /**
     * The {@code [build-system] requires} of the {@code pyproject.toml} in its top directory; what PEP 517 says for one
     * without that.
     *
     * @param scratch directory for the file
     * @throws BuildFailure if the archive is damaged, or the file is no TOML
     * @throws IOException if the scratch directory cannot be written to
     */
    public static List<String> of(Path sdist, Path scratch) throws IOException {
        byte[] found = read(sdist);
        Path file = scratch.resolve(PyProject.FILE_NAME);
        AtomicFiles.write(file, temporary -> Files.write(temporary, found));
        return Requirements.ofBuild(file).lines();
    }

    /** Empty, if there is none. */
    private static byte[] read(Path sdist) {
        try {
            AtomicReference<byte[]> found = new AtomicReference<>(new byte[0]);
            ArchiveReader.Visitor visitor = (entry, content) -> {
                String[] parts = entry.path().replaceFirst("^\\./", "").split("/", -1);
                if (parts.length == 2 && parts[1].equals(PyProject.FILE_NAME)) {
                    byte[] bytes = content.readNBytes(MAX_BYTES + 1);
                    if (bytes.length > MAX_BYTES) {
                        throw new BuildFailure(
                                "The " + PyProject.FILE_NAME + " in " + sdist.getFileName() + " has more than 1 MiB");
                    }
                    found.set(bytes);
                }
                return true;
            };
            if (ZipReader.isZip(sdist)) {
                ZipReader.read(sdist, visitor);
            } else {
                ArchiveReader.read(sdist, visitor);
            }
            return found.get();
        } catch (IOException e) {
            // A place of ours is no business of who reads why.
            throw new BuildFailure("The sdist " + sdist.getFileName() + " cannot be read", e)
                    .detail(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }
}
