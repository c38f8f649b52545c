package io.github.pythondist.sourcearchive;

import io.github.pythondist.files.Digest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Writes one stream into several files, each compressed its own way, so that a commit is read once. */
final class Copies extends OutputStream {

    private static final int BUFFER_BYTES = 1 << 16;

    private final List<OutputStream> outputs = new ArrayList<>();
    private final MessageDigest sha256 = Digest.newSha256();
    private long size;

    Copies(List<SourceFormat> formats, List<Path> files) throws IOException {
        try {
            for (int i = 0; i < formats.size(); i++) {
                OutputStream file = new BufferedOutputStream(Files.newOutputStream(files.get(i)), BUFFER_BYTES);
                outputs.add(file);
                outputs.set(i, formats.get(i).compress(file));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Of what was written so far, uncompressed; asked for once. */
    Digest digest() {
        return Digest.of(sha256);
    }

    /** Of what was written so far, uncompressed, in bytes. */
    long size() {
        return size;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        sha256.update(bytes, offset, length);
        size += length;
        for (OutputStream output : outputs) {
            output.write(bytes, offset, length);
        }
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (OutputStream output : outputs) {
            try {
                output.close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        outputs.clear();
        if (first != null) {
            throw first;
        }
    }
}
