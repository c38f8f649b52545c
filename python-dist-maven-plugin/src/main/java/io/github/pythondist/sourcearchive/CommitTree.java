package io.github.pythondist.sourcearchive;

import io.github.pythondist.files.Glob;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.attributes.Attributes;
import org.eclipse.jgit.attributes.AttributesNode;
import org.eclipse.jgit.attributes.AttributesNodeProvider;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/** What of a commit belongs into an archive. */
final class CommitTree {

    /** No attributes but the commit's own: neither {@code info/attributes} nor the user's file. */
    private static final AttributesNodeProvider COMMIT_ONLY = new AttributesNodeProvider() {
        @Override
        public AttributesNode getInfoAttributesNode() {
            return new AttributesNode();
        }

        @Override
        public AttributesNode getGlobalAttributesNode() {
            return new AttributesNode();
        }
    };

    private CommitTree() {}

    /**
     * Directories, files and links, in the order of the archive, without those that have {@code export-ignore} or match a
     * glob. As with {@code git archive}, a directory stays when all that is in it goes.
     *
     * @throws BuildFailure if there is a submodule, or nothing at all
     */
    static List<CommitFile> list(ObjectReader reader, RevCommit commit, List<Glob> excludes) throws IOException {
        List<CommitFile> files = new ArrayList<>();
        List<String> submodules = new ArrayList<>();
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(commit.getTree());
            walk.setAttributesNodeProvider(COMMIT_ONLY);
            // Of the two kinds of walk the one that reads .gitattributes from the tree rather than from an index.
            walk.setOperationType(TreeWalk.OperationType.CHECKIN_OP);
            while (walk.next()) {
                String path = new String(walk.getRawPath(), StandardCharsets.UTF_8);
                Attributes attributes = walk.getAttributes();
                if (attributes.isSet("export-ignore") || excludes.stream().anyMatch(glob -> glob.matches(path))) {
                    continue;
                }
                if (FileMode.GITLINK.equals(walk.getRawMode(0))) {
                    submodules.add(CommitFile.text(walk.getRawPath()) + " at "
                            + walk.getObjectId(0).name());
                    continue;
                }
                files.add(CommitFile.of(walk.getRawPath(), walk.getFileMode(0), walk.getObjectId(0), attributes));
                if (walk.isSubtree()) {
                    walk.enterSubtree();
                }
            }
        }
        if (!submodules.isEmpty()) {
            BuildFailure failure =
                    new BuildFailure("The commit " + commit.name() + " has submodules, whose sources it does not hold");
            submodules.forEach(failure::detail);
            throw failure.remedy(
                    "Leave them out with python-dist.excludes, and archive their repositories" + " for themselves");
        }
        if (files.stream().allMatch(CommitFile::isDirectory)) {
            throw new BuildFailure("Nothing of the commit " + commit.name() + " is left to archive")
                    .remedy("Look at export-ignore in its .gitattributes and at python-dist.excludes");
        }
        files.sort(CommitFile.TAR_ORDER);
        return files;
    }
}
