package io.github.pythondist.audit;

import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.audit.Survey.Binary;
import io.github.pythondist.catalog.AuditData;
import io.github.pythondist.catalog.Content;
import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.Target;
import java.util.List;
import java.util.Optional;

/**
 * What is judged, and by what.
 *
 * @param survey the archive's content
 * @param root directory of the Python tree, with a slash at its end; empty for the archive's root
 * @param series such as {@code 3.13}, if there is an interpreter, a standard library or a description
 * @param format of the programs that its system runs
 * @param target the platform it is meant for, if given or described
 * @param description the archive's own, if it has one that can be read
 * @param descriptionProblem why its description could not be read
 * @param describedTarget classifier of the target that the description names, without its flavour
 * @param content which part of a distribution it is; {@code runtime} where nothing is said
 * @param extensions what the catalog says of the modules of this series and flavour
 * @param extensionsProblem why the catalog says nothing of them
 * @param data what the rules know
 */
record Subject(
        Survey survey,
        String root,
        Optional<String> series,
        Format format,
        Optional<Target> target,
        Optional<DistributionDescription> description,
        Optional<String> descriptionProblem,
        Optional<String> describedTarget,
        Content content,
        Optional<ExtensionCatalog> extensions,
        String extensionsProblem,
        AuditData data) {

    static final String NO_TARGET = "no target is known: the archive does not name its platform, and none was given"
            + " (-Dpython-dist.target=)";

    /** A finding where the description names another target than that by which is judged. */
    void checkDescribed(Target judgedBy, Verdict.Builder verdict) {
        description.ifPresent(said -> {
            if (!describedTarget.equals(Optional.of(judgedBy.classifier()))) {
                verdict.finding(
                        ".", "python-dist.json says " + said.platform() + "; audited as " + judgedBy.classifier());
            }
        });
    }

    /** Programs and shared objects of its system; not programs that are only data in it. */
    List<? extends Binary<?>> loaded() {
        Globs foreign = foreignPrograms();
        return survey.binaries(format.facts(), BinaryFacts::isLoaded).stream()
                .filter(binary -> !foreign.match(binary.file().path()))
                .toList();
    }

    /** Programs that are only data in a distribution. */
    Globs foreignPrograms() {
        return new Globs(data.windows().foreignPrograms().stream()
                .map(AuditData.Foreign::files)
                .toList());
    }

    /** Why a rule that needs the description cannot be checked. */
    String noDescription() {
        return descriptionProblem.isPresent()
                ? "its python-dist.json cannot be read"
                : "the archive has no python-dist.json";
    }

    /** Whether it is only good together with another archive, over which it is unpacked. */
    boolean isPartial() {
        return !content.takes().isEmpty();
    }

    /** Whether a path of the archive is a file or a link in it. */
    boolean has(String path) {
        return survey.files().containsKey(path);
    }
}
