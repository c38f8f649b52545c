package io.github.pythondist.distribution;

import io.github.pythondist.archive.ExtractOptions;
import io.github.pythondist.archive.TreeArchiver;
import io.github.pythondist.archive.TreeExtractor;
import io.github.pythondist.catalog.TrainingTask;
import io.github.pythondist.component.RecipeStep;
import io.github.pythondist.cpython.TrainedProfile;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Path;

/** Packs what a training run left, with the record of what it was trained with. */
final class ProfilePacker {

    private final TreeArchiver archiver;
    private final TreeExtractor extractor;

    ProfilePacker(TreeArchiver archiver, TreeExtractor extractor) {
        this.archiver = archiver;
        this.extractor = extractor;
    }

    TrainedProfile pack(
            DistributionPlan plan,
            DistributionRequest request,
            String taskName,
            TrainingTask task,
            RecipeStep.Built built,
            Path directory) {
        Path tree = request.buildDirectory().resolve("work").resolve("profile");
        Path archive = directory.resolve(request.artifactId() + "-" + request.artifactVersion() + "-"
                + plan.platform(request) + "." + TrainedProfile.TYPE);
        try {
            Trees.delete(tree);
            extractor.extract(built.output().file(), tree, ExtractOptions.defaults());
            TrainedProfile.Origin origin = TrainedProfile.origin(
                    plan.wanted(request),
                    plan.target().classifier(),
                    plan.catalog().environment(plan.target().environment()).digest(),
                    taskName,
                    task.runs(),
                    Digest.of(tree.resolve(TrainedProfile.PROFDATA)));
            TrainedProfile profile = TrainedProfile.write(tree, origin, archive, request.sourceDateEpoch(), archiver);
            Trees.delete(tree);
            return profile;
        } catch (IOException e) {
            throw new BuildFailure("Cannot pack the profile as " + archive, e)
                    .remedy("Check that the disk is not full and the directory is writable, then run again");
        }
    }
}
