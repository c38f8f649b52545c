package io.github.pythondist.sourcearchive;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.commitgraph.CommitGraph;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Objects that are what their ids say. Git computes ids when it fetches and in {@code git fsck}, not when it reads: a file
 * that was exchanged below {@code .git/objects} goes into what {@code git archive} makes, under the right commit id.
 */
final class VerifiedObjects extends ObjectReader.Filter {

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
     * @throws BuildFailure if the contents have another id
     */
    @Override
    public ObjectLoader open(AnyObjectId id, int type) throws IOException {
        ObjectLoader object = reader.open(id, type);
        ObjectId found;
        try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter();
                InputStream in = object.openStream()) {
            found = formatter.idFor(object.getType(), object.getSize(), in);
        }
        if (!found.equals(id)) {
            throw new BuildFailure("The git repository " + named
                            + " is damaged, or somebody changed it: an object is not" + " what its id says")
                    .detail("object:             " + id.name())
                    .detail("id of its contents: " + found.name())
                    .remedy("git fsck tells what else is wrong; use a fresh clone of a repository you trust");
        }
        return object;
    }
}
