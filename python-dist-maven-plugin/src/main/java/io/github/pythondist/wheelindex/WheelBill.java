package io.github.pythondist.wheelindex;

import io.github.pythondist.bill.CycloneDx;
import io.github.pythondist.bill.Purl;
import io.github.pythondist.consumer.Coordinates;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheelindex.ReproducedWheel.LinkedComponent;
import io.github.pythondist.wheelindex.ReproducedWheel.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cyclonedx.model.Ancestors;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Dependency;
import org.cyclonedx.model.ExternalReference;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.Pedigree;

/**
 * The bill of materials of one wheel: CycloneDX 1.6 (ECMA-424) in JSON.
 *
 * <p>The wheel is {@code metadata.component}, its sdist an ancestor, patches are in its pedigree. Components are what was
 * linked in statically and, in the scope {@code excluded} because nothing of them is inside, the interpreter and what the
 * build required. Crates of Rust are all those that the sdist pins. What the package requires when it runs is in no wheel.
 */
final class WheelBill {

    /** The Maven type. */
    static final String TYPE = "cdx.json";

    private final WheelFile file;
    private final ReproducedWheel wheel;
    private final Coordinates plugin;

    private WheelBill(WheelFile file, Coordinates plugin) {
        this.file = file;
        this.wheel = file.wheel();
        this.plugin = plugin;
    }

    /**
     * @param plugin that built it
     * @throws BuildFailure if what the package says of itself does not go into CycloneDX
     */
    static String make(WheelFile file, Coordinates plugin) {
        return new WheelBill(file, plugin).text();
    }

    private String text() {
        String root = purl(wheel.name(), wheel.version(), file.fileName());
        List<Component> components = new ArrayList<>();
        List<Dependency> dependencies = new ArrayList<>();
        Dependency linked = new Dependency(root);
        for (LinkedComponent part : wheel.components()) {
            Component component = linked(part);
            components.add(component);
            linked.addDependency(new Dependency(component.getBomRef()));
            dependencies.add(new Dependency(component.getBomRef()));
        }
        dependencies.add(linked);
        components.add(interpreter());
        wheel.requires().forEach(required -> components.add(required(required)));
        wheel.crates().forEach(crate -> components.add(crate(crate)));
        components.sort(Comparator.comparing(Component::getBomRef));
        dependencies.sort(Comparator.comparing(Dependency::getRef));

        Bom bom = new Bom();
        bom.setMetadata(metadata(root));
        bom.setComponents(components);
        bom.setDependencies(dependencies);
        return CycloneDx.published(bom, "the wheel " + file.fileName(), "Look at the metadata of that package.");
    }

    private Metadata metadata(String root) {
        Component tool = CycloneDx.component(Component.Type.APPLICATION, plugin.artifactId(), plugin.version());
        tool.setGroup(plugin.groupId());
        tool.setPurl(Purl.maven(plugin.groupId(), plugin.artifactId(), plugin.version(), "", ""));
        Metadata metadata = CycloneDx.buildMetadata(wheel.epochSecond(), tool);

        Component component = CycloneDx.component(Component.Type.LIBRARY, wheel.name(), wheel.version());
        component.setBomRef(root);
        component.setPurl(root);
        component.setDescription("the wheel " + file.fileName() + ", built twice to the same bytes with CPython "
                + wheel.interpreter().pythonVersion());
        component.setHashes(hashes(wheel.sha256().hex()));
        file.said()
                .license()
                .map(license -> license.isExpression()
                        ? CycloneDx.license(license.text())
                        : CycloneDx.licenseName(license.text()))
                .ifPresent(component::setLicenses);
        component.setExternalReferences(List.of(
                source(wheel.sdist()),
                CycloneDx.reference(
                        ExternalReference.Type.BUILD_META,
                        WheelArtifacts.fileName(file, WheelBuildInfo.TYPE),
                        "what it takes to build it again")));
        component.setPedigree(pedigree());
        component.setProperties(CycloneDx.properties(properties()));
        metadata.setComponent(component);
        return metadata;
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        properties.put("environment", wheel.environment());
        wheel.patches()
                .forEach(patch -> properties.put(
                        "patch:" + patch.file() + ":sha256", patch.sha256().hex()));
        return properties;
    }

    private Pedigree pedigree() {
        Origin sdist = wheel.sdist();
        Component ancestor = CycloneDx.component(Component.Type.LIBRARY, sdist.name(), sdist.version());
        ancestor.setPurl(purl(sdist.name(), sdist.version(), sdist.file()));
        ancestor.setHashes(hashes(sdist.sha256().hex()));
        Ancestors ancestors = new Ancestors();
        ancestors.setComponents(List.of(ancestor));
        Pedigree pedigree = wheel.patches().isEmpty()
                ? new Pedigree()
                : CycloneDx.patched(wheel.patches().stream()
                        .map(patch -> new CycloneDx.AppliedPatch(patch.file(), patch.base64()))
                        .toList());
        pedigree.setAncestors(ancestors);
        return pedigree;
    }

    private static Component linked(LinkedComponent part) {
        Origin source = part.source();
        Component component = CycloneDx.component(Component.Type.LIBRARY, source.name(), source.version());
        component.setBomRef(source.name() + "@" + source.version());
        component.setDescription("linked in statically");
        component.setPurl(Purl.of(
                "generic",
                null,
                source.name(),
                source.version(),
                Map.of("checksum", "sha256:" + source.sha256()),
                null));
        component.setLicenses(CycloneDx.license(part.license()));
        component.setExternalReferences(List.of(source(source)));
        return component;
    }

    private Component interpreter() {
        Coordinates named = wheel.interpreter().coordinates();
        String purl =
                Purl.maven(named.groupId(), named.artifactId(), named.version(), named.classifier(), named.type());
        Component component = CycloneDx.component(Component.Type.PLATFORM, named.artifactId(), named.version());
        component.setGroup(named.groupId());
        component.setBomRef(purl);
        component.setPurl(purl);
        component.setScope(Component.Scope.EXCLUDED);
        component.setDescription("CPython " + wheel.interpreter().pythonVersion() + ", which ran the build");
        component.setHashes(hashes(wheel.interpreter().archive().hex()));
        return component;
    }

    private static Component required(Origin required) {
        String purl = purl(required.name(), required.version(), required.file());
        Component component = CycloneDx.component(Component.Type.LIBRARY, required.name(), required.version());
        component.setBomRef(purl);
        component.setPurl(purl);
        component.setScope(Component.Scope.EXCLUDED);
        component.setDescription("required by the build");
        component.setHashes(hashes(required.sha256().hex()));
        return component;
    }

    /** In no scope: some are inside, others are for other systems or run in the build alone, and nobody here knows which. */
    private static Component crate(Origin crate) {
        String purl = Purl.of("cargo", null, crate.name(), crate.version(), Map.of(), null);
        Component component = CycloneDx.component(Component.Type.LIBRARY, crate.name(), crate.version());
        component.setBomRef(purl);
        component.setPurl(purl);
        component.setDescription("a crate that Cargo.lock of the source names");
        component.setHashes(hashes(crate.sha256().hex()));
        return component;
    }

    private static ExternalReference source(Origin source) {
        return CycloneDx.hashed(
                CycloneDx.reference(ExternalReference.Type.SOURCE_DISTRIBUTION, source.file(), null), source.sha256());
    }

    private static List<Hash> hashes(String sha256) {
        return List.of(new Hash(Hash.Algorithm.SHA_256, sha256));
    }

    private static String purl(String name, String version, String file) {
        return Purl.of("pypi", null, name, version, Map.of("file_name", file), null);
    }
}
