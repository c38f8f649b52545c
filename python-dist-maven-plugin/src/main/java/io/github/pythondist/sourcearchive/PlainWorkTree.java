package io.github.pythondist.sourcearchive;

import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.jspecify.annotations.Nullable;

/** A work tree that is compared with an index without running the programs that the configuration names as filters. */
final class PlainWorkTree extends FileTreeIterator {

    PlainWorkTree(Repository repository) {
        super(repository);
    }

    private PlainWorkTree(PlainWorkTree parent) {
        super(parent, parent.getEntryFile(), parent.fs, parent.fileModeStrategy);
    }

    @Override
    protected AbstractTreeIterator enterSubtree() {
        return new PlainWorkTree(this);
    }

    @Override
    public @Nullable String getCleanFilterCommand() {
        return null;
    }
}
