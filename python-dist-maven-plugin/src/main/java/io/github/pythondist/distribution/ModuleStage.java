package io.github.pythondist.distribution;

import io.github.pythondist.component.StepStore;
import io.github.pythondist.files.Digest;
import io.github.pythondist.inventory.CatalogCheck;
import io.github.pythondist.inventory.ModuleInventory;
import io.github.pythondist.inventory.SourceSnapshot;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Makes sure, before anything is compiled, that the catalog names exactly the modules of CPython's source. */
final class ModuleStage {

    /** To be raised when the parsers change: what an older one read is then not reused. */
    private static final int PARSERS = 1;

    private ModuleStage() {}

    /**
     * @throws BuildFailure if the catalog names a module that does not exist, or leaves one out
     */
    static void check(
            DistributionPlan plan,
            DistributionRequest request,
            Function<List<SourceFile>, List<Path>> sources,
            StepStore store) {
        SourceFile source = plan.cpythonDefinition().source();
        Digest key = Digest.ofText("modules " + PARSERS + " " + source.sha256());
        StepStore.Output output = store.findOrRun(key, "modules", "modules.txt", request.progress(), file -> {
            SourceSnapshot snapshot =
                    SourceSnapshot.read(sources.apply(List.of(source)).get(0), ModuleInventory.files()::contains);
            Files.write(file, ModuleInventory.of(snapshot).modules().keySet());
            return null;
        });
        try {
            Set<String> modules = new TreeSet<>(Files.readAllLines(output.file()));
            new CatalogCheck(plan.extensions(), modules).require(plan.series().series(), plan.cpythonVersion());
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the list of modules of CPython " + plan.cpythonVersion(), e);
        }
    }
}
