package io.github.pythondist.provenance;

/** Names of the keys in a {@link BuildInfo}; those that end or begin with a dot are parts of names. */
final class BuildInfoKeys {
    static final String FORMAT = "buildinfo.version";
    static final String NAME = "name";
    static final String GROUP_ID = "group-id";
    static final String ARTIFACT_ID = "artifact-id";
    static final String VERSION = "version";
    static final String BUILD_TOOL = "build-tool";
    static final String OUTPUTS = "outputs.";
    static final String FILE_NAME = ".filename";
    static final String LENGTH = ".length";
    static final String CHECKSUM = ".checksums.sha512";

    static final String OURS = "python-dist.";
    static final String PLUGIN_GROUP_ID = OURS + "plugin.group-id";
    static final String PLUGIN_ARTIFACT_ID = OURS + "plugin.artifact-id";
    static final String PLUGIN_VERSION = OURS + "plugin.version";
    static final String SERIES = OURS + "series";
    static final String CPYTHON = OURS + "cpython";
    static final String FLAVOUR = OURS + "flavour";
    static final String TARGET = OURS + "target";
    static final String CONTENTS = OURS + "contents";
    static final String SOURCE_SET = OURS + "source-set";
    static final String VERSIONS = OURS + "versions";
    static final String OUTPUT_TIMESTAMP = OURS + "output-timestamp";
    static final String OPTION = OURS + "option.";
    static final String POLICY = OURS + "license-policy.";
    static final String POLICY_ALLOW = POLICY + "allow";
    static final String POLICY_DENY = POLICY + "deny";
    static final String POLICY_EXCEPTION = POLICY + "exception.";
    static final String CATALOG = OURS + "catalog.sha256";
    static final String CATALOG_OWN = OURS + "catalog.own-files";
    static final String ENVIRONMENT = OURS + "environment";
    static final String HOST_TOOLS = OURS + "environment.host-tools.sha256";
    static final String LOCK = OURS + "lock.";
    static final String LIBC = OURS + "libc";
    static final String LIBC_FLOOR = OURS + "libc.floor";
    static final String SOURCE = OURS + "source.";

    private BuildInfoKeys() {}
}
