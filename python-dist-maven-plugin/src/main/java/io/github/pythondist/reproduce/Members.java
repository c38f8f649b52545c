package io.github.pythondist.reproduce;

import io.github.pythondist.archive.ArReader;
import io.github.pythondist.archive.ArchiveReader;
import io.github.pythondist.archive.ArchiveReader.Kind;
import io.github.pythondist.archive.BlockInputStream;
import io.github.pythondist.archive.ZipReader;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What is in an archive, whatever its form, by names that are unique in it. */
final class Members {

    /** The forms that have members. */
    enum Form {
        TAR,
        ZIP,
        AR
    }

    /**
     * A member without its content.
     *
     * @param modified seconds since 1970
     * @param content digest of its bytes
     */
    record Member(Kind kind, int mode, String owner, long modified, String link, long size, Digest content) {}

    /** What an archive may have at most; a hostile one has more. */
    static final int MOST_MEMBERS = 500_000;

    static final long MOST_BYTES = 16L << 30;

    private static final byte[] AR_MAGIC = "!<arch>\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ZIP_MAGIC = {'P', 'K', 3, 4};
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path archive;
    private final Form form;
    private final Map<String, Member> byName;

    private Members(Path archive, Form form, Map<String, Member> byName) {
        this.archive = archive;
        this.form = form;
        this.byName = byName;
    }

    /** The form of a file that begins so, if it is an archive. */
    static Optional<Form> form(byte[] start) {
        if (begins(start, AR_MAGIC)) {
            return Optional.of(Form.AR);
        }
        if (begins(start, ZIP_MAGIC)) {
            return Optional.of(Form.ZIP);
        }
        return start.length >= 512 && ArchiveReader.isTarHeader(Arrays.copyOf(start, 512))
                ? Optional.of(Form.TAR)
                : Optional.empty();
    }

    private static boolean begins(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    /**
     * Reads an archive through once.
     *
     * @throws BuildFailure if it is damaged or has too much in it
     */
    static Members of(Path archive, Form form) throws IOException {
        Map<String, Member> found = new LinkedHashMap<>();
        long[] bytes = new long[1];
        read(archive, form, (name, entry, content) -> {
            if (found.size() == MOST_MEMBERS) {
                throw new BuildFailure("There are more than " + MOST_MEMBERS + " entries in " + archive);
            }
            long[] size = new long[1];
            Digest digest = Digest.of(new Counted(content, size, bytes, archive));
            found.put(
                    name,
                    new Member(
                            entry.kind(),
                            entry.mode(),
                            entry.owner(),
                            entry.modified().to(TimeUnit.SECONDS),
                            entry.linkTarget(),
                            size[0],
                            digest));
        });
        return new Members(archive, form, found);
    }

    /** Name to member, in the archive's order. */
    Map<String, Member> byName() {
        return byName;
    }

    /**
     * Copies members out. Their files are named by numbers: names of an archive say nothing about where that may be.
     *
     * @param wanted member to file, each in a directory that exists
     */
    void extract(Map<String, Path> wanted) throws IOException {
        read(archive, form, (name, entry, content) -> {
            Path file = wanted.get(name);
            if (file != null) {
                try (OutputStream out = Files.newOutputStream(file)) {
                    content.transferTo(out);
                }
            }
        });
    }

    private interface Visitor {
        void visit(String name, ArchiveReader.Entry entry, InputStream content) throws IOException;
    }

    private static void read(Path archive, Form form, Visitor visitor) throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        ArchiveReader.Visitor all = (entry, content) -> {
            int times = seen.merge(entry.path(), 1, Integer::sum);
            visitor.visit(times == 1 ? entry.path() : entry.path() + "#" + times, entry, content);
            return true;
        };
        switch (form) {
            case TAR -> ArchiveReader.read(archive, all);
            case ZIP -> ZipReader.read(archive, all);
            case AR -> ArReader.read(archive, all);
        }
    }

    /** Counts what is really read, whatever headers say. */
    private static final class Counted extends BlockInputStream {

        private final InputStream in;
        private final long[] size;
        private final long[] total;
        private final Path archive;

        Counted(InputStream in, long[] size, long[] total, Path archive) {
            this.in = in;
            this.size = size;
            this.total = total;
            this.archive = archive;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = in.read(buffer, offset, Math.min(length, BUFFER_BYTES));
            size[0] += Math.max(n, 0);
            total[0] += Math.max(n, 0);
            if (total[0] > MOST_BYTES) {
                throw new BuildFailure(archive + " expands to more than " + MOST_BYTES + " bytes");
            }
            return n;
        }
    }
}
