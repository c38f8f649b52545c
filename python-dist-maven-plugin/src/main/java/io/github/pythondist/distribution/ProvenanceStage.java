package io.github.pythondist.distribution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.CatalogStore;
import io.github.pythondist.catalog.Component;
import io.github.pythondist.catalog.Optimization;
import io.github.pythondist.catalog.Series;
import io.github.pythondist.component.StepStore;
import io.github.pythondist.environment.EnvironmentLock;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.provenance.Archive;
import io.github.pythondist.provenance.BuildInfo;
import io.github.pythondist.provenance.BuildRecord;
import io.github.pythondist.provenance.MachineNotes;
import io.github.pythondist.provenance.SupplyChain;
import io.github.pythondist.provenance.SupplyFile;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** Writes what is said of a build beside its archives; the same build is not described again. */
@Named
@Singleton
final class ProvenanceStage {

    /** To be raised when the same build would be described otherwise. */
    private static final int FORMAT = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final SupplyChain supplyChain;

    @Inject
    ProvenanceStage(SupplyChain supplyChain) {
        this.supplyChain = supplyChain;
    }

    List<PackagedFile> describe(
            DistributionPlan plan,
            DistributionRequest request,
            PackagingRequest packaging,
            Sysroot sysroot,
            LicenseStage.Vetted vetted,
            List<PackagedFile> packed,
            StepStore store) {
        BuildRecord build = record(plan, request, packaging, sysroot, vetted);
        List<Archive> archives = new ArrayList<>();
        for (int i = 0; i < packed.size(); i++) {
            PackagedFile file = packed.get(i);
            archives.add(new Archive(
                    packaging.contents().get(i), file.classifier(), file.type(), file.file(), file.sha256()));
        }
        StepStore.Output output =
                store.findOrRun(key(build, archives), "describe", "files.json", request.progress(), file -> {
                    JSON.writeValue(file.toFile(), supplyChain.describe(build, archives));
                    return null;
                });
        try {
            List<SupplyFile> files = JSON.readValue(output.file().toFile(), new TypeReference<>() {});
            writeNotes(request);
            List<PackagedFile> written = new ArrayList<>();
            for (SupplyFile file : files) {
                written.add(write(file, packaging.directory()));
            }
            request.progress()
                    .info(files.size() + " files say what is in it and how to build it again, " + build.baseName() + "."
                            + SupplyChain.SHA256SUMS + " names them all");
            return written;
        } catch (IOException e) {
            throw new BuildFailure("Cannot write what is said of the archives to " + packaging.directory(), e)
                    .remedy("Check that the disk is not full and the directory is writable, then run again");
        }
    }

    BuildInfo inputs(
            DistributionPlan plan,
            DistributionRequest request,
            PackagingRequest packaging,
            Sysroot sysroot,
            LicenseStage.Vetted vetted) {
        return supplyChain.inputs(record(plan, request, packaging, sysroot, vetted));
    }

    private static void writeNotes(DistributionRequest request) throws IOException {
        String notes = MachineNotes.text(request.tier().map(Tier::label).orElse("the best that works"), request.jobs());
        writeIfOther(request.buildDirectory().resolve("machine.properties"), notes.getBytes(StandardCharsets.US_ASCII));
    }

    private static PackagedFile write(SupplyFile supply, Path directory) throws IOException {
        Path file = directory.resolve(supply.name());
        byte[] bytes = supply.text().getBytes(StandardCharsets.UTF_8);
        writeIfOther(file, bytes);
        return new PackagedFile(file, supply.type(), supply.classifier(), supply.summary(), Digest.of(bytes));
    }

    private static void writeIfOther(Path file, byte[] bytes) throws IOException {
        if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
            AtomicFiles.write(file, temporary -> Files.write(temporary, bytes));
        }
    }

    private static Digest key(BuildRecord build, List<Archive> archives) {
        StringBuilder inputs = new StringBuilder("describe ").append(FORMAT).append('\n');
        for (Archive archive : archives) {
            inputs.append("archive ")
                    .append(archive.file().getFileName())
                    .append(' ')
                    .append(archive.sha256())
                    .append('\n');
        }
        try {
            return Digest.ofText(
                    inputs.append(JSON.writeValueAsString(build)).append('\n').toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts and numbers are always JSON", e);
        }
    }

    private static BuildRecord record(
            DistributionPlan plan,
            DistributionRequest request,
            PackagingRequest packaging,
            Sysroot sysroot,
            LicenseStage.Vetted vetted) {
        SortedMap<String, Digest> texts = new TreeMap<>();
        vetted.texts().forEach((path, text) -> texts.put(path, Digest.of(text)));
        return new BuildRecord(
                new BuildRecord.Project(
                        packaging.groupId(), request.artifactId(), request.artifactVersion(), packaging.projectName()),
                packaging.plugin(),
                packaging.builder(),
                plan.series(),
                request.flavour(),
                plan.target().classifier(),
                request.sourceSet(),
                request.versions(),
                plan.extensions(),
                packaging.contents().stream()
                        .map(name -> new BuildRecord.Named(name, plan.catalog().content(name)))
                        .toList(),
                parts(plan),
                plan.chosen().modules().stream()
                        .map(code -> module(code, plan, request.artifactVersion()))
                        .sorted(Comparator.comparing(BuildRecord.OwnModule::name))
                        .toList(),
                environment(plan, request, sysroot),
                catalogFiles(plan, request, sysroot),
                texts,
                request.policy(),
                options(plan, request),
                request.sourceDateEpoch());
    }

    private static SortedMap<String, String> options(DistributionPlan plan, DistributionRequest request) {
        SortedMap<String, String> options = new TreeMap<>();
        if (!request.optimize().equals(Optimization.NONE)) {
            options.put(BuildRecord.OPTIMIZE, request.optimize());
        }
        if (plan.profile().isPresent()) {
            DistributionRequest.PinnedProfile pinned = request.profile().orElseThrow();
            options.put(BuildRecord.PROFILE, pinned.name());
            options.put(BuildRecord.PROFILE_SHA256, pinned.sha256().hex());
        }
        options.putAll(request.choices().options(plan.chosen()));
        return options;
    }

    private static List<BuildRecord.Part> parts(DistributionPlan plan) {
        List<BuildRecord.Part> parts = new ArrayList<>();
        for (Component component : plan.components()) {
            Component.Version definition = plan.definition(component);
            parts.add(new BuildRecord.Part(
                    component.name(),
                    plan.upstreamVersions().get(component.name()),
                    plan.versions().get(component.name()),
                    component.summary(),
                    component.homepage(),
                    component.cpe(),
                    definition.license() == null ? component.license() : definition.license(),
                    definition.source(),
                    patches(
                            plan.catalog(),
                            plan.catalog().componentFolder(component, plan.target()),
                            definition.patches()),
                    component.depends().stream().sorted().toList()));
        }
        Series series = plan.series();
        parts.add(new BuildRecord.Part(
                BuildRecord.CPYTHON,
                plan.cpythonVersion(),
                plan.cpythonVersion(),
                "the interpreter and its standard library",
                "https://www.python.org/",
                series.cpe(),
                series.license(),
                plan.cpythonDefinition().source(),
                patches(
                        plan.catalog(),
                        plan.catalog().seriesFolder(series, plan.target()),
                        plan.cpythonDefinition().patches()),
                plan.depends()));
        parts.sort(Comparator.comparing(BuildRecord.Part::name));
        return parts;
    }

    private static BuildRecord.OwnModule module(ChosenFiles.Code code, DistributionPlan plan, String version) {
        SortedMap<String, Digest> files = new TreeMap<>();
        code.compiled().forEach((path, bytes) -> files.put(path, Digest.of(bytes)));
        return new BuildRecord.OwnModule(
                code.choice().name(),
                version,
                code.choice().license().strip(),
                files,
                plan.extensions().modules().get(code.choice().name()).uses());
    }

    private static List<BuildRecord.Patch> patches(Catalog catalog, String folder, List<String> names) {
        List<BuildRecord.Patch> patches = new ArrayList<>();
        try {
            for (String name : names) {
                String path = folder + "/patches/" + name;
                byte[] patch = Files.readAllBytes(catalog.root().resolve(path));
                patches.add(new BuildRecord.Patch(
                        path, Digest.of(patch), Base64.getEncoder().encodeToString(patch)));
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot read a patch of " + folder + " in the catalog", e);
        }
        return patches;
    }

    private static BuildRecord.Environment environment(
            DistributionPlan plan, DistributionRequest request, Sysroot sysroot) {
        boolean onHost = request.tier().equals(Optional.of(Tier.HOST));
        SortedMap<String, EnvironmentLock> locks = new TreeMap<>();
        locks.put("sysroot", sysroot.lock());
        sysroot.build().ifPresent(build -> locks.put(BuildRecord.BUILD_SYSROOT, build.lock()));
        if (!onHost) {
            locks.put("build-root", plan.catalog().environment(plan.target().environment()));
            tools(plan)
                    .forEach(name -> locks.put("tools-" + name, plan.catalog().environment(name)));
        }
        return new BuildRecord.Environment(
                onHost ? Tier.HOST.label() : BuildInfo.HERMETIC,
                onHost ? Digest.ofText(sysroot.tools()) : null,
                locks,
                plan.target().libc(),
                plan.target().libcFloor());
    }

    /** Locks of programs that single recipes run. */
    private static List<String> tools(DistributionPlan plan) {
        return plan.components().stream()
                .map(Component::tools)
                .filter(name -> name != null)
                .distinct()
                .sorted()
                .toList();
    }

    /** Every file of the catalog that this build has looked into, and by which rules its archives were cut out. */
    private static List<BuildRecord.CatalogFile> catalogFiles(
            DistributionPlan plan, DistributionRequest request, Sysroot sysroot) {
        Catalog catalog = plan.catalog();
        String series = "cpython/" + plan.series().series();
        List<String> paths = new ArrayList<>(List.of(
                "driver.sh",
                "lib.sh",
                "toolchain",
                "flavours.yaml",
                "optimizations.yaml",
                "contents.yaml",
                "source-sets/" + request.sourceSet() + ".yaml",
                "environments/" + plan.target().environment() + ".yaml",
                series + "/series.yaml",
                series + "/project"));
        String folder = catalog.seriesFolder(plan.series(), plan.target());
        paths.addAll(List.of(folder + "/series.yaml", folder + "/extensions.yaml", folder + "/patches"));
        if (plan.series().buildPython() != null) {
            paths.add(catalog.script(plan.series(), plan.series().buildPython().script()));
        }
        paths.addAll(
                catalog.filesBeside(catalog.script(plan.series(), plan.series().script())));
        tools(plan).forEach(name -> paths.add("environments/" + name + ".yaml"));
        for (Component component : plan.components()) {
            String recipe = catalog.componentFolder(component, plan.target());
            paths.add("components/" + component.name() + "/component.yaml");
            paths.addAll(List.of(recipe + "/build.sh", recipe + "/files", recipe + "/patches"));
        }
        Stream.concat(Stream.of(sysroot), sysroot.build().stream()).forEach(root -> {
            paths.add("targets/" + root.target().classifier() + ".yaml");
            paths.add("environments/" + root.lock().name() + ".yaml");
            root.derivation()
                    .ifPresent(derivation -> paths.add(
                            derivation.script().substring(0, derivation.script().lastIndexOf('/'))));
        });
        SortedMap<String, Digest> used = catalog.files(paths);
        SortedMap<String, Digest> plugins =
                request.catalogDirectory().isEmpty() && request.choices().isNone()
                        ? used
                        : new CatalogStore(request.cacheDirectory().resolve("catalogs"))
                                .open(Optional.empty())
                                .files(paths);
        return used.entrySet().stream()
                .map(file -> new BuildRecord.CatalogFile(
                        file.getKey(), file.getValue(), !file.getValue().equals(plugins.get(file.getKey()))))
                .toList();
    }
}
