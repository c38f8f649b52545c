package io.github.pythondist.provenance;

import io.github.pythondist.environment.EnvironmentLock;
import io.github.pythondist.license.LicensePolicy;
import io.github.pythondist.license.PolicyException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes a build's {@link BuildInfo}. */
final class BuildInfoMaker {

    private BuildInfoMaker() {}

    static BuildInfo make(BuildRecord build, List<ShippedFile> outputs) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(BuildInfoKeys.NAME, build.project().name());
        entries.put(BuildInfoKeys.GROUP_ID, build.project().groupId());
        entries.put(BuildInfoKeys.ARTIFACT_ID, build.project().artifactId());
        entries.put(BuildInfoKeys.VERSION, build.project().version());
        entries.put(BuildInfoKeys.BUILD_TOOL, "mvn");

        entries.put(BuildInfoKeys.PLUGIN_GROUP_ID, build.plugin().groupId());
        entries.put(BuildInfoKeys.PLUGIN_ARTIFACT_ID, build.plugin().artifactId());
        entries.put(BuildInfoKeys.PLUGIN_VERSION, build.plugin().version());
        entries.put(BuildInfoKeys.SERIES, build.series().series());
        entries.put(BuildInfoKeys.CPYTHON, build.cpython().pinnedVersion());
        entries.put(BuildInfoKeys.FLAVOUR, build.flavour());
        entries.put(BuildInfoKeys.TARGET, build.target());
        entries.put(
                BuildInfoKeys.CONTENTS,
                build.contents().stream().map(BuildRecord.Named::name).collect(Collectors.joining(",")));
        entries.put(BuildInfoKeys.SOURCE_SET, build.sourceSet());
        entries.put(
                BuildInfoKeys.VERSIONS,
                build.versions().entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(",")));
        entries.put(
                BuildInfoKeys.OUTPUT_TIMESTAMP,
                Instant.ofEpochSecond(build.sourceDateEpoch()).toString());
        build.options().forEach((name, value) -> entries.put(BuildInfoKeys.OPTION + name, value));
        policy(build.policy().beyondDefaults(), entries);
        entries.put(BuildInfoKeys.CATALOG, build.catalog().hex());
        entries.put(
                BuildInfoKeys.CATALOG_OWN,
                build.catalogFiles().stream()
                        .filter(BuildRecord.CatalogFile::own)
                        .map(BuildRecord.CatalogFile::path)
                        .collect(Collectors.joining(",")));
        environment(build.environment(), entries);
        for (BuildRecord.Part part : build.parts()) {
            String key = BuildInfoKeys.SOURCE + part.name();
            entries.put(key + ".version", part.pinnedVersion());
            entries.put(key + ".file", part.source().file());
            entries.put(key + ".sha256", part.source().sha256().hex());
        }
        for (int i = 0; i < outputs.size(); i++) {
            ShippedFile output = outputs.get(i);
            String key = BuildInfoKeys.OUTPUTS + i;
            entries.put(key + BuildInfoKeys.FILE_NAME, output.name());
            entries.put(key + BuildInfoKeys.LENGTH, Long.toString(output.length()));
            entries.put(key + BuildInfoKeys.CHECKSUM, output.sha512());
        }
        return BuildInfo.of(entries);
    }

    /** What the policy has beyond the default one; the plugin's version says which that is. */
    private static void policy(LicensePolicy policy, Map<String, String> entries) {
        entries.put(BuildInfoKeys.POLICY_ALLOW, String.join(",", policy.allowed()));
        entries.put(BuildInfoKeys.POLICY_DENY, String.join(",", policy.denied()));
        for (int i = 0; i < policy.exceptions().size(); i++) {
            PolicyException exception = policy.exceptions().get(i);
            String key = BuildInfoKeys.POLICY_EXCEPTION + i;
            entries.put(key + ".component", exception.component());
            entries.put(key + ".license", exception.license());
            entries.put(key + ".reason", exception.reason());
        }
    }

    private static void environment(BuildRecord.Environment environment, Map<String, String> entries) {
        entries.put(BuildInfoKeys.ENVIRONMENT, environment.kind());
        if (environment.hostTools() != null) {
            entries.put(BuildInfoKeys.HOST_TOOLS, environment.hostTools().hex());
        }
        entries.put(BuildInfoKeys.LIBC, environment.libc());
        if (environment.libcFloor() != null) {
            entries.put(BuildInfoKeys.LIBC_FLOOR, environment.libcFloor());
        }
        for (Map.Entry<String, EnvironmentLock> lock : environment.locks().entrySet()) {
            String key = BuildInfoKeys.LOCK + lock.getKey();
            entries.put(key + ".name", lock.getValue().name());
            entries.put(key + ".sha256", lock.getValue().digest().hex());
        }
    }
}
