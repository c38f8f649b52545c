package io.github.pythondist.upgrade;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.pythondist.inventory.ExtensionModule;
import io.github.pythondist.inventory.NotUnderstood;
import io.github.pythondist.inventory.PatchTrial;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison found; written as JSON as it is, every list in a fixed order.
 *
 * @param from what was compared with: {@code CPython 3.11.2} or {@code the catalog alone}
 * @param to the new source
 * @param catalog the series whose catalog entries were held against the new source
 * @param pinned whether the catalog pins exactly this source: then its changes have been decided on
 * @param decisions what somebody has to decide or correct
 * @param added modules that are new
 * @param removed names of modules that are gone
 * @param changed modules declared otherwise
 * @param rewritten modules declared as before whose C files' content differs
 * @param options configure's options
 * @param bundled versions of other projects inside the source
 * @param wheels what {@code ensurepip} carries
 * @param licences licence files that differ
 * @param patches whether our patches apply
 * @param nativeBuild what a build log says, if one was given
 * @param notUnderstood constructs of the new source that no parser could read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UpgradeReport(
        String from,
        String to,
        String catalog,
        boolean pinned,
        List<Decision> decisions,
        List<Added> added,
        List<Removed> removed,
        List<Changed> changed,
        List<String> rewritten,
        Options options,
        SortedMap<String, Versions> bundled,
        Difference wheels,
        List<Licence> licences,
        List<PatchTrial.Result> patches,
        @Nullable NativeBuild nativeBuild,
        List<NotUnderstood> notUnderstood) {

    /**
     * @param about the module, file or option
     * @param text what is the matter, and what to do
     */
    public record Decision(String about, String text) {}

    /**
     * @param module as the new source declares it
     * @param catalog what the catalog makes of it, null if it does not know it
     * @param proposal a line for {@code extensions.yaml}, null if the catalog has one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Added(
            ExtensionModule module,
            @Nullable String catalog,
            @Nullable String proposal) {}

    /**
     * @param name of the module
     * @param sources its C files
     * @param inCatalog whether the catalog still names it
     */
    public record Removed(String name, SortedSet<String> sources, boolean inCatalog) {}

    /**
     * @param name of the module
     * @param catalog what the catalog makes of it, null if it does not know it
     * @param differences what differs → how
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Changed(String name, @Nullable String catalog, SortedMap<String, Difference> differences) {}

    /**
     * @param added option → its help
     * @param removed option → its help
     * @param used options the recipe gives
     */
    public record Options(SortedMap<String, String> added, SortedMap<String, String> removed, SortedSet<String> used) {}

    /** A version before and after; null where the source has none. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Versions(@Nullable String from, @Nullable String to) {}

    /**
     * @param path of the file
     * @param state new, gone or changed
     * @param pinned whether the catalog has the new digest
     */
    public record Licence(String path, String state, boolean pinned) {}

    /**
     * @param summary CPython's own summary, empty before 3.12
     * @param missing modules without what they need on that machine
     * @param failed modules that could not be built or imported
     * @param disabled modules switched off
     * @param libraries shared module → what its link command named
     * @param flags module → macros and include directories of its own, those that most files have left out
     * @param undeclared module → C files that were linked into it and that no declaration names
     * @param uncompiled module → declared C files that the log does not compile
     * @param notBuilt modules of the source the log says nothing of
     */
    public record NativeBuild(
            String summary,
            SortedSet<String> missing,
            SortedSet<String> failed,
            SortedSet<String> disabled,
            SortedMap<String, SortedSet<String>> libraries,
            SortedMap<String, SortedSet<String>> flags,
            SortedMap<String, SortedSet<String>> undeclared,
            SortedMap<String, SortedSet<String>> uncompiled,
            SortedSet<String> notBuilt) {}

    /** One line that says it all. */
    @JsonProperty("verdict")
    public String verdict() {
        if (decisions.isEmpty()) {
            return "nothing to do";
        }
        return decisions.size() == 1 ? "1 decision needed" : decisions.size() + " decisions needed";
    }

    /** Whether anything about the modules differs. */
    public boolean hasModuleChanges() {
        return !added.isEmpty() || !removed.isEmpty() || !changed.isEmpty();
    }
}
