package io.github.pythondist.sourcearchive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.TreeMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TagBuilder;

/** A bare repository made of objects alone, so that names, modes and times are what a test says, on any file system. */
final class TestRepository implements AutoCloseable {

    static final long TIME = 1_700_000_000L;
    static final PersonIdent SOMEBODY = new PersonIdent(
            "Jürgen Löw", "jl@example.org", Instant.ofEpochSecond(TIME), ZoneOffset.ofHoursMinutes(5, 30));

    /**
     * @param content characters for the bytes
     */
    private record Entry(FileMode mode, String content, ObjectId gitlink) {}

    private final Git git;
    private final Path directory;
    // By path, a character for each byte.
    private final TreeMap<String, Entry> entries = new TreeMap<>();

    TestRepository(Path directory) throws GitAPIException {
        IsolatedSystem.enter();
        this.directory = directory;
        git = Git.init()
                .setBare(true)
                .setDirectory(directory.toFile())
                .setInitialBranch("main")
                .call();
    }

    Path directory() {
        return directory;
    }

    Git git() {
        return git;
    }

    TestRepository file(String path, String content) {
        return entry(path, FileMode.REGULAR_FILE, content.getBytes(StandardCharsets.UTF_8));
    }

    TestRepository script(String path) {
        return entry(path, FileMode.EXECUTABLE_FILE, "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
    }

    TestRepository link(String path, String target) {
        return entry(path, FileMode.SYMLINK, target.getBytes(StandardCharsets.UTF_8));
    }

    TestRepository entry(String path, FileMode mode, byte[] content) {
        return latin1(new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1), mode, content);
    }

    /** For names that are no UTF-8. */
    TestRepository latin1(String path, FileMode mode, byte[] content) {
        entries.put(path, new Entry(mode, new String(content, StandardCharsets.ISO_8859_1), ObjectId.zeroId()));
        return this;
    }

    TestRepository submodule(String path, String commit) {
        entries.put(path, new Entry(FileMode.GITLINK, "", ObjectId.fromString(commit)));
        return this;
    }

    String commit(String message) throws IOException {
        try (ObjectInserter inserter = git.getRepository().newObjectInserter()) {
            DirCache index = DirCache.newInCore();
            DirCacheBuilder builder = index.builder();
            for (var each : entries.entrySet()) {
                Entry entry = each.getValue();
                DirCacheEntry made = new DirCacheEntry(each.getKey().getBytes(StandardCharsets.ISO_8859_1));
                made.setFileMode(entry.mode());
                made.setObjectId(
                        entry.mode() == FileMode.GITLINK
                                ? entry.gitlink()
                                : inserter.insert(
                                        Constants.OBJ_BLOB, entry.content().getBytes(StandardCharsets.ISO_8859_1)));
                builder.add(made);
            }
            builder.finish();
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(index.writeTree(inserter));
            commit.setAuthor(SOMEBODY);
            commit.setCommitter(SOMEBODY);
            commit.setMessage(message);
            ObjectId head = git.getRepository().resolve(Constants.HEAD);
            if (head != null) {
                commit.setParentId(head);
            }
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            ref("refs/heads/main", id);
            return id.name();
        }
    }

    TestRepository lightweight(String tag, String object) throws IOException {
        ref("refs/tags/" + tag, ObjectId.fromString(object));
        return this;
    }

    /** Returns the id of the tag object. */
    String annotated(String tag, String object, int type) throws IOException {
        try (ObjectInserter inserter = git.getRepository().newObjectInserter()) {
            TagBuilder builder = new TagBuilder();
            builder.setTag(tag);
            builder.setTagger(SOMEBODY);
            builder.setMessage("Release " + tag + "\n");
            builder.setObjectId(ObjectId.fromString(object), type);
            ObjectId id = inserter.insert(builder);
            inserter.flush();
            ref("refs/tags/" + tag, id);
            return id.name();
        }
    }

    String annotated(String tag, String commit) throws IOException {
        return annotated(tag, commit, Constants.OBJ_COMMIT);
    }

    void ref(String name, ObjectId id) throws IOException {
        RefUpdate update = git.getRepository().updateRef(name);
        update.setNewObjectId(id);
        update.forceUpdate();
    }

    Path looseObject(String id) {
        return directory.resolve("objects").resolve(id.substring(0, 2)).resolve(id.substring(2));
    }

    @Override
    public void close() {
        git.close();
    }
}
