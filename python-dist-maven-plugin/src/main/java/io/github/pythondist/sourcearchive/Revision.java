package io.github.pythondist.sourcearchive;

import io.github.pythondist.report.BuildFailure;
import java.time.DateTimeException;
import java.util.Optional;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * What is archived.
 *
 * @param tag its name; empty when a commit alone was asked for
 * @param tagObject id of the tag object; empty for a lightweight tag
 */
record Revision(Optional<String> tag, Optional<String> tagObject, RevCommit commit) {

    String commitId() {
        return commit.name();
    }

    String treeId() {
        return commit.getTree().name();
    }

    /**
     * When it was committed, in seconds since 1970.
     *
     * @throws BuildFailure if the commit does not say so in a way that can be read
     */
    long epochSecond() {
        try {
            PersonIdent committer = commit.getCommitterIdent();
            if (committer != null) {
                return committer.getWhenAsInstant().getEpochSecond();
            }
        } catch (DateTimeException e) {
            // A time that no calendar has is none.
        }
        throw new BuildFailure("The commit " + commitId() + " does not say when it was made")
                .detail("Its line 'committer' holds no time that can be read.")
                .remedy("Give a time as python-dist.timestamp");
    }
}
