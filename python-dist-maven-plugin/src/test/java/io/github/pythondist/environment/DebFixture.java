package io.github.pythondist.environment;

import io.github.pythondist.files.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Small real Debian packages: deb(5), made in the test. */
final class DebFixture {

    private static final int PROGRAM = 0100755;

    private DebFixture() {}

    /**
     * @param files path in the package → content; a content {@code "-> x"} makes a symbolic link to x
     */
    static LockedPackage make(Path pool, String name, Map<String, String> files) throws IOException {
        Path deb = pool.resolve(name + "_1_all.deb");
        Files.createDirectories(pool);
        try (OutputStream out = Files.newOutputStream(deb);
                ArArchiveOutputStream ar = new ArArchiveOutputStream(out)) {
            member(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
            member(ar, "control.tar.xz", tar(Map.of("./control", "Package: " + name + "\n")));
            member(ar, "data.tar.xz", tar(files));
        }
        return new LockedPackage(name, "1", "pool/main/t/" + deb.getFileName(), Files.size(deb), Digest.of(deb));
    }

    private static void member(ArArchiveOutputStream ar, String name, byte[] content) throws IOException {
        ar.putArchiveEntry(new ArArchiveEntry(name, content.length, 0, 0, 0100644, 0));
        ar.write(content);
        ar.closeArchiveEntry();
    }

    private static byte[] tar(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options(0)), "UTF-8")) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                String content = file.getValue();
                if (content.startsWith("-> ")) {
                    TarArchiveEntry link = new TarArchiveEntry(file.getKey(), TarConstants.LF_SYMLINK);
                    link.setLinkName(content.substring(3));
                    tar.putArchiveEntry(link);
                } else {
                    byte[] data = content.getBytes(StandardCharsets.UTF_8);
                    TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                    entry.setSize(data.length);
                    entry.setMode(PROGRAM);
                    tar.putArchiveEntry(entry);
                    tar.write(data);
                }
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
