package io.github.pythondist.component;

import io.github.pythondist.archive.TreeArchiver;
import io.github.pythondist.archive.TreeExtractor;
import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.environment.Sandbox;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.Progress;
import io.github.pythondist.source.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all steps of one build share.
 *
 * @param catalog the recipes
 * @param target what is built for
 * @param environment digest of everything the build environment consists of
 * @param room the environment itself, assembled when the first step really has to run
 * @param sources brings verified source files
 * @param store results of earlier steps
 * @param workDirectory scratch space, one folder a step, removed when the step succeeds
 * @param logDirectory where the logs of failed and finished steps of this build are put
 * @param jobs how many jobs {@code make} may run
 * @param lanes how many steps may run at once
 * @param extractor unpacks sources and results
 * @param archiver packs results
 * @param progress where to say what happens
 */
public record Workshop(
        Catalog catalog,
        Target target,
        Digest environment,
        Supplier<Room> room,
        Function<List<SourceFile>, List<Path>> sources,
        StepStore store,
        Path workDirectory,
        Path logDirectory,
        int jobs,
        int lanes,
        TreeExtractor extractor,
        TreeArchiver archiver,
        Progress progress) {

    /**
     * An assembled build environment.
     *
     * @param sandbox runs commands inside
     * @param sysroot the target's C library and headers
     * @param buildMachine the machine that builds, where the target is another
     * @param tools lock of programs that single recipes run → its tree, assembled when first asked for
     */
    public record Room(
            Sandbox sandbox, Path sysroot, Optional<BuildMachine> buildMachine, Function<String, Path> tools) {}

    /**
     * What programs are compiled with that the build itself runs.
     *
     * @param target the machine that builds, as a target
     * @param sysroot its C library and headers
     */
    public record BuildMachine(Target target, Path sysroot) {}
}
