package io.github.pythondist.bundle;

import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.bill.CycloneDx;
import io.github.pythondist.bill.Purl;
import io.github.pythondist.bundle.BundleRequest.JavaPart;
import io.github.pythondist.files.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Dependency;
import org.cyclonedx.model.ExternalReference;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.Metadata;

/**
 * The bill of materials of a bundle: CycloneDX 1.6 (ECMA-424) in JSON. Its components are the interpreter, with what is
 * linked into it as {@code python-dist.json} says, the packages, and the jars. The interpreter's own bill, with sources
 * and patches, is published beside its archive; this one refers to it.
 */
final class BundleBill {

    /** Its file in the bundle's top directory. */
    static final String FILE_NAME = "sbom.cdx.json";

    private final BundleRequest request;
    private final DistributionDescription python;
    private final List<Component> components = new ArrayList<>();
    private final List<String> roots = new ArrayList<>();

    private BundleBill(BundleRequest request) {
        this.request = request;
        this.python = request.python().description();
    }

    static String make(BundleRequest request, List<InstalledPackage> packages) throws IOException {
        return new BundleBill(request).text(packages);
    }

    private String text(List<InstalledPackage> packages) throws IOException {
        List<Dependency> dependencies = new ArrayList<>();
        dependencies.add(interpreter());
        packages.forEach(this::add);
        if (request.application() != null) {
            for (JavaPart part : request.application().parts()) {
                add(part);
            }
        }
        String root = Purl.of(
                "maven",
                request.project().groupId(),
                request.project().artifactId(),
                request.project().version(),
                Map.of(),
                request.name());
        Dependency all = new Dependency(root);
        roots.stream().sorted().forEach(reference -> all.addDependency(new Dependency(reference)));
        dependencies.add(all);
        roots.stream().skip(1).forEach(reference -> dependencies.add(new Dependency(reference)));
        dependencies.sort(Comparator.comparing(Dependency::getRef));
        components.sort(Comparator.comparing(Component::getBomRef));

        Bom bom = new Bom();
        bom.setMetadata(metadata(root));
        bom.setComponents(components);
        bom.setDependencies(dependencies);
        return CycloneDx.published(
                bom, "the bundle " + request.name(), "Look at the metadata of the package it names.");
    }

    private Metadata metadata(String root) {
        Component bundle = CycloneDx.component(
                Component.Type.APPLICATION,
                request.project().artifactId(),
                request.project().version());
        bundle.setGroup(request.project().groupId());
        bundle.setBomRef(root);
        bundle.setPurl(root);
        bundle.setDescription("the bundle " + request.name() + ": CPython " + python.pythonVersion() + " for "
                + python.platform() + " with packages and sources");
        Metadata metadata = new Metadata();
        metadata.setTimestamp(Date.from(Instant.ofEpochSecond(request.epochSecond())));
        metadata.setComponent(bundle);
        return metadata;
    }

    private Dependency interpreter() {
        String purl =
                Purl.maven(request.pythonGroupId(), python.name(), python.version(), python.platform(), "tar.zst");
        Component interpreter = CycloneDx.component(Component.Type.PLATFORM, python.name(), python.version());
        interpreter.setGroup(request.pythonGroupId());
        interpreter.setBomRef(purl);
        interpreter.setPurl(purl);
        interpreter.setDescription("CPython " + python.pythonVersion() + " for " + python.platform());
        interpreter.setHashes(List.of(
                new Hash(Hash.Algorithm.SHA_256, request.python().archive().hex())));
        interpreter.setExternalReferences(List.of(CycloneDx.reference(
                ExternalReference.Type.BOM,
                python.name() + "-" + python.version() + "-" + python.platform() + ".cdx.json",
                "published beside the archive")));
        Dependency dependency = new Dependency(purl);
        List<Component> linked = new ArrayList<>();
        for (DistributionDescription.Component part : python.components()) {
            Component component = CycloneDx.component(Component.Type.LIBRARY, part.name(), part.version());
            component.setBomRef(purl + "/" + part.name());
            component.setLicenses(CycloneDx.license(part.license()));
            DistributionDescription.Source source = part.source();
            if (source != null) {
                component.setExternalReferences(List.of(CycloneDx.hashed(
                        CycloneDx.reference(ExternalReference.Type.SOURCE_DISTRIBUTION, source.file(), null),
                        source.sha256())));
            }
            linked.add(component);
            dependency.addDependency(new Dependency(component.getBomRef()));
        }
        if (!linked.isEmpty()) {
            interpreter.setComponents(linked);
        }
        components.add(interpreter);
        roots.add(purl);
        return dependency;
    }

    private void add(InstalledPackage installed) {
        String purl = Purl.pypi(installed.normalizedName(), installed.version());
        Component component = CycloneDx.component(Component.Type.LIBRARY, installed.name(), installed.version());
        component.setBomRef(purl);
        component.setPurl(purl);
        installed
                .license()
                .map(license -> license.isExpression()
                        ? CycloneDx.license(license.text())
                        : CycloneDx.licenseName(license.text()))
                .ifPresent(component::setLicenses);
        Digest wheel = installed.wheel();
        if (wheel != null) {
            component.setHashes(List.of(new Hash(Hash.Algorithm.SHA_256, wheel.hex())));
        }
        components.add(component);
        roots.add(purl);
    }

    private void add(JavaPart part) throws IOException {
        String purl = Purl.maven(part.groupId(), part.artifactId(), part.version(), part.classifier(), "");
        Component component = CycloneDx.component(Component.Type.LIBRARY, part.artifactId(), part.version());
        component.setGroup(part.groupId());
        component.setBomRef(purl);
        component.setPurl(purl);
        component.setHashes(
                List.of(new Hash(Hash.Algorithm.SHA_256, Digest.of(part.file()).hex())));
        components.add(component);
        roots.add(purl);
    }
}
