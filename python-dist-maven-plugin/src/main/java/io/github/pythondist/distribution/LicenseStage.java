package io.github.pythondist.distribution;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.pythondist.archive.ArchiveReader;
import io.github.pythondist.catalog.Component;
import io.github.pythondist.catalog.LicenseFile;
import io.github.pythondist.catalog.Series;
import io.github.pythondist.component.StepStore;
import io.github.pythondist.environment.EnvironmentLock;
import io.github.pythondist.environment.LinkedPart;
import io.github.pythondist.files.Digest;
import io.github.pythondist.license.DeclarationVetter;
import io.github.pythondist.license.LicenseText;
import io.github.pythondist.license.LicenseVetter;
import io.github.pythondist.license.LicensedItem;
import io.github.pythondist.license.PolicyException;
import io.github.pythondist.license.VettingReport;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** Vets a plan's licences and collects every text that has to be shipped. */
@Named
@Singleton
final class LicenseStage {

    /** To be raised when the rules change: an older verdict is then not reused. */
    private static final int RULES = 6;

    private static final String FOLDER = "licenses/";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final LicenseVetter vetter;
    private final DeclarationVetter declarations;

    @Inject
    LicenseStage(LicenseVetter vetter, DeclarationVetter declarations) {
        this.vetter = vetter;
        this.declarations = declarations;
    }

    /**
     * A plan that may be built and shipped.
     *
     * @param report what was decided, and why
     * @param texts path in the archive → licence text
     */
    record Vetted(VettingReport report, SortedMap<String, byte[]> texts) {}

    /** The licence files of one source archive. */
    private record Item(
            String name,
            String version,
            String expression,
            SourceFile source,
            List<LicenseFile> licenseFiles,
            SortedMap<String, String> otherLicenseFiles) {}

    /** What a part of the sysroot that is linked in wants to have shipped. */
    private record Notice(String name, SourceFile source, String path) {}

    Vetted vet(
            DistributionPlan plan,
            DistributionRequest request,
            Function<List<SourceFile>, List<Path>> sources,
            StepStore store) {
        // Single components end in no distribution: what CPython carries says nothing of them.
        boolean componentsAlone = !request.components().isEmpty();
        List<Item> items = items(plan, componentsAlone);
        try {
            List<Object> deciding = new ArrayList<>(List.of(RULES, items, request.policy()));
            if (!componentsAlone) {
                deciding.add(2, plan.series().bundled());
                deciding.add(3, plan.cpythonDefinition().wheels());
            }
            if (!plan.chosen().modules().isEmpty()) {
                deciding.add(own(plan, request));
            }
            List<Notice> notices = componentsAlone ? List.of() : notices(plan);
            if (!notices.isEmpty()) {
                deciding.add(notices);
            }
            String inputs = JSON.writeValueAsString(deciding);
            StepStore.Output output =
                    store.findOrRun(Digest.ofText("vet " + inputs), "vet", "vetted.json", request.progress(), file -> {
                        JSON.writeValue(file.toFile(), decide(plan, request, items, notices, sources));
                        return null;
                    });
            return JSON.readValue(output.file().toFile(), Vetted.class);
        } catch (IOException e) {
            throw new BuildFailure("Cannot vet the licences", e);
        }
    }

    private static List<Item> items(DistributionPlan plan, boolean componentsAlone) {
        List<Item> items = new ArrayList<>();
        for (Component component : plan.components()) {
            Component.Version definition = plan.definition(component);
            items.add(new Item(
                    component.name(),
                    plan.versions().get(component.name()),
                    definition.license() == null ? component.license() : definition.license(),
                    definition.source(),
                    definition.licenseFiles(),
                    definition.otherLicenseFiles()));
        }
        if (componentsAlone) {
            return items;
        }
        Series.Version cpython = plan.cpythonDefinition();
        items.add(new Item(
                "cpython",
                plan.cpythonVersion(),
                plan.series().license(),
                cpython.source(),
                cpython.licenseFiles(),
                new TreeMap<>()));
        return items;
    }

    private static List<Notice> notices(DistributionPlan plan) {
        EnvironmentLock sysroot = plan.catalog().environment(plan.target().sysroot());
        List<Notice> notices = new ArrayList<>();
        for (LinkedPart part : sysroot.linked()) {
            if (part.licenseFile() != null) {
                sysroot.packages().stream()
                        .filter(locked -> locked.name().equals(part.fromPackage()))
                        .forEach(locked -> notices.add(new Notice(part.name(), locked.source(), part.licenseFile())));
            }
        }
        return notices;
    }

    private Vetted decide(
            DistributionPlan plan,
            DistributionRequest request,
            List<Item> items,
            List<Notice> notices,
            Function<List<SourceFile>, List<Path>> sources)
            throws IOException {
        List<Path> archives = sources.apply(items.stream().map(Item::source).toList());
        SortedMap<String, byte[]> shipped = new TreeMap<>();
        List<LicensedItem> licensed = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            licensed.add(read(items.get(i), archives.get(i), shipped));
        }
        for (ChosenFiles.Code code : plan.chosen().modules()) {
            licensed.add(own(code, request.artifactVersion()));
            code.licenses()
                    .forEach((path, text) -> shipped.put(FOLDER + code.choice().name() + "/" + path, text));
        }
        for (Notice notice : notices) {
            Path archive = sources.apply(List.of(notice.source())).get(0);
            byte[] text = ArchiveReader.find(archive, notice.path(), SourceTexts.MAX_BYTES)
                    .orElseThrow(() -> new BuildFailure(
                                    "The package " + archive.getFileName() + " has no file " + notice.path())
                            .detail("The lock of the sysroot names it as the notices of " + notice.name() + ".")
                            .remedy("Correct 'license-file' in the catalog's environments/"));
            shipped.put(
                    FOLDER
                            + notice.name()
                            + notice.path().substring(notice.path().lastIndexOf('/')),
                    text);
        }
        VettingReport report = vetter.vet(licensed, request.policy(), request.progress());
        List<PolicyException> exceptions = request.components().isEmpty()
                ? carried(plan, request, archives.get(archives.size() - 1), shipped)
                : List.of();
        return new Vetted(new VettingReport(report.licenseListVersion(), report.items(), exceptions), shipped);
    }

    /** The project's own modules, as far as they decide a verdict. */
    private static List<Object> own(DistributionPlan plan, DistributionRequest request) {
        List<Object> own = new ArrayList<>();
        for (ChosenFiles.Code code : plan.chosen().modules()) {
            SortedMap<String, Digest> texts = new TreeMap<>();
            code.licenses().forEach((path, text) -> texts.put(path, Digest.of(text)));
            own.add(List.of(
                    code.choice().name(),
                    request.artifactVersion(),
                    code.choice().license(),
                    texts));
        }
        return own;
    }

    /** What the POM says is a licence of the project's own is one; any other has to be found in the text. */
    private static LicensedItem own(ChosenFiles.Code code, String version) {
        String expression = code.choice().license().strip();
        List<LicenseText> texts = new ArrayList<>();
        code.licenses().forEach((path, bytes) -> {
            LicenseText text = LicenseText.of(path, bytes);
            texts.add(
                    expression.startsWith("LicenseRef-")
                            ? text.withAttestation(new LicenseText.Attestation(
                                    text.sha256(), expression, "so the project says of its own code"))
                            : text);
        });
        return new LicensedItem(code.choice().name(), version, expression, texts);
    }

    private static LicensedItem read(Item item, Path archive, SortedMap<String, byte[]> shipped) throws IOException {
        Map<String, byte[]> files = SourceTexts.licenses(
                archive, item.licenseFiles().stream().map(LicenseFile::path).toList());
        List<LicenseText> texts = new ArrayList<>();
        files.forEach((path, bytes) -> {
            boolean declared =
                    item.licenseFiles().stream().anyMatch(file -> file.path().equals(path));
            if (!declared && !item.otherLicenseFiles().containsKey(path)) {
                texts.add(LicenseText.of(path, bytes));
            }
        });
        for (LicenseFile file : item.licenseFiles()) {
            byte[] bytes = files.get(file.path());
            LicenseText text = LicenseText.of(file.path(), bytes).withReadsAs(file.readsAs());
            if (file.sha256() != null && !file.sha256().equals(text.sha256())) {
                throw new BuildFailure("The licence file " + file.path() + " of " + item.name() + " " + item.version()
                                + " is not the pinned one")
                        .detail("expected SHA-256 " + file.sha256())
                        .detail("found    SHA-256 " + text.sha256())
                        .remedy("Read the new text, then pin its digest in the catalog");
            }
            if (file.matches() != null && file.sha256() != null && file.note() != null) {
                text = text.withAttestation(new LicenseText.Attestation(file.sha256(), file.matches(), file.note()));
            }
            texts.add(text);
            shipped.put(FOLDER + item.name() + "/" + file.path(), bytes);
        }
        return new LicensedItem(item.name(), item.version(), item.expression(), texts);
    }

    /**
     * What CPython's own source carries: its expressions against the policy, its texts into the archive.
     *
     * @return the policy exceptions that were needed
     */
    private List<PolicyException> carried(
            DistributionPlan plan, DistributionRequest request, Path archive, SortedMap<String, byte[]> shipped)
            throws IOException {
        SortedMap<String, String> expressions = new TreeMap<>();
        plan.series().bundled().forEach(bundled -> expressions.put(bundled.name(), bundled.license()));
        for (Series.Wheel wheel : plan.cpythonDefinition().wheels()) {
            expressions.put(wheel.name(), wheel.license());
            wheel.vendored()
                    .forEach(vendored -> expressions.put(wheel.name() + "/" + vendored.name(), vendored.license()));
            byte[] bytes =
                    SourceTexts.fromArchive(archive, List.of(wheel.file())).get(wheel.file());
            Digest found = Digest.of(bytes);
            if (!found.equals(wheel.sha256())) {
                throw new BuildFailure("The wheel " + wheel.file() + " in CPython's source is not the pinned one")
                        .detail("expected SHA-256 " + wheel.sha256())
                        .detail("found    SHA-256 " + found)
                        .remedy("Pin the wheel that this CPython release carries in the catalog's series.yaml");
            }
            Map<String, byte[]> texts = SourceTexts.fromWheel(
                    wheel.file(),
                    bytes,
                    Stream.concat(
                                    Stream.of(wheel.licenseFile()),
                                    wheel.vendored().stream()
                                            .map(Series.Vendored::file)
                                            .filter(file -> file != null))
                            .collect(Collectors.toSet()));
            texts.forEach((path, text) -> shipped.put(FOLDER + wheel.name() + "/" + path, text));
        }
        // Not every notice comes with its licence's full text; the SPDX list's own text stands in.
        DeclarationVetter.Vetted vetted = declarations.vet(expressions, request.policy());
        vetted.texts()
                .forEach((id, text) ->
                        shipped.put(FOLDER + "spdx/" + id + ".txt", text.getBytes(StandardCharsets.UTF_8)));
        return vetted.exceptions();
    }
}
