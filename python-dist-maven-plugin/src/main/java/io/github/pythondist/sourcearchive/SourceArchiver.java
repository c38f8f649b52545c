package io.github.pythondist.sourcearchive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Glob;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.sourcearchive.SourceArchiveResult.Archive;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import javax.inject.Named;
import javax.inject.Singleton;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Makes source tarballs of a commit. What is in them, and every byte of them, comes from the commit and the request:
 * neither the clone's configuration nor its work tree, nor the machine, has a part in it.
 */
@Named
@Singleton
public final class SourceArchiver {

    private static final Pattern TOP = Pattern.compile("[^/\\\\\\x00-\\x1f]+(/[^/\\\\\\x00-\\x1f]+)*");
    // Leaves room for the extensions, and for what marks a file that is being written, in the 255 of a file system.
    private static final int LONGEST_NAME = 190;
    private static final long LAST_SECOND = (1L << 33) - 1;
    private static final int MOST_NAMED = 5;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * @throws BuildFailure if there is no such repository, tag or commit, the tag leads to another commit, the repository
     *     does not hold all of it, or the archive cannot be written
     */
    public SourceArchiveResult make(SourceArchiveRequest request) {
        if (request.tag().isEmpty() && request.commit().isEmpty()) {
            throw new BuildFailure("Neither a tag nor a commit to archive is given")
                    .remedy("-Dpython-dist.tag=v1.0 -Dpython-dist.commit=<the commit it must be>");
        }
        List<SourceFormat> formats = SourceFormat.parse(request.formats());
        List<Glob> excludes = excludes(request.excludes());
        Names names = names(request);
        try (SourceRepository repository = SourceRepository.open(request)) {
            Revision revision = repository.resolve(request.tag(), request.commit());
            long time = time(revision, request);
            say(revision, time, request);
            try (ObjectReader reader = repository.objects()) {
                List<CommitFile> files = CommitTree.list(reader, revision.commit(), excludes);
                List<CommitFile> filtered = filtered(files);
                if (!request.allowDirty()) {
                    repository.refuseDirty(revision.commit(), filtered);
                }
                warnOfFilters(filtered, request.progress());
                return write(request, names, formats, revision, time, reader, files);
            } catch (MissingObjectException e) {
                throw new BuildFailure(
                                "The repository " + request.repository() + " does not hold all of the commit "
                                        + revision.commitId(),
                                e)
                        .remedy("A partial clone (--filter) has to be made whole: clone it without --filter");
            } catch (CorruptObjectException | IncorrectObjectTypeException e) {
                throw new BuildFailure(
                                "The commit " + revision.commitId() + " in " + request.repository()
                                        + " holds an object that is not well-formed",
                                e)
                        .remedy("git fsck tells more; use a fresh clone of a repository you trust");
            } catch (IOException e) {
                throw new BuildFailure(
                                "Cannot archive the commit " + revision.commitId() + " in " + request.outputDirectory(),
                                e)
                        .remedy("Check free space and permissions there; git fsck tells what is damaged");
            }
        }
    }

    /**
     * @param base of the files' names, before the extension
     * @param top directory of the archive
     */
    private record Names(String base, String top) {}

    private static Names names(SourceArchiveRequest request) {
        String name = request.name().orElseGet(() -> SourceRepository.nameOf(request));
        String version = request.tag()
                .map(tag -> tag.replaceFirst("^refs/tags/", "").replaceFirst("^v(?=[0-9])", ""))
                .orElseGet(request.commit()::orElseThrow);
        // A tag may have slashes in its name.
        String base = name + "-" + version.substring(version.lastIndexOf('/') + 1);
        String top = request.prefix().map(given -> given.replaceFirst("/$", "")).orElse(base);
        for (String each : List.of(base, top)) {
            if (!TOP.matcher(each).matches()
                    || !Collections.disjoint(Arrays.asList(each.split("/", -1)), List.of(".", ".."))) {
                throw new BuildFailure("'" + each + "' cannot be the top directory of an archive")
                        .remedy("Give a relative path as python-dist.prefix, and a file name as python-dist.name");
            }
        }
        if (base.indexOf('/') >= 0) {
            throw new BuildFailure("'" + name + "' cannot be a file's name").remedy("Correct python-dist.name");
        }
        int bytes = base.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_NAME) {
            throw new BuildFailure("The archives' name would have " + bytes + " bytes; it can have " + LONGEST_NAME)
                    .detail(base)
                    .remedy("Give a shorter one as python-dist.name");
        }
        return new Names(base, top);
    }

    private static List<Glob> excludes(List<String> globs) {
        try {
            return globs.stream().map(String::strip).map(Glob::of).toList();
        } catch (IllegalArgumentException e) {
            throw new BuildFailure("python-dist.excludes cannot be read", e)
                    .remedy("Globs are paths with * and **, for example .github,**/*.orig");
        }
    }

    private static long time(Revision revision, SourceArchiveRequest request) {
        long time = request.epochSecond().orElseGet(revision::epochSecond);
        if (time < 0 || time > LAST_SECOND) {
            throw new BuildFailure("The time " + time + " (seconds since 1970) is none that an archive can have")
                    .remedy("Give another as python-dist.timestamp");
        }
        return time;
    }

    private static void say(Revision revision, long time, SourceArchiveRequest request) {
        Progress progress = request.progress();
        revision.tag()
                .ifPresent(tag -> progress.info("tag " + tag
                        + revision.tagObject()
                                .map(id -> ", annotated, object " + id + " (its signature is not checked)")
                                .orElse(", lightweight")));
        progress.info(
                "commit " + revision.commitId() + ", tree " + revision.treeId() + ", " + Instant.ofEpochSecond(time));
        if (request.commit().isEmpty()) {
            progress.warn("no commit is demanded: whoever can move the tag decides what is archived; next time"
                    + " -Dpython-dist.commit=" + revision.commitId());
        }
    }

    /** What a program of somebody's configuration would make something else of. */
    private static List<CommitFile> filtered(List<CommitFile> files) {
        return files.stream()
                .filter(file -> file.attributes().getValue("filter") != null
                        || file.attributes().isSet("filter"))
                .toList();
    }

    private static void warnOfFilters(List<CommitFile> filtered, Progress progress) {
        if (!filtered.isEmpty()) {
            progress.warn(
                    filtered.size() + " files have the attribute filter, a program of somebody's configuration (Git"
                            + " LFS, say); the archive has what git stores: "
                            + some(filtered.stream().map(CommitFile::text).toList()));
        }
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
    }

    private static SourceArchiveResult write(
            SourceArchiveRequest request,
            Names names,
            List<SourceFormat> formats,
            Revision revision,
            long time,
            ObjectReader reader,
            List<CommitFile> files)
            throws IOException {
        List<Path> targets = formats.stream()
                .map(format -> request.outputDirectory().resolve(names.base() + "." + format.extension()))
                .toList();
        Files.createDirectories(request.outputDirectory());
        List<Path> temporaries =
                targets.stream().map(AtomicFiles::temporarySibling).toList();
        try {
            Tarball tarball;
            List<String> leaving;
            try (Copies copies = new Copies(formats, temporaries);
                    GnuTarOutput tar = new GnuTarOutput(copies, time)) {
                leaving = fill(tar, names.top(), revision, reader, files);
                tarball = new Tarball(tar.entries(), copies);
            }
            if (!leaving.isEmpty()) {
                request.progress()
                        .warn(leaving.size() + " links lead out of the archive, which many programs refuse to unpack: "
                                + some(leaving));
            }
            ObjectNode record = record(names, revision, time, tarball);
            for (int i = 0; i < targets.size(); i++) {
                Path written = temporaries.get(i);
                check(written, formats.get(i), tarball.digest());
                Digest digest = Digest.of(written);
                long size = Files.size(written);
                AtomicFiles.write(targets.get(i), place -> Files.move(written, place));
                record.withArray("archives")
                        .addObject()
                        .put("file", targets.get(i).getFileName().toString())
                        .put("format", formats.get(i).extension())
                        .put("compressor", formats.get(i).setting())
                        .put("size", size)
                        .put("sha256", digest.hex());
                // As sha256sum writes it, to be pasted into a SHA256SUMS.
                request.progress().info(digest.hex() + "  " + targets.get(i).getFileName());
            }
            Path json = request.outputDirectory().resolve(names.base() + ".source-archive.json");
            AtomicFiles.writeString(json, text(record));
            List<Archive> archives = new ArrayList<>();
            for (int i = 0; i < targets.size(); i++) {
                archives.add(new Archive(targets.get(i), formats.get(i)));
            }
            return new SourceArchiveResult(archives, json);
        } finally {
            for (Path temporary : temporaries) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /** Returns the links that lead out of the archive. */
    private static List<String> fill(
            GnuTarOutput tar, String top, Revision revision, ObjectReader reader, List<CommitFile> files)
            throws IOException {
        Placeholders placeholders = new Placeholders(revision);
        List<String> leaving = new ArrayList<>();
        byte[] prefix = (top + "/").getBytes(StandardCharsets.UTF_8);
        tar.directory(top.getBytes(StandardCharsets.UTF_8));
        for (CommitFile file : files) {
            byte[] path = join(prefix, file.path());
            if (file.isDirectory()) {
                tar.directory(path);
                continue;
            }
            Checkout.check(file);
            ObjectLoader blob = reader.open(file.blob(), Constants.OBJ_BLOB);
            if (FileMode.SYMLINK.equals(file.mode())) {
                byte[] target = bytes(file, blob);
                Links.check(file, target);
                if (Links.leaves(file, target)) {
                    leaving.add(file.text() + " -> " + CommitFile.text(target));
                }
                tar.link(path, target);
                continue;
            }
            boolean executable = FileMode.EXECUTABLE_FILE.equals(file.mode());
            boolean filled = file.attributes().isSet("export-subst");
            if (Checkout.verbatim(file) && !filled) {
                try (OutputStream out = tar.file(path, executable, blob.getSize());
                        InputStream in = blob.openStream()) {
                    in.transferTo(out);
                }
            } else {
                byte[] content = Checkout.apply(file, bytes(file, blob));
                content = filled ? placeholders.fill(file, content) : content;
                try (OutputStream out = tar.file(path, executable, content.length)) {
                    out.write(content);
                }
            }
        }
        tar.finish();
        return leaving;
    }

    private static byte[] bytes(CommitFile file, ObjectLoader blob) throws IOException {
        try {
            return blob.getBytes(Integer.MAX_VALUE);
        } catch (LargeObjectException e) {
            throw new BuildFailure("The file " + file.text() + " is too large for what its attributes ask for", e);
        }
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** A compressor that errs would go unseen until somebody unpacks: every archive is read back. */
    private static void check(Path archive, SourceFormat format, Digest expected) throws IOException {
        Digest found;
        try (InputStream in = format.decompress(new BufferedInputStream(Files.newInputStream(archive), BUFFER_BYTES))) {
            found = Digest.of(in);
        }
        if (!found.equals(expected)) {
            throw new IOException("the compressor of " + format.extension() + " (" + format.setting()
                    + ") wrote what does not unpack to the tar: " + found + " instead of " + expected);
        }
    }

    /**
     * The tar stream, before compression.
     *
     * @param entries directories and links included
     */
    private record Tarball(int entries, long size, Digest digest) {

        Tarball(int entries, Copies copies) {
            this(entries, copies.size(), copies.digest());
        }
    }

    private static ObjectNode record(Names names, Revision revision, long time, Tarball tarball) {
        ObjectNode record = JSON.createObjectNode();
        record.put("schema", 1).put("prefix", names.top());
        revision.tag().ifPresent(tag -> record.put("tag", tag));
        revision.tagObject().ifPresent(id -> record.put("tagObject", id));
        record.put("commit", revision.commitId())
                .put("tree", revision.treeId())
                .put("timestamp", Instant.ofEpochSecond(time).toString());
        record.putObject("tar")
                .put("entries", tarball.entries())
                .put("size", tarball.size())
                .put("sha256", tarball.digest().hex());
        return record;
    }

    private static String text(ObjectNode record) {
        try {
            return JSON.writeValueAsString(record).replace("\r\n", "\n") + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of strings and numbers is always JSON", e);
        }
    }
}
