package io.github.pythondist.sourcearchive;

import java.util.Optional;
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

    long epochSecond() {
        return commit.getCommitterIdent().getWhenAsInstant().getEpochSecond();
    }
}
