package io.github.pythondist.inventory;

import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.report.BuildFailure;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares the names in {@code extensions.yaml} with the modules a source has. */
public final class CatalogCheck {

    private final SortedSet<String> unknown;
    private final SortedSet<String> undecided;

    /**
     * @param modules names of the source's modules
     */
    public CatalogCheck(ExtensionCatalog catalog, Set<String> modules) {
        unknown = new TreeSet<>(catalog.modules().keySet());
        unknown.removeAll(modules);
        undecided = new TreeSet<>(modules);
        undecided.removeAll(catalog.modules().keySet());
    }

    /** Names in the catalog that are no modules of the source. */
    public SortedSet<String> unknown() {
        return unknown;
    }

    /** Modules of the source that the catalog does not name. */
    public SortedSet<String> undecided() {
        return undecided;
    }

    /**
     * Fails unless both know the same modules.
     *
     * @param series whose catalog it is
     * @param version of the source
     */
    public void require(String series, String version) {
        if (unknown.isEmpty() && undecided.isEmpty()) {
            return;
        }
        BuildFailure failure = new BuildFailure(
                "cpython/" + series + "/extensions.yaml does not fit the source of CPython " + version);
        unknown.forEach(name -> failure.detail(name + ": a catalog entry for a module that does not exist"));
        undecided.forEach(name -> failure.detail(name + ": a module of the source without a catalog entry"));
        throw failure.remedy("Correct extensions.yaml; python-dist:audit-upgrade proposes the lines that are missing");
    }
}
