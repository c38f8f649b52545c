package io.github.pythondist.sourcearchive;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.internal.storage.commitgraph.CommitGraph;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.util.sha1.SHA1;
import org.eclipse.jgit.util.sha1.Sha1CollisionException;

/**
 * Objects that are what their ids say. Git computes ids when it fetches and in {@code git fsck}, not when it reads: a file
 * that was exchanged below {@code .git/objects} goes into what {@code git archive} makes, under the right commit id.
 */
final class VerifiedObjects extends ObjectReader.Filter {

    private static final int BUFFER_BYTES = 1 << 16;

    // What persons are called matters to nobody here; old trees have modes with a leading zero.
    private static final ObjectChecker CHECKER =
            new ObjectChecker().setAllowInvalidPersonIdent(true).setAllowLeadingZeroFileMode(true);

    private final ObjectReader reader;
    private final String named;

    /**
     * @param reader is closed with this one
     * @param named the repository, for messages
     */
    VerifiedObjects(ObjectReader reader, String named) {
        this.reader = reader;
        this.named = named;
    }

    @Override
    protected ObjectReader delegate() {
        return reader;
    }

    @Override
    public ObjectReader newReader() {
        return new VerifiedObjects(reader.newReader(), named);
    }

    /** None: it would say which tree a commit has, without the commit being read. */
    @Override
    public Optional<CommitGraph> getCommitGraph() {
        return Optional.empty();
    }

    @Override
    public ObjectLoader open(AnyObjectId id) throws IOException {
        return open(id, OBJ_ANY);
    }

    /**
     * @throws BuildFailure if the contents have another id, or are made to have the id of others
     * @throws CorruptObjectException if {@code git fsck} would refuse it: no name in a tree is {@code ..}, has a slash, or
     *     is there twice
     */
    @Override
    public ObjectLoader open(AnyObjectId id, int type) throws IOException {
        ObjectLoader object = reader.open(id, type);
        try (InputStream in = object.openStream()) {
            SHA1 sha1 = SHA1.newInstance().setDetectCollision(true);
            sha1.update(Constants.encodeASCII(Constants.typeString(object.getType()) + " " + object.getSize() + "\0"));
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha1.update(buffer, 0, n);
            }
            ObjectId found = sha1.toObjectId();
            if (!found.equals(id)) {
                throw wrong().detail("object:             " + id.name()).detail("id of its contents: " + found.name());
            }
        } catch (Sha1CollisionException e) {
            throw wrong().detail("made so that another object has the same id: " + id.name());
        }
        if (object.getType() != Constants.OBJ_BLOB) {
            check(id, object);
        }
        return object;
    }

    private static void check(AnyObjectId id, ObjectLoader object) throws IOException {
        try {
            CHECKER.check(object.getType(), object.getCachedBytes());
        } catch (CorruptObjectException e) {
            throw new CorruptObjectException(id.toObjectId(), e.getMessage());
        } catch (LargeObjectException e) {
            throw new CorruptObjectException(
                    id.toObjectId(), "too large for a " + Constants.typeString(object.getType()));
        }
    }

    private BuildFailure wrong() {
        return new BuildFailure("The git repository " + named
                        + " is damaged, or somebody changed it: an object is not what its id says")
                .remedy("git fsck tells what else is wrong; use a fresh clone of a repository you trust");
    }
}
