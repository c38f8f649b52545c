package io.github.pythondist.provenance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.environment.EnvironmentLock;
import io.github.pythondist.environment.LockedPackage;
import io.github.pythondist.files.Digest;
import io.github.pythondist.json.JsonText;
import io.github.pythondist.source.UrlPlace;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the files of a build came about: an in-toto Statement v1 with the predicate SLSA Provenance v1
 * (https://slsa.dev/spec/v1.0/provenance), not signed.
 *
 * <p>It has no number and no time of the run: the statement of the same build made again is the same bytes.
 */
final class ProvenanceStatement {

    /** The Maven type. */
    static final String TYPE = "intoto.json";

    static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
    static final String PREDICATE_TYPE = "https://slsa.dev/provenance/v1";

    /** Tells readers what the parameters mean; explained on the site's page on the supply chain. */
    static final String BUILD_TYPE = "https://github.com/pythondist/python-dist/build-types/distribution/v1";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ProvenanceStatement() {}

    static String make(BuildRecord build, List<ShippedFile> subjects) {
        ObjectNode statement = NODES.objectNode();
        statement.put("_type", STATEMENT_TYPE);
        ArrayNode subject = statement.putArray("subject");
        for (ShippedFile file : subjects) {
            ObjectNode one = subject.addObject();
            one.put("name", file.name());
            one.putObject("digest").put("sha256", file.sha256().hex()).put("sha512", file.sha512());
        }
        statement.put("predicateType", PREDICATE_TYPE);
        ObjectNode predicate = statement.putObject("predicate");
        ObjectNode definition = predicate.putObject("buildDefinition");
        definition.put("buildType", BUILD_TYPE);
        definition.set("externalParameters", externalParameters(build));
        definition.set("internalParameters", internalParameters(build));
        definition.set("resolvedDependencies", dependencies(build));
        ObjectNode builder = predicate.putObject("runDetails").putObject("builder");
        builder.put("id", build.builder());
        builder.putObject("version")
                .put(build.plugin().artifactId(), build.plugin().version());
        return JsonText.of(statement);
    }

    /** What the project's POM says, or the command line. */
    private static ObjectNode externalParameters(BuildRecord build) {
        ObjectNode parameters = NODES.objectNode();
        parameters.put("groupId", build.project().groupId());
        parameters.put("artifactId", build.project().artifactId());
        parameters.put("version", build.project().version());
        parameters.put("series", build.series().series());
        parameters.put("flavour", build.flavour());
        parameters.put("target", build.target());
        parameters.put("sourceSet", build.sourceSet());
        ObjectNode versions = parameters.putObject("versions");
        build.versions().forEach(versions::put);
        ArrayNode contents = parameters.putArray("contents");
        build.contents().forEach(content -> contents.add(content.name()));
        parameters.put(
                "outputTimestamp",
                Instant.ofEpochSecond(build.sourceDateEpoch()).toString());
        ObjectNode options = parameters.putObject("options");
        build.options().forEach(options::put);
        parameters.set(
                "licensePolicy", new ObjectMapper().valueToTree(build.policy().beyondDefaults()));
        return parameters;
    }

    private static ObjectNode internalParameters(BuildRecord build) {
        BuildRecord.Environment environment = build.environment();
        ObjectNode parameters = NODES.objectNode();
        parameters.put("environment", environment.kind());
        if (environment.hostTools() != null) {
            parameters.put("hostToolsSha256", environment.hostTools().hex());
        }
        ObjectNode locks = parameters.putObject("locks");
        for (Map.Entry<String, EnvironmentLock> lock : environment.locks().entrySet()) {
            locks.putObject(lock.getKey())
                    .put("name", lock.getValue().name())
                    .put("sha256", lock.getValue().digest().hex());
        }
        parameters.put("libc", environment.libc());
        if (environment.libcFloor() != null) {
            parameters.put("libcFloor", environment.libcFloor());
        }
        parameters.put("catalogSha256", build.catalog().hex());
        return parameters;
    }

    /** Every input by its digest: sources, the profile, the packages of the environment, the files of the catalog. */
    private static ArrayNode dependencies(BuildRecord build) {
        ArrayNode dependencies = NODES.arrayNode();
        for (BuildRecord.Part part : build.parts()) {
            ObjectNode source = dependency(
                    "source",
                    part.source().file(),
                    PackageUrls.source(part),
                    part.source().sha256());
            part.source().places().stream()
                    .filter(UrlPlace.class::isInstance)
                    .findFirst()
                    .ifPresent(place -> source.put("downloadLocation", place.describe()));
            dependencies.add(source);
        }
        String profileSha256 = build.options().get(BuildRecord.PROFILE_SHA256);
        if (profileSha256 != null) {
            String profile = build.options().getOrDefault(BuildRecord.PROFILE, "");
            dependencies.add(
                    dependency("profile", profile, PackageUrls.artifactOrFile(profile), new Digest(profileSha256)));
        }
        // Two locks may share packages.
        Set<Digest> known = new HashSet<>();
        for (EnvironmentLock lock : build.environment().locks().values()) {
            lock.packages().stream()
                    .sorted(Comparator.comparing(LockedPackage::path))
                    .filter(locked -> known.add(locked.sha256()))
                    .forEach(locked -> dependencies.add(dependency(
                            "environment",
                            locked.source().file(),
                            PackageUrls.debian(locked, lock.suite(), lock.architecture()),
                            locked.sha256())));
        }
        for (BuildRecord.CatalogFile file : build.catalogFiles()) {
            String uri = file.own()
                    ? "catalog:" + file.path()
                    : PackageUrls.plugin(build.plugin(), "catalog/" + file.path());
            dependencies.add(dependency("recipe", file.path(), uri, file.sha256()));
        }
        return dependencies;
    }

    private static ObjectNode dependency(String role, String name, String uri, Digest sha256) {
        ObjectNode dependency = NODES.objectNode();
        dependency.put("name", name);
        dependency.put("uri", uri);
        dependency.putObject("digest").put("sha256", sha256.hex());
        dependency.putObject("annotations").put("role", role);
        return dependency;
    }
}
