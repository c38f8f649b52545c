package io.github.pythondist.audit;

import io.github.pythondist.archive.ArchiveReader;
import io.github.pythondist.archive.ArchiveReader.Entry;
import io.github.pythondist.archive.ArchiveReader.Kind;
import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.archive.ZipReader;
import io.github.pythondist.catalog.AuditData;
import io.github.pythondist.elf.ElfFile;
import io.github.pythondist.elf.ElfFormatException;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.pe.PeFile;
import io.github.pythondist.pe.PeFormatException;
import io.github.pythondist.report.BuildFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;

/**
 * Reads an archive or a directory once, from beginning to end, and keeps of each file what the rules need. Nothing is
 * written to disk; one thread reads, the others look.
 */
final class Surveyor {

    private static final String AR_MAGIC = "!<arch>\n";
    /** Contents that wait to be looked at, in KiB. */
    private static final int MOST_WAITING = 512 * 1024;
    /** Of one file: no more than may wait. */
    private static final int MOST_BYTES = MOST_WAITING * 1024;
    /** Linux's PATH_MAX; nothing longer can be unpacked. */
    private static final int LONGEST_PATH = 4096;
    /** setgid, which directories inherit, and group's write permission, which the umask decides on. */
    private static final int OF_THE_PLACE = 02020;

    private static final int HEAD_LINES = 12;
    private static final int HEAD_BYTES = 2048;

    private final ContentScan scan;

    Surveyor(AuditData data) {
        scan = new ContentScan(data);
    }

    /**
     * @param input an archive (tar in any compression, zip) or a directory
     * @throws BuildFailure if it is missing, no archive, damaged, empty, or has a path that leads out of it
     */
    Survey survey(Path input) throws IOException {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try (Reading reading = new Reading(input.toString(), threads)) {
            if (Files.isDirectory(input)) {
                readDirectory(input, reading);
            } else if (Files.isRegularFile(input) && ZipReader.isZip(input)) {
                ZipReader.read(input, reading);
            } else {
                ArchiveReader.read(input, reading);
            }
            Survey survey = reading.result();
            if (survey.files().isEmpty()) {
                throw new BuildFailure("There is nothing in " + input)
                        .remedy("Check that this is the archive you meant.");
            }
            return survey;
        }
    }

    private static void readDirectory(Path directory, Reading reading) throws IOException {
        for (Path path : Trees.list(directory)) {
            String name = Trees.unixPath(directory.relativize(path));
            if (Files.isSymbolicLink(path)) {
                String target = Trees.unixPath(Files.readSymbolicLink(path));
                reading.visit(entry(name, Kind.SYMLINK, 0, 0777, target), InputStream.nullInputStream());
            } else if (Files.isDirectory(path)) {
                reading.visit(
                        entry(name, Kind.DIRECTORY, 0, mode(path) & ~OF_THE_PLACE, ""), InputStream.nullInputStream());
            } else if (Files.isRegularFile(path)) {
                try (InputStream content = Files.newInputStream(path)) {
                    reading.visit(entry(name, Kind.FILE, Files.size(path), mode(path), ""), content);
                }
            } else {
                reading.visit(entry(name, Kind.SPECIAL, 0, 0, ""), InputStream.nullInputStream());
            }
        }
    }

    private static Entry entry(String name, Kind kind, long size, int mode, String target) {
        return new Entry(name, kind, size, mode, FileTime.fromMillis(0), target, "");
    }

    private static int mode(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return 0644;
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            // Only this view knows setuid, setgid and sticky.
            return (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
        }
        int mode = 0;
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            mode = mode << 1 | (permissions.contains(permission) ? 1 : 0);
        }
        return mode;
    }

    private record Look(String path, Future<SurveyedFile> result) {}

    /** Takes the entries, in whatever order they come. */
    private final class Reading implements ArchiveReader.Visitor, AutoCloseable {

        private final String input;
        private final ExecutorService threads;
        private final Semaphore room = new Semaphore(MOST_WAITING);
        private final List<Look> looks = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();
        private final List<String> repeated = new ArrayList<>();
        private final SortedMap<String, byte[]> descriptions = new TreeMap<>();

        Reading(String input, ExecutorService threads) {
            this.input = input;
            this.threads = threads;
        }

        @Override
        public boolean visit(Entry entry, InputStream content) throws IOException {
            String path = checked(entry.path());
            if (path.isEmpty()) {
                return true;
            }
            if (!seen.add(path)) {
                repeated.add(path);
            }
            if (entry.size() > MOST_BYTES) {
                throw tooLarge(path, "It has " + entry.size() + " bytes");
            }
            // Room first, content then: else what waits for room would be in memory already.
            int share = (int) (Math.max(entry.size(), 0) / 1024) + 1;
            room.acquireUninterruptibly(Math.min(share, MOST_WAITING));
            byte[] bytes;
            try {
                bytes = entry.kind() == Kind.FILE ? content.readNBytes(MOST_BYTES + 1) : new byte[0];
            } catch (OutOfMemoryError e) {
                throw tooLarge(path, "There is not enough memory to read it");
            }
            if (bytes.length > MOST_BYTES) {
                throw tooLarge(path, "It claims " + entry.size() + " bytes and has more");
            }
            if (path.endsWith("/" + DistributionDescription.FILE_NAME)
                    || path.equals(DistributionDescription.FILE_NAME)) {
                descriptions.put(path, bytes);
            }
            looks.add(new Look(path, threads.submit(() -> {
                try {
                    return look(path, entry, bytes);
                } finally {
                    room.release(Math.min(share, MOST_WAITING));
                }
            })));
            return true;
        }

        private BuildFailure tooLarge(String path, String why) {
            return new BuildFailure("The file " + path + " in " + input + " is too large to be audited")
                    .detail(why + "; up to " + MOST_BYTES + " are looked at, if Maven has the memory (-Xmx).");
        }

        /** Without {@code ./} and trailing slash; what leads out of the archive is refused. */
        private String checked(String name) {
            if (name.length() > LONGEST_PATH) {
                throw new BuildFailure("The archive " + input + " has an entry with a path of " + name.length()
                                + " characters: " + name.substring(0, 60) + "...")
                        .detail("No Linux system unpacks a path of more than " + LONGEST_PATH + " bytes.")
                        .remedy("Check that this is the archive you meant.");
            }
            String path = name;
            while (path.startsWith("./")) {
                path = path.substring(2);
            }
            if (Trees.leadsOut(path)) {
                throw new BuildFailure("The archive " + input + " has an entry that leads out of it: " + name)
                        .remedy("Do not unpack it; whoever made it should make it anew with relative paths.");
            }
            while (path.endsWith("/")) {
                path = path.substring(0, path.length() - 1);
            }
            return path.equals(".") ? "" : path;
        }

        Survey result() throws IOException {
            SortedMap<String, SurveyedFile> files = new TreeMap<>();
            for (Look look : looks) {
                try {
                    files.put(look.path(), look.result().get());
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof UncheckedIOException io) {
                        throw io.getCause();
                    }
                    if (e.getCause() instanceof OutOfMemoryError || e.getCause() instanceof StackOverflowError) {
                        throw tooLarge(look.path(), "There is not enough memory to look at it");
                    }
                    throw new IllegalStateException("looking at " + look.path() + " in " + input, e.getCause());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted while looking at " + input);
                }
            }
            return new Survey(files, List.copyOf(repeated), descriptions);
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }

    private SurveyedFile look(String path, Entry entry, byte[] bytes) {
        SortedMap<String, BinaryFacts> binaries = new TreeMap<>();
        SortedMap<String, String> damage = new TreeMap<>();
        ContentScan.Result found = new ContentScan.Result();
        boolean library = isLibrary(bytes);
        if (library) {
            lookAtMembers(bytes, binaries, damage, found);
        } else if (ElfFile.isElf(bytes)) {
            lookAtElf("", bytes, binaries, damage, found);
        } else if (PeFile.isPe(bytes)) {
            lookAtPe(bytes, binaries, damage, found);
        } else {
            scan.scan(bytes, false, path.endsWith(".pyc"), found);
        }
        return new SurveyedFile(
                path,
                entry.kind(),
                bytes.length,
                entry.mode(),
                entry.kind() == Kind.FILE ? Digest.of(bytes) : null,
                entry.linkTarget(),
                binaries,
                head(bytes),
                List.copyOf(found.paths),
                found.evidence,
                damage);
    }

    private void lookAtElf(
            String member,
            byte[] bytes,
            SortedMap<String, BinaryFacts> binaries,
            SortedMap<String, String> damage,
            ContentScan.Result found) {
        scan.scan(bytes, true, false, found);
        try {
            ElfFile file = ElfFile.parse(bytes);
            binaries.put(member, ElfFacts.of(file));
            file.compressedSections(section -> scan.scan(section, true, false, found));
        } catch (ElfFormatException e) {
            damage.put(member, String.valueOf(e.getMessage()));
        }
    }

    private void lookAtPe(
            byte[] bytes,
            SortedMap<String, BinaryFacts> binaries,
            SortedMap<String, String> damage,
            ContentScan.Result found) {
        scan.scan(bytes, true, false, found);
        scan.scanWide(bytes, found);
        try {
            binaries.put("", PeFacts.of(PeFile.parse(bytes), bytes));
        } catch (PeFormatException e) {
            damage.put("", String.valueOf(e.getMessage()));
        }
    }

    private void lookAtMembers(
            byte[] bytes,
            SortedMap<String, BinaryFacts> binaries,
            SortedMap<String, String> damage,
            ContentScan.Result found) {
        try (ArArchiveInputStream members = new ArArchiveInputStream(new ByteArrayInputStream(bytes))) {
            for (ArArchiveEntry member = members.getNextEntry(); member != null; member = members.getNextEntry()) {
                byte[] content = members.readAllBytes();
                if (content.length < member.getLength()) {
                    damage.put(
                            unusedName(member.getName(), binaries),
                            "cut off: it claims " + member.getLength() + " bytes and has " + content.length);
                }
                if (ElfFile.isElf(content)) {
                    lookAtElf(unusedName(member.getName(), binaries), content, binaries, damage, found);
                } else {
                    scan.scan(content, true, false, found);
                }
            }
        } catch (IOException e) {
            damage.put("", "a static library that cannot be read: " + e.getMessage());
        }
    }

    /** Two members of a static library may have the same name. */
    private static String unusedName(String name, SortedMap<String, BinaryFacts> used) {
        String unused = name;
        for (int i = 2; used.containsKey(unused); i++) {
            unused = name + "#" + i;
        }
        return unused;
    }

    private static boolean isLibrary(byte[] bytes) {
        return bytes.length >= AR_MAGIC.length()
                && new String(bytes, 0, AR_MAGIC.length(), StandardCharsets.US_ASCII).equals(AR_MAGIC);
    }

    private static List<String> head(byte[] bytes) {
        if (bytes.length < 3 || bytes[0] != '#' || bytes[1] != '!') {
            return List.of();
        }
        String start = new String(bytes, 0, Math.min(bytes.length, HEAD_BYTES), StandardCharsets.UTF_8);
        return start.lines().limit(HEAD_LINES).toList();
    }
}
