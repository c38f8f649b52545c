package io.github.pythondist.distribution;

import io.github.pythondist.archive.ArchiveOptions;
import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.archive.ExtractOptions;
import io.github.pythondist.archive.TreeArchiver;
import io.github.pythondist.archive.TreeExtractor;
import io.github.pythondist.catalog.Component;
import io.github.pythondist.catalog.Content;
import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.component.RecipeStep;
import io.github.pythondist.component.StepStore;
import io.github.pythondist.cpython.CpythonBuilder;
import io.github.pythondist.cpython.OwnModule;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Glob;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * Packs an archive that is shipped: the part of the tree that its content names, licence texts, and the description.
 */
@Named
@Singleton
final class Packager {

    /** To be raised when the same tree would be packed otherwise. */
    private static final int LAYOUT = 3;

    private final TreeArchiver archiver;
    private final TreeExtractor extractor;

    @Inject
    Packager(TreeArchiver archiver, TreeExtractor extractor) {
        this.archiver = archiver;
        this.extractor = extractor;
    }

    PackagedFile pack(
            DistributionPlan plan,
            DistributionRequest request,
            String contentName,
            StepStore store,
            RecipeStep.Built tree,
            LicenseStage.Vetted vetted,
            Path directory) {
        Content content = content(plan, contentName);
        String platform = plan.platform(request);
        String classifier = contentName.equals(Content.RUNTIME) ? platform : platform + "-" + contentName;
        String type = content.archiveFormat().extension();
        String name = request.artifactId() + "-" + request.artifactVersion() + "-" + classifier + "." + type;
        long start = System.nanoTime();
        boolean[] fresh = new boolean[1];
        StepStore.Output output = store.findOrRun(
                key(plan, request, contentName, tree, vetted),
                "package",
                "archive." + type,
                request.progress(),
                file -> {
                    write(plan, request, contentName, tree, vetted, file);
                    fresh[0] = true;
                    return null;
                });
        Path archive = directory.resolve(name);
        try {
            if (!Files.isRegularFile(archive)
                    || Files.size(archive) != Files.size(output.file())
                    || !Digest.of(archive).equals(output.sha256())) {
                AtomicFiles.write(
                        archive,
                        temporary -> Files.copy(output.file(), temporary, StandardCopyOption.REPLACE_EXISTING));
            }
            request.progress()
                    .info(String.format(
                            Locale.ROOT,
                            "%s, %.1f MB, %s",
                            name,
                            Files.size(archive) / 1e6,
                            fresh[0]
                                    ? "packed in "
                                            + Duration.ofNanos(System.nanoTime() - start)
                                                    .toSeconds() + " s"
                                    : "unchanged"));
        } catch (IOException e) {
            throw new BuildFailure("Cannot write " + archive, e)
                    .remedy("Check that the disk is not full and the directory is writable, then run again");
        }
        return new PackagedFile(archive, type, classifier, content.summary(), output.sha256());
    }

    private static Content content(DistributionPlan plan, String name) {
        return plan.catalog().content(name).on(plan.target().os());
    }

    private static Digest key(
            DistributionPlan plan,
            DistributionRequest request,
            String contentName,
            RecipeStep.Built tree,
            LicenseStage.Vetted vetted) {
        StringBuilder inputs = new StringBuilder("package " + LAYOUT + "\n")
                .append("name ")
                .append(request.artifactId())
                .append(' ')
                .append(request.artifactVersion())
                .append('\n')
                .append("tree ")
                .append(tree.output().sha256())
                .append('\n')
                .append("content ")
                .append(contentName)
                .append(' ')
                .append(content(plan, contentName))
                .append('\n')
                .append("flavour ")
                .append(request.flavour())
                .append('\n')
                .append("extensions ")
                .append(plan.extensions())
                .append('\n')
                .append("components ")
                .append(components(plan, request))
                .append('\n')
                .append("target ")
                .append(plan.target())
                .append('\n')
                .append("epoch ")
                .append(request.sourceDateEpoch())
                .append('\n');
        choices(plan)
                .ifPresent(choices -> inputs.append("choices ").append(choices).append('\n'));
        vetted.texts().forEach((path, text) -> inputs.append("license ")
                .append(path)
                .append(' ')
                .append(Digest.of(text))
                .append('\n'));
        return Digest.ofText(inputs.toString());
    }

    private void write(
            DistributionPlan plan,
            DistributionRequest request,
            String contentName,
            RecipeStep.Built built,
            LicenseStage.Vetted vetted,
            Path archive)
            throws IOException {
        Content content = content(plan, contentName);
        Path whole = request.buildDirectory().resolve("work").resolve("package-" + contentName);
        Trees.delete(whole);
        extractor.extract(built.output().file(), whole, ExtractOptions.defaults());
        Path tree = whole.resolve(content.root());
        for (Map.Entry<String, byte[]> text : vetted.texts().entrySet()) {
            Path file = tree.resolve(text.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, text.getValue());
        }
        PythonJson python = PythonJson.read(whole.resolve(CpythonBuilder.PYTHON_JSON));
        Trees.prune(whole, content.selection(plan.extensions()));
        ArchiveOptions options = ArchiveOptions.of(request.sourceDateEpoch())
                .withFormat(content.archiveFormat())
                .withLevel(content.level())
                .withPrefix(content.root().isEmpty() ? DistributionDescription.ROOT : "");
        Path pythonJson = tree.resolve(CpythonBuilder.PYTHON_JSON);
        if (Files.exists(pythonJson)) {
            // The readers of that format want it first.
            byte[] complete = python.withLicenses(plan, vetted.texts().keySet());
            Files.write(pythonJson, complete);
            options = options.withFirst(CpythonBuilder.PYTHON_JSON, complete);
        }
        DistributionDescription description = describe(plan, request, contentName, tree, python);
        archiver.write(tree, archive, options.withFirst(content.description(), description.toJson()));
        Trees.delete(whole);
    }

    private static DistributionDescription describe(
            DistributionPlan plan, DistributionRequest request, String contentName, Path tree, PythonJson python)
            throws IOException {
        Content content = content(plan, contentName);
        String abi = python.abiTag();
        return new DistributionDescription(
                DistributionDescription.SCHEMA,
                request.artifactId(),
                request.artifactVersion(),
                plan.cpythonVersion(),
                plan.platform(request),
                contentName,
                plan.target().triple(),
                python.executable(),
                python.libpython(),
                stdlib(contentName, content, python, tree),
                abi,
                Stream.concat(
                                plan.target().wheelPlatforms().stream()
                                        .map(platform -> python.pythonTag() + "-" + abi + "-" + platform),
                                Stream.of("py3-none-any"))
                        .toList(),
                new DistributionDescription.Libc(
                        plan.target().libc(), plan.target().libcFloor()),
                plan.extensions().modules().entrySet().stream()
                        .map(entry -> new DistributionDescription.ExtensionModule(
                                entry.getKey(),
                                linkage(entry.getValue(), content),
                                uses(entry.getKey(), entry.getValue(), plan)))
                        .toList(),
                components(plan, request),
                choices(plan).orElse(null),
                new DistributionDescription.Licenses("licenses"),
                files(tree));
    }

    private static String stdlib(String contentName, Content content, PythonJson python, Path tree) throws IOException {
        String pattern = content.stdlib();
        if (pattern == null) {
            return python.stdlib();
        }
        Glob glob = Glob.of(pattern);
        List<String> found = Trees.list(tree).stream()
                .map(path -> Trees.unixPath(tree.relativize(path)))
                .filter(glob::matches)
                .toList();
        if (found.size() != 1) {
            throw new BuildFailure("The content '" + contentName + "' has " + (found.isEmpty() ? "no" : "more than one")
                            + " standard library")
                    .detail("looked for: " + pattern + " in " + content.root() + " of the built tree")
                    .detail("found: " + (found.isEmpty() ? "nothing" : String.join(", ", found)))
                    .remedy("Have the series' recipe leave one, or correct the key stdlib in contents.yaml");
        }
        return found.get(0);
    }

    private static String linkage(ExtensionCatalog.Extension extension, Content content) {
        if (extension.test() && !content.testModules()) {
            return "disabled";
        }
        return switch (extension.mode()) {
            case CORE, STATIC -> "static";
            case SHARED -> "shared";
            case DISABLED -> "disabled";
        };
    }

    /** A module of the project's own is a component itself, whose licence is said there. */
    private static List<String> uses(String name, ExtensionCatalog.Extension extension, DistributionPlan plan) {
        if (plan.modules().stream().noneMatch(module -> module.name().equals(name))) {
            return extension.uses();
        }
        return Stream.concat(Stream.of(name), extension.uses().stream())
                .sorted()
                .toList();
    }

    private static Optional<DistributionDescription.Choices> choices(DistributionPlan plan) {
        DistributionDescription.Choices choices = new DistributionDescription.Choices(
                plan.chosen().patches().stream()
                        .map(patch -> new DistributionDescription.Source(patch.fileName(), patch.sha256()))
                        .toList(),
                plan.modules().stream().map(OwnModule::name).toList(),
                List.copyOf(plan.leftOut().modules()));
        return choices.equals(new DistributionDescription.Choices(List.of(), List.of(), List.of()))
                ? Optional.empty()
                : Optional.of(choices);
    }

    private static List<DistributionDescription.Component> components(
            DistributionPlan plan, DistributionRequest request) {
        List<DistributionDescription.Component> components = new ArrayList<>();
        for (Component component : plan.components()) {
            Component.Version definition = plan.definition(component);
            components.add(new DistributionDescription.Component(
                    component.name(),
                    plan.upstreamVersions().get(component.name()),
                    definition.license() == null ? component.license() : definition.license(),
                    new DistributionDescription.Source(
                            definition.source().file(), definition.source().sha256())));
        }
        components.add(new DistributionDescription.Component(
                "cpython",
                plan.cpythonVersion(),
                plan.series().license(),
                new DistributionDescription.Source(
                        plan.cpythonDefinition().source().file(),
                        plan.cpythonDefinition().source().sha256())));
        for (ChosenFiles.Code code : plan.chosen().modules()) {
            components.add(new DistributionDescription.Component(
                    code.choice().name(),
                    request.artifactVersion(),
                    code.choice().license().strip(),
                    null));
        }
        components.sort(Comparator.comparing(DistributionDescription.Component::name));
        return components;
    }

    private static List<DistributionDescription.FileEntry> files(Path tree) throws IOException {
        List<DistributionDescription.FileEntry> files = new ArrayList<>();
        for (Path path : Trees.list(tree)) {
            String name = Trees.unixPath(tree.relativize(path));
            if (Files.isSymbolicLink(path)) {
                files.add(DistributionDescription.FileEntry.link(name, Trees.unixPath(Files.readSymbolicLink(path))));
            } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                files.add(DistributionDescription.FileEntry.file(
                        name, Digest.of(path), Files.size(path), Files.isExecutable(path)));
            }
        }
        return files;
    }
}
