package io.github.pythondist.component;

import io.github.pythondist.catalog.Component;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.source.SourceFile;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One recipe to run: a source archive, a script, and the outputs of the steps it builds on.
 *
 * @param name the step's name in messages, logs and keys
 * @param version of what is built
 * @param source the pinned source archive
 * @param recipeFolder the recipe's folder, relative to the catalog
 * @param script what runs it, relative to the catalog
 * @param inputs files and folders of the catalog that decide the result, relative to it
 * @param patches files below the folder's {@code patches/}, in order
 * @param prefix where the result lives below {@code $OUT}
 * @param sourceDateEpoch the step's one clock, seconds since 1970 (reproducible-builds.org specification)
 * @param dependencies outputs that make up {@code $DEPS}
 * @param tools lock of programs that only this recipe runs, if any
 * @param variables further environment variables
 * @param files small generated files in {@code $BUILD}, by relative path
 * @param given files of other origin in {@code $BUILD}, by relative path
 * @param outputs paths below the prefix that must be there afterwards
 */
public record RecipeStep(
        String name,
        String version,
        SourceFile source,
        String recipeFolder,
        String script,
        List<String> inputs,
        List<String> patches,
        String prefix,
        long sourceDateEpoch,
        List<Built> dependencies,
        @Nullable String tools,
        SortedMap<String, String> variables,
        SortedMap<String, String> files,
        SortedMap<String, Given> given,
        List<String> outputs) {

    /** What the version is called upstream: without the {@code +...} that tells two packings of it apart. */
    public String upstreamVersion() {
        return Component.upstreamVersion(version);
    }

    /**
     * A file that no recipe made.
     *
     * @param sha256 its digest, part of the step's key
     * @param writer puts it where the step wants it, once the step has to run
     */
    public record Given(Digest sha256, AtomicFiles.Writer writer) {}

    /**
     * A step that has run.
     *
     * @param name the step's name
     * @param key digest of its inputs
     * @param output its result, a {@code tar.zst} of what was below the prefix
     */
    public record Built(String name, Digest key, StepStore.Output output) {}
}
