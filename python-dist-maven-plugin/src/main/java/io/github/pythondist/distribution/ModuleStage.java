package io.github.pythondist.distribution;

import io.github.pythondist.component.StepStore;
import io.github.pythondist.cpython.OwnModule;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes sure, before anything is compiled, that the catalog names exactly the modules of CPython's source, and that a
 * project's own have other names than what the standard library has.
 */
final class ModuleStage {

    /** To be raised when the parsers change: what an older one read is then not reused. */
    private static final int PARSERS = 1;

    private static final String NAMES = "Python/stdlib_module_names.h";
    private static final Pattern NAME = Pattern.compile("^\"(\\w+)\",", Pattern.MULTILINE);

    private ModuleStage() {}

    /**
     * @throws BuildFailure if the catalog names a module that does not exist, or leaves one out; or if a module of the
     *     project's own has the name of another
     */
    static void check(
            DistributionPlan plan,
            DistributionRequest request,
            Function<List<SourceFile>, List<Path>> sources,
            StepStore store) {
        SourceFile source = plan.cpythonDefinition().source();
        Set<String> own = plan.modules().stream().map(OwnModule::name).collect(Collectors.toSet());
        if (!own.isEmpty()) {
            requireOther(own, standardLibrary(plan, request, sources, store));
        }
        Digest key = Digest.ofText("modules " + PARSERS + " " + source.sha256());
        StepStore.Output output = store.findOrRun(key, "modules", "modules.txt", request.progress(), file -> {
            SourceSnapshot snapshot =
                    SourceSnapshot.read(sources.apply(List.of(source)).get(0), ModuleInventory.files()::contains);
            Files.write(file, ModuleInventory.of(snapshot).modules().keySet());
            return null;
        });
        try {
            Set<String> modules = new TreeSet<>(Files.readAllLines(output.file()));
            new CatalogCheck(plan.extensions().without(own), modules)
                    .require(plan.series().series(), plan.cpythonVersion());
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the list of modules of CPython " + plan.cpythonVersion(), e);
        }
    }

    private static void requireOther(Set<String> own, Set<String> standardLibrary) {
        for (String name : new TreeSet<>(own)) {
            if (standardLibrary.contains(name)) {
                throw OwnModules.taken(name, "a module of the standard library");
            }
        }
    }

    /** {@code sys.stdlib_module_names}, out of the file that it is compiled of. */
    private static Set<String> standardLibrary(
            DistributionPlan plan,
            DistributionRequest request,
            Function<List<SourceFile>, List<Path>> sources,
            StepStore store) {
        SourceFile source = plan.cpythonDefinition().source();
        Digest key = Digest.ofText("standard library " + PARSERS + " " + source.sha256());
        StepStore.Output output = store.findOrRun(key, "names", "names.txt", request.progress(), file -> {
            SourceSnapshot snapshot =
                    SourceSnapshot.read(sources.apply(List.of(source)).get(0), NAMES::equals);
            Files.write(
                    file,
                    NAME.matcher(snapshot.text(NAMES).orElse(""))
                            .results()
                            .map(found -> found.group(1))
                            .toList());
            return null;
        });
        try {
            return new TreeSet<>(Files.readAllLines(output.file()));
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the names of CPython " + plan.cpythonVersion(), e);
        }
    }
}
