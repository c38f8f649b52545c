package io.github.pythondist.inventory;

import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.report.BuildFailure;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares the names in {@code extensions.yaml} with the modules a source has. */
public final class CatalogueCheck {

    private final SortedSet<String> unknown;
    private final SortedSet<String> undecided;

    /**
     * @param modules names of the source's modules
     */
    public CatalogueCheck(ExtensionCatalog catalogue, Set<String> modules) {
        unknown = new TreeSet<>(catalogue.modules().keySet());
        unknown.removeAll(modules);
        undecided = new TreeSet<>(modules);
        undecided.removeAll(catalogue.modules().keySet());
    }

    /** Names in the catalogue that are no modules of the source. */
    public SortedSet<String> unknown() {
        return unknown;
    }

    /** Modules of the source that the catalogue does not name. */
    public SortedSet<String> undecided() {
        return undecided;
    }

    /**
     * Fails unless both know the same modules.
     *
     * @param series whose catalogue it is
     * @param version of the source
     */
    public void require(String series, String version) {
        if (unknown.isEmpty() && undecided.isEmpty()) {
            return;
        }
        BuildFailure failure = new BuildFailure(
                "cpython/" + series + "/extensions.yaml does not fit the source of CPython " + version);
        unknown.forEach(name -> failure.detail(name + ": a catalogue entry for a module that does not exist"));
        undecided.forEach(name -> failure.detail(name + ": a module of the source without a catalogue entry"));
        throw failure.remedy("Correct extensions.yaml; python-dist:audit-upgrade proposes the lines that are missing");
    }
}
