package io.github.pythondist.provenance;

import io.github.pythondist.bill.CycloneDx;
import io.github.pythondist.bill.Purl;
import io.github.pythondist.catalog.Content;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import io.github.pythondist.catalog.Series;
import io.github.pythondist.environment.EnvironmentLock;
import io.github.pythondist.environment.LinkedPart;
import io.github.pythondist.environment.LockedPackage;
import io.github.pythondist.source.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Dependency;
import org.cyclonedx.model.ExternalReference;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * The bill of materials of one archive: CycloneDX 1.6 (ECMA-424) in JSON.
 *
 * <p>The archive is {@code metadata.component}. Its components are CPython with what its source carries, everything
 * that was linked in, and the wheels inside. Of an archive that holds no program, such as the debug information, they
 * are what it describes, and its description says so.
 */
final class SoftwareBill {

    /** The Maven type. */
    static final String TYPE = "cdx.json";

    private final BuildRecord build;
    private final Archive archive;
    private final Content content;
    private final Predicate<String> selected;
    private final SortedMap<String, SortedSet<String>> graph = new TreeMap<>();

    private SoftwareBill(BuildRecord build, Archive archive) {
        this.build = build;
        this.archive = archive;
        this.content = build.contents().stream()
                .filter(named -> named.name().equals(archive.content()))
                .findFirst()
                .orElseThrow()
                .content();
        this.selected = content.selection(build.extensions());
    }

    /**
     * @param shipped the archive's digests
     * @throws BuildFailure if the result does not follow CycloneDX's schema
     */
    static String make(BuildRecord build, Archive archive, ShippedFile shipped) {
        return new SoftwareBill(build, archive).text(shipped);
    }

    private String text(ShippedFile shipped) {
        Bom bom = new Bom();
        bom.setMetadata(metadata(shipped));
        List<Component> components = new ArrayList<>();
        SortedSet<String> roots = new TreeSet<>();
        for (BuildRecord.Part part : build.parts()) {
            components.add(part(part));
            roots.add(reference(part));
        }
        for (BuildRecord.OwnModule module : build.modules()) {
            components.add(module(module));
            roots.add(reference(module));
        }
        for (Map.Entry<LinkedPart, EnvironmentLock> linked : linked().entrySet()) {
            Component component = linked(linked.getKey(), linked.getValue());
            components.add(component);
            depends(reference(build.cpython()), component.getBomRef());
        }
        for (Series.Wheel wheel : build.wheels()) {
            if (selected.test(wheel.file().replaceFirst("^Lib/", build.series().stdlib() + "/"))) {
                components.add(wheel(wheel));
                roots.add(reference(wheel));
            }
        }
        roots.forEach(root -> depends(rootReference(), root));
        components.sort(Comparator.comparing(Component::getBomRef));
        bom.setComponents(components);
        bom.setDependencies(dependencies());
        return CycloneDx.published(
                bom, archive.fileName(), "Correct what the catalog says of the component: homepage, license, places");
    }

    private Metadata metadata(ShippedFile shipped) {
        Component tool = CycloneDx.component(
                Component.Type.APPLICATION,
                build.plugin().artifactId(),
                build.plugin().version());
        tool.setGroup(build.plugin().groupId());
        tool.setPurl(PackageUrls.plugin(build.plugin(), null));
        Metadata metadata = CycloneDx.buildMetadata(build.sourceDateEpoch(), tool);

        boolean runs = selected.test(build.series().program());
        Component root = CycloneDx.component(
                runs ? Component.Type.PLATFORM : Component.Type.DATA,
                build.project().artifactId(),
                build.project().version());
        root.setBomRef(rootReference());
        root.setGroup(build.project().groupId());
        root.setDescription("CPython " + build.cpython().version() + " for " + build.platform() + ": "
                + content.summary()
                + (runs ? "" : ". No program is inside: the components are those of the binaries that this describes"));
        root.setPurl(rootReference());
        root.setCpe(CycloneDx.cpe(build.cpython().cpe(), build.cpython().version()));
        root.setHashes(List.of(
                new Hash(Hash.Algorithm.SHA_256, shipped.sha256().hex()),
                new Hash(Hash.Algorithm.SHA_512, shipped.sha512())));
        root.setExternalReferences(List.of(
                CycloneDx.reference(
                        ExternalReference.Type.ATTESTATION,
                        build.baseName() + "." + ProvenanceStatement.TYPE,
                        "how it was built"),
                CycloneDx.reference(
                        ExternalReference.Type.BUILD_META,
                        build.baseName() + "." + BuildInfo.TYPE,
                        "what it takes to build it again")));
        root.setProperties(CycloneDx.properties(Map.of(
                "content", archive.content(),
                "flavour", build.flavour(),
                "target", build.target(),
                "libc", build.environment().libc(),
                "libc-floor",
                        build.environment().libcFloor() == null
                                ? ""
                                : build.environment().libcFloor(),
                "source-set", build.sourceSet())));
        metadata.setComponent(root);
        return metadata;
    }

    private Component part(BuildRecord.Part part) {
        boolean isCpython = part.name().equals(BuildRecord.CPYTHON);
        Component component = CycloneDx.component(
                isCpython ? Component.Type.APPLICATION : Component.Type.LIBRARY, part.name(), part.version());
        component.setBomRef(reference(part));
        component.setDescription(part.summary());
        component.setPurl(PackageUrls.source(part));
        component.setCpe(CycloneDx.cpe(part.cpe(), part.version()));
        component.setLicenses(CycloneDx.license(part.license()));
        List<ExternalReference> references = new ArrayList<>();
        references.add(CycloneDx.reference(ExternalReference.Type.WEBSITE, part.homepage(), null));
        for (Place place : part.source().places()) {
            references.add(CycloneDx.hashed(
                    CycloneDx.reference(
                            ExternalReference.Type.SOURCE_DISTRIBUTION,
                            place.describe(),
                            part.source().file()),
                    part.source().sha256()));
        }
        references.addAll(licenseTexts(part.name()));
        component.setExternalReferences(references);
        Map<String, String> properties = new TreeMap<>();
        if (isCpython) {
            component.setComponents(bundled());
        } else {
            SortedSet<String> modules = modules(part.name());
            if (!modules.isEmpty()) {
                properties.put("extension-modules", String.join(" ", modules));
            }
        }
        if (!part.patches().isEmpty()) {
            component.setPedigree(CycloneDx.patched(part.patches().stream()
                    .map(patch -> new CycloneDx.AppliedPatch("catalog/" + patch.path(), patch.base64()))
                    .toList()));
            part.patches()
                    .forEach(patch -> properties.put(
                            "patch:" + patch.path() + ":sha256", patch.sha256().hex()));
        }
        if (!properties.isEmpty()) {
            component.setProperties(CycloneDx.properties(properties));
        }
        depends(reference(part), null);
        for (String need : part.needs()) {
            build.parts().stream()
                    .filter(other -> other.name().equals(need))
                    .forEach(other -> depends(reference(part), reference(other)));
        }
        return component;
    }

    private Component module(BuildRecord.OwnModule module) {
        Component component = CycloneDx.component(Component.Type.LIBRARY, module.name(), module.version());
        component.setBomRef(reference(module));
        component.setGroup(build.project().groupId());
        component.setDescription("extension module of the project, linked into the interpreter");
        component.setLicenses(CycloneDx.license(module.license()));
        component.setExternalReferences(licenseTexts(module.name()));
        Map<String, String> properties = new TreeMap<>();
        properties.put("extension-modules", module.name());
        module.files().forEach((path, sha256) -> properties.put("source:" + path + ":sha256", sha256.hex()));
        component.setProperties(CycloneDx.properties(properties));
        depends(reference(module), reference(build.cpython()));
        for (String need : module.needs()) {
            build.parts().stream()
                    .filter(part -> part.name().equals(need))
                    .forEach(part -> depends(reference(module), reference(part)));
        }
        return component;
    }

    /** What CPython's own source carries of others, as far as it is in this archive. */
    private List<Component> bundled() {
        List<Component> components = new ArrayList<>();
        for (Series.Bundled bundled : build.series().bundled()) {
            if (!isIn(bundled)) {
                continue;
            }
            Component component = CycloneDx.component(Component.Type.LIBRARY, bundled.name(), bundled.version());
            component.setBomRef(reference(build.cpython()) + "/" + bundled.name());
            component.setLicenses(CycloneDx.license(bundled.license()));
            component.setProperties(CycloneDx.properties(
                    Map.of("used-by", String.join(" ", bundled.usedBy()), "source-file", bundled.file())));
            components.add(component);
            depends(component.getBomRef(), null);
            depends(reference(build.cpython()), component.getBomRef());
        }
        components.sort(Comparator.comparing(Component::getBomRef));
        return components;
    }

    private boolean isIn(Series.Bundled bundled) {
        if (bundled.file().startsWith("Lib/")) {
            return selected.test(build.series().stdlib() + bundled.file().substring("Lib".length()));
        }
        // Code in C is left out only with all modules that have it.
        return bundled.usedBy().isEmpty()
                || bundled.usedBy().stream()
                        .anyMatch(user -> !build.extensions().modules().containsKey(user)
                                || build.extensions().modules().get(user).mode() != Mode.DISABLED);
    }

    private Component wheel(Series.Wheel wheel) {
        Component component = CycloneDx.component(Component.Type.LIBRARY, wheel.name(), wheel.version());
        component.setBomRef(reference(wheel));
        component.setDescription("installed from the wheel that CPython's source carries");
        component.setPurl(Purl.pypi(wheel.name(), wheel.version()));
        component.setCpe(CycloneDx.cpe(wheel.cpe(), wheel.version()));
        component.setLicenses(CycloneDx.license(wheel.license()));
        component.setHashes(
                List.of(new Hash(Hash.Algorithm.SHA_256, wheel.sha256().hex())));
        List<ExternalReference> references = licenseTexts(wheel.name());
        if (!references.isEmpty()) {
            component.setExternalReferences(references);
        }
        component.setProperties(CycloneDx.properties(Map.of("source-file", wheel.file())));
        depends(reference(wheel), reference(build.cpython()));
        List<Component> vendored = new ArrayList<>();
        for (Series.Vendored inside : wheel.vendored()) {
            // "setuptools (pkg_resources)" is a part of setuptools.
            String project = inside.name().replaceFirst(" \\(.*", "");
            Component carried = CycloneDx.component(Component.Type.LIBRARY, inside.name(), inside.version());
            carried.setBomRef(reference(wheel) + "/" + inside.name());
            carried.setPurl(Purl.pypi(project, inside.version()));
            carried.setLicenses(CycloneDx.license(inside.license()));
            vendored.add(carried);
            depends(carried.getBomRef(), null);
            depends(reference(wheel), carried.getBomRef());
        }
        vendored.sort(Comparator.comparing(Component::getBomRef));
        if (!vendored.isEmpty()) {
            component.setComponents(vendored);
        }
        return component;
    }

    /** Start-up objects and the like, with the lock that they come from. */
    private Map<LinkedPart, EnvironmentLock> linked() {
        Map<LinkedPart, EnvironmentLock> linked = new LinkedHashMap<>();
        build.environment().locks().forEach((role, lock) -> {
            if (!role.equals(BuildRecord.BUILD_SYSROOT)) {
                lock.linked().forEach(part -> linked.put(part, lock));
            }
        });
        return linked;
    }

    private Component linked(LinkedPart part, EnvironmentLock lock) {
        LockedPackage locked = lock.packages().stream()
                .filter(candidate -> candidate.name().equals(part.fromPackage()))
                .findFirst()
                .orElseThrow();
        String version = upstream(locked.version());
        Component component = CycloneDx.component(Component.Type.LIBRARY, part.name(), version);
        component.setBomRef(part.name() + "@" + version);
        component.setDescription(part.summary());
        component.setPurl(PackageUrls.debian(locked, lock.suite(), lock.architecture()));
        component.setCpe(CycloneDx.cpe(part.cpe(), version));
        component.setLicenses(CycloneDx.license(part.license()));
        component.setExternalReferences(List.of(CycloneDx.hashed(
                CycloneDx.reference(ExternalReference.Type.DISTRIBUTION, "debian:" + locked.path(), "Debian package"),
                locked.sha256())));
        depends(component.getBomRef(), null);
        return component;
    }

    /** Debian's version without epoch and revision. */
    private static String upstream(String version) {
        String plain = version.substring(version.indexOf(':') + 1);
        int dash = plain.lastIndexOf('-');
        return dash < 0 ? plain : plain.substring(0, dash);
    }

    private List<ExternalReference> licenseTexts(String part) {
        List<ExternalReference> references = new ArrayList<>();
        String folder = "licenses/" + part + "/";
        build.licenseTexts().forEach((path, digest) -> {
            if (path.startsWith(folder)) {
                references.add(CycloneDx.hashed(
                        CycloneDx.reference(ExternalReference.Type.LICENSE, "python/" + path, "in the archive"),
                        digest));
            }
        });
        return references;
    }

    private SortedSet<String> modules(String component) {
        SortedSet<String> modules = new TreeSet<>();
        build.extensions().modules().forEach((name, extension) -> {
            if (extension.mode() != Mode.DISABLED && extension.uses().contains(component)) {
                modules.add(name);
            }
        });
        return modules;
    }

    private void depends(String from, @Nullable String on) {
        SortedSet<String> needs = graph.computeIfAbsent(from, name -> new TreeSet<>());
        if (on != null) {
            needs.add(on);
        }
    }

    private List<Dependency> dependencies() {
        List<Dependency> dependencies = new ArrayList<>();
        graph.forEach((from, needs) -> {
            Dependency dependency = new Dependency(from);
            needs.forEach(on -> dependency.addDependency(new Dependency(on)));
            dependencies.add(dependency);
        });
        return dependencies;
    }

    private String rootReference() {
        return PackageUrls.maven(
                build.project().groupId(),
                build.project().artifactId(),
                build.project().version(),
                archive.classifier(),
                archive.type());
    }

    private static String reference(BuildRecord.Part part) {
        return part.name() + "@" + part.version();
    }

    private static String reference(BuildRecord.OwnModule module) {
        return module.name() + "@" + module.version();
    }

    private static String reference(Series.Wheel wheel) {
        return wheel.name() + "@" + wheel.version();
    }
}
