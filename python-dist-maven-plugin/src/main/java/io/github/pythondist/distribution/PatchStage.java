package io.github.pythondist.distribution;

import io.github.pythondist.component.StepStore;
import io.github.pythondist.files.Digest;
import io.github.pythondist.inventory.PatchTrial;
import io.github.pythondist.inventory.SourceSnapshot;
import io.github.pythondist.inventory.UnifiedDiff;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes sure, before anything is compiled, that a project's patches apply to CPython's source after the catalog's. */
final class PatchStage {

    /** To be raised when patches are tried otherwise. */
    private static final int TRIAL = 1;

    private PatchStage() {}

    /**
     * @throws BuildFailure if one does not apply, naming the file and the hunk
     */
    static void check(
            DistributionPlan plan,
            DistributionRequest request,
            Function<List<SourceFile>, List<Path>> sources,
            StepStore store) {
        if (plan.chosen().patches().isEmpty()) {
            return;
        }
        SourceFile source = plan.cpythonDefinition().source();
        Map<String, String> patches = texts(plan);
        StringBuilder inputs = new StringBuilder("patches " + TRIAL + " " + source.sha256() + "\n");
        patches.forEach((name, text) ->
                inputs.append(name).append(' ').append(Digest.ofText(text)).append('\n'));
        store.findOrRun(Digest.ofText(inputs.toString()), "patches", "patches.txt", request.progress(), file -> {
            Files.write(file, apply(plan, sources.apply(List.of(source)).get(0), patches));
            return null;
        });
    }

    private static List<String> apply(DistributionPlan plan, Path source, Map<String, String> patches) {
        Map<String, UnifiedDiff> diffs = new LinkedHashMap<>();
        patches.forEach((name, text) -> diffs.put(name, UnifiedDiff.parse(text)));
        Set<String> changed = diffs.values().stream()
                .flatMap(diff -> diff.files().stream())
                .map(UnifiedDiff.FileDiff::path)
                .collect(Collectors.toSet());
        PatchTrial trial =
                new PatchTrial(SourceSnapshot.read(source, changed::contains).texts());
        diffs.forEach((name, diff) -> {
            PatchTrial.Result result = trial.apply(name, diff);
            boolean own = plan.chosen().patches().stream()
                    .anyMatch(patch -> patch.name().equals(name));
            if (own && !result.failed().isEmpty()) {
                BuildFailure failure = new BuildFailure("The patch " + name.substring(name.lastIndexOf('/') + 1)
                        + " does not apply to CPython " + plan.cpythonVersion());
                result.failed().forEach(failure::detail);
                throw failure.detail(
                                "patches before it: " + String.join(", ", before(name, List.copyOf(patches.keySet()))))
                        .remedy("Make it anew in the source of CPython " + plan.cpythonVersion()
                                + ": the lines around a change must be there exactly")
                        .remedy("If another patch changes the same lines, list them in the order in which they were"
                                + " made");
            }
        });
        return List.copyOf(patches.keySet());
    }

    private static List<String> before(String name, List<String> all) {
        return all.subList(0, all.indexOf(name));
    }

    /** Name below the series' {@code patches/} → text, in the order in which the recipe applies them. */
    private static Map<String, String> texts(DistributionPlan plan) {
        Map<String, String> texts = new LinkedHashMap<>();
        Path folder = plan.catalog()
                .root()
                .resolve("cpython")
                .resolve(plan.series().series())
                .resolve("patches");
        try {
            for (String name : plan.cpythonDefinition().patches()) {
                texts.put(name, new String(Files.readAllBytes(folder.resolve(name)), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the patches of CPython in " + folder, e);
        }
        return texts;
    }
}
