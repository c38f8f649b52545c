package io.github.pythondist.distribution;

import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.CatalogStore;
import io.github.pythondist.catalog.Component;
import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.Flavour;
import io.github.pythondist.catalog.Optimization;
import io.github.pythondist.catalog.Series;
import io.github.pythondist.catalog.SourceSet;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.component.ComponentBuilder;
import io.github.pythondist.cpython.OwnModule;
import io.github.pythondist.cpython.TrainedProfile;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.platform.HostPlatform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A request with every name looked up and every version chosen; making it touches neither network nor compiler.
 *
 * @param catalog the recipes
 * @param target what is built for
 * @param series the CPython series
 * @param flavour how it is built
 * @param extensions what becomes of each extension module, in this flavour and with what the project chose
 * @param modules those of them that are the project's own
 * @param leftOut what the project does without
 * @param chosen the files that the project chose
 * @param optimization how the interpreter's own code is compiled
 * @param profile the profile for that, fit for what is built
 * @param cpythonVersion the chosen version of it
 * @param depends what the interpreter itself is linked with
 * @param components everything linked in, each after what it depends on
 * @param versions component → version
 */
record DistributionPlan(
        Catalog catalog,
        Target target,
        Series series,
        Flavour flavour,
        ExtensionCatalog extensions,
        List<OwnModule> modules,
        LeftOut leftOut,
        ChosenFiles chosen,
        Optimization optimization,
        Optional<TrainedProfile> profile,
        String cpythonVersion,
        List<String> depends,
        List<Component> components,
        SortedMap<String, String> versions) {

    private static final String CPYTHON = "cpython";

    static DistributionPlan of(DistributionRequest request) {
        ChosenFiles chosen = ChosenFiles.read(request.choices());
        Catalog catalog = new CatalogStore(request.cacheDirectory().resolve("catalogs"))
                .open(request.catalogDirectory(), chosen.inCatalog(request.series()));
        SourceSet set = catalog.sourceSet(request.sourceSet());
        Target target = catalog.target(
                request.target().orElseGet(() -> HostPlatform.detect().classifier()));
        // Single components are built to try their recipes: nothing is shipped then.
        boolean componentsAlone = !request.components().isEmpty();
        Series series = componentsAlone ? catalog.series(request.series()) : catalog.series(request.series(), target);
        if (!componentsAlone
                && catalog.isPort(series, target)
                && !request.choices().isNone()) {
            throw new BuildFailure("Patches, extension modules and what is left out cannot be chosen for "
                            + target.classifier() + " yet")
                    .remedy("Leave <patches>, <extensionModules> and <without> out where that is built");
        }
        Flavour flavour = Flavour.of(request.flavour(), catalog.flavours(), series);
        ExtensionCatalog known = catalog.extensions(series, target).with(flavour.modules());
        SortedSet<String> linked = new TreeSet<>(series.depends());
        linked.addAll(flavour.depends());
        LeftOut leftOut = LeftOut.of(request.choices().without(), series, known, linked);
        SortedSet<String> depends = new TreeSet<>(leftOut.applyTo(linked));
        OwnModules own = OwnModules.of(
                chosen.modules(), catalog, request.series(), request.choices().without());
        depends.addAll(own.components());
        List<Component> components = ComponentBuilder.order(
                componentsAlone ? request.components() : List.copyOf(depends), catalog::component);

        SortedSet<String> usable = new TreeSet<>(List.of(CPYTHON));
        components.forEach(component -> usable.add(component.name()));
        for (String name : request.versions().keySet()) {
            if (!usable.contains(name)) {
                throw new BuildFailure("python-dist.versions names '" + name + "', which CPython " + request.series()
                                + " is not built with")
                        .detail("names that can be given: " + String.join(", ", usable));
            }
        }
        SortedMap<String, String> versions = new TreeMap<>();
        for (Component component : components) {
            versions.put(
                    component.name(),
                    choose(
                            component.name(),
                            request,
                            set.components().get(component.name()),
                            component.versions().keySet()));
        }
        String cpython = choose(
                CPYTHON,
                request,
                set.cpython().get(request.series()),
                series.versions().keySet());
        if (!componentsAlone && !request.artifactVersion().startsWith(cpython + "-")) {
            throw new BuildFailure("The project's version is " + request.artifactVersion() + " but it would contain"
                            + " CPython " + cpython)
                    .remedy("Give the project the version " + cpython + "-<build number>, or choose the CPython version"
                            + " with -Dpython-dist.versions=cpython:<version> or another source set");
        }
        Optimization optimization = catalog.optimization(request.optimize());
        if (catalog.isPort(series, target) && !optimization.changesNothing()) {
            throw new BuildFailure("The optimization '" + request.optimize() + "' is not there for "
                            + target.classifier() + " yet")
                    .remedy("Configure <optimize>none</optimize> where that is built");
        }
        return new DistributionPlan(
                catalog,
                target,
                series.withPatches(
                        cpython,
                        chosen.patches().stream().map(ChosenFiles.Patch::name).toList()),
                flavour,
                leftOut.applyTo(known).with(own.extensions(known)),
                own.modules(),
                leftOut,
                chosen,
                optimization,
                profile(request, optimization, wanted(request, catalog, target, series, flavour, cpython)),
                cpython,
                List.copyOf(depends),
                components,
                versions);
    }

    /** The profile, before anything is compiled for it. */
    private static Optional<TrainedProfile> profile(
            DistributionRequest request, Optimization optimization, TrainedProfile.Wanted wanted) {
        if (!optimization.profile()) {
            return Optional.empty();
        }
        DistributionRequest.PinnedProfile pinned = request.profile()
                .orElseThrow(() -> new BuildFailure("The optimization '" + request.optimize()
                                + "' needs the profile of a training run, and none is named")
                        .remedy("Name one with <profile> and <profileSha256> (-Dpython-dist.profile=,"
                                + " -Dpython-dist.profileSha256=)")
                        .remedy("Train one with the goal profile in this project: mvn"
                                + " io.github.pythondist:python-dist-maven-plugin:profile leaves it in target/ and says"
                                + " its SHA-256")
                        .remedy("or build without: <optimize>none</optimize> (-Dpython-dist.optimize=none)"));
        TrainedProfile profile = TrainedProfile.open(pinned.file(), pinned.sha256());
        profile.requireFor(wanted);
        return Optional.of(profile);
    }

    private static TrainedProfile.Wanted wanted(
            DistributionRequest request,
            Catalog catalog,
            Target target,
            Series series,
            Flavour flavour,
            String cpython) {
        return new TrainedProfile.Wanted(
                cpython,
                series.versions().get(cpython).source().sha256(),
                flavour.abiFlags(),
                request.tier().equals(Optional.of(Tier.HOST))
                        ? Optional.empty()
                        : catalog.environment(target.environment()).packageOf("usr/bin/clang"));
    }

    /** What a profile for this must have been trained with. */
    TrainedProfile.Wanted wanted(DistributionRequest request) {
        return wanted(request, catalog, target, series, flavour, cpythonVersion);
    }

    private static String choose(
            String name, DistributionRequest request, String fromSet, java.util.Set<String> pinned) {
        String version = request.versions().getOrDefault(name, fromSet);
        if (version == null) {
            throw new BuildFailure("The source set '" + request.sourceSet() + "' has no version of " + name)
                    .detail("the catalog pins: " + String.join(", ", pinned))
                    .remedy("Choose one with -Dpython-dist.versions=" + name
                            + ":<version>, or add it to the source set");
        }
        if (!pinned.contains(version)) {
            throw new BuildFailure("Unknown version " + version + " of " + name)
                    .detail("the catalog pins: " + String.join(", ", pinned))
                    .remedy("Use one of these, or pin the new version in a catalog of your own"
                            + " (-Dpython-dist.catalog=)");
        }
        return version;
    }

    /** The classifier that all artifacts of this build begin with: the target's, and the flavour. */
    String platform(DistributionRequest request) {
        return target.classifier() + (request.flavour().isEmpty() ? "" : "-" + request.flavour());
    }

    /** The definition of a component's chosen version. */
    Component.Version definition(Component component) {
        return component.versions().get(versions.get(component.name()));
    }

    /** The definition of the chosen CPython version. */
    Series.Version cpythonDefinition() {
        return series.versions().get(cpythonVersion);
    }

    /** Component → version as upstream calls it. */
    SortedMap<String, String> upstreamVersions() {
        SortedMap<String, String> upstream = new TreeMap<>();
        versions.forEach((name, version) -> upstream.put(name, Component.upstreamVersion(version)));
        return upstream;
    }

    /** Every source file of the build, the build environment's packages not among them. */
    List<SourceFile> sources() {
        List<SourceFile> sources = new ArrayList<>();
        components.forEach(component -> sources.add(definition(component).source()));
        sources.add(cpythonDefinition().source());
        return List.copyOf(sources);
    }
}
