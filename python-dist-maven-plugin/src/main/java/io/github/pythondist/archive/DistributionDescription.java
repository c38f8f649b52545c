package io.github.pythondist.archive;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.json.JsonText;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an archive says about itself in {@value #PATH}: the one place from which others read instead of guessing.
 *
 * <p>All paths are relative to the archive's top directory {@value #ROOT}, or to its root if it has none (a zip), with
 * {@code /} between their parts. Keys unknown to the reader are skipped, so later versions may add some; a change that old readers would misunderstand
 * raises {@link #SCHEMA}.
 *
 * @param schema version of this format, {@value #SCHEMA}
 * @param name Maven artifactId, such as {@code cpython-3.13}
 * @param version Maven version, such as {@code 3.13.15-1}
 * @param pythonVersion such as {@code 3.13.15}
 * @param platform Maven classifier without its content, such as {@code linux-x86_64} or {@code linux-x86_64-debug}
 * @param content which part of the distribution this archive holds: {@code runtime}, {@code full}, {@code debuginfo} or
 *     {@code embed}; null means {@code runtime}
 * @param targetTriple such as {@code x86_64-linux-gnu}
 * @param executable the interpreter, such as {@code bin/python3.13}
 * @param libpython the shared library for embedding, or null if there is none
 * @param stdlib the standard library's directory, such as {@code lib/python3.13}, or the zip that holds it
 * @param abiTag such as {@code cp313}, or {@code cp313t} without the global interpreter lock
 * @param wheelTags tags of the wheels it installs, best first
 * @param libc what it needs of the system's C library, or null where that is no question (Windows, macOS)
 * @param extensionModules extension modules of the standard library and of the project that built it, sorted by name
 * @param components what was linked in, sorted by name
 * @param choices how the project that built it wanted it otherwise than the catalog has it, or null if it did not
 * @param licenses where the licence texts are
 * @param files every file and link of the archive but this one, sorted by path
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "schema",
    "name",
    "version",
    "pythonVersion",
    "platform",
    "content",
    "targetTriple",
    "executable",
    "libpython",
    "stdlib",
    "abiTag",
    "wheelTags",
    "libc",
    "extensionModules",
    "components",
    "choices",
    "licenses",
    "files"
})
public record DistributionDescription(
        int schema,
        String name,
        String version,
        String pythonVersion,
        String platform,
        @Nullable String content,
        @Nullable String targetTriple,
        String executable,
        @Nullable String libpython,
        @Nullable String stdlib,
        @Nullable String abiTag,
        List<String> wheelTags,
        @Nullable Libc libc,
        List<ExtensionModule> extensionModules,
        List<Component> components,
        @Nullable Choices choices,
        @Nullable Licenses licenses,
        List<FileEntry> files) {

    /** The archive's one top directory. */
    public static final String ROOT = "python";

    /** Name of the description in the top directory. */
    public static final String FILE_NAME = "python-dist.json";

    /** Where the description is in the archive. */
    public static final String PATH = ROOT + "/" + FILE_NAME;

    /** The version of the format this class writes, and the newest it reads. */
    public static final int SCHEMA = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * @param family {@code glibc} or {@code musl}
     * @param floor oldest version it runs on, such as {@code 2.17}; null if it is linked statically
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Libc(String family, @Nullable String floor) {}

    /**
     * @param linkage {@code static}, {@code shared} or {@code disabled}
     * @param components names of the components it needs, sorted
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ExtensionModule(String name, String linkage, List<String> components) {

        public ExtensionModule {
            components = components == null ? List.of() : List.copyOf(components);
        }
    }

    /**
     * @param license SPDX expression
     * @param source the archive it was built from, or null if it has none
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Component(
            String name,
            String version,
            String license,
            @Nullable Source source) {}

    /**
     * @param patches patches to CPython's source beyond the catalog's, in the order in which they were applied
     * @param modules extension modules that are not CPython's, sorted; their code is a component of the same name
     * @param without extension modules of CPython that were left out, sorted
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Choices(List<Source> patches, List<String> modules, List<String> without) {

        public Choices {
            patches = patches == null ? List.of() : List.copyOf(patches);
            modules = modules == null ? List.of() : List.copyOf(modules);
            without = without == null ? List.of() : List.copyOf(without);
        }
    }

    /** A source archive, or a patch: its file name and its digest. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Source(String file, Digest sha256) {}

    /** The directory of the licence texts. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Licenses(String dir) {}

    /**
     * A file (digest, size in bytes, mode in octal such as {@code 0644}) or a symbolic link (its target).
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FileEntry(
            String path,
            @Nullable Digest sha256,
            @Nullable Long size,
            @Nullable String mode,
            @Nullable String link) {

        /** A regular file. */
        public static FileEntry file(String path, Digest sha256, long size, boolean executable) {
            return new FileEntry(path, sha256, size, executable ? "0755" : "0644", null);
        }

        /** A symbolic link. */
        public static FileEntry link(String path, String target) {
            return new FileEntry(path, null, null, null, target);
        }
    }

    public DistributionDescription {
        wheelTags = wheelTags == null ? List.of() : List.copyOf(wheelTags);
        extensionModules = extensionModules == null ? List.of() : List.copyOf(extensionModules);
        components = components == null ? List.of() : List.copyOf(components);
        files = files == null ? List.of() : List.copyOf(files);
    }

    /**
     * Reads a description.
     *
     * @param origin how to call the file in messages
     * @throws BuildFailure if it is no JSON, lacks a required key or is of a newer format
     */
    public static DistributionDescription parse(byte[] json, String origin) {
        try {
            JsonNode tree = JSON.readTree(json);
            int schema = tree.path("schema").asInt(SCHEMA);
            if (schema > SCHEMA) {
                throw new BuildFailure("The description " + origin + " is of format " + schema
                                + "; this version of python-dist reads up to " + SCHEMA)
                        .remedy("Use a newer python-dist-maven-plugin.");
            }
            List<String> missing = Stream.of("name", "version", "pythonVersion", "platform", "executable")
                    .filter(key -> !tree.path(key).isTextual())
                    .toList();
            if (!missing.isEmpty()) {
                throw new BuildFailure("The description " + origin + " lacks " + String.join(", ", missing))
                        .remedy("Check that this is an archive made by python-dist.");
            }
            for (String key : List.of("name", "version", "pythonVersion", "platform", "executable")) {
                if (tree.path(key).asText().chars().anyMatch(Character::isISOControl)) {
                    throw new BuildFailure("The description " + origin + " has a control character in its " + key)
                            .remedy("Check that this is an archive made by python-dist.");
                }
            }
            for (String key : List.of("executable", "libpython", "stdlib")) {
                String path = tree.path(key).asText();
                if (Trees.leadsOut(path) || path.contains("\\")) {
                    throw new BuildFailure("The description " + origin + " names as its " + key
                                    + " what is not in the tree: " + path)
                            .remedy("Check that this is an archive made by python-dist.");
                }
            }
            return JSON.treeToValue(tree, DistributionDescription.class);
        } catch (IOException e) {
            throw new BuildFailure("The description " + origin + " cannot be read", e)
                    .remedy("Check that this is an archive made by python-dist.");
        }
    }

    /** The same description of a tree that has other files, perhaps without the library for embedding. */
    public DistributionDescription withFiles(List<FileEntry> others) {
        boolean embeddable = others.stream().anyMatch(file -> file.path().equals(libpython));
        return copy(embeddable ? libpython : null, others);
    }

    /** The same description without its list of files, which is most of it. */
    public DistributionDescription withoutFiles() {
        return copy(libpython, List.of());
    }

    private DistributionDescription copy(@Nullable String library, List<FileEntry> entries) {
        return new DistributionDescription(
                schema,
                name,
                version,
                pythonVersion,
                platform,
                content,
                targetTriple,
                executable,
                library,
                stdlib,
                abiTag,
                wheelTags,
                libc,
                extensionModules,
                components,
                choices,
                licenses,
                entries);
    }

    /** This description as indented JSON in UTF-8 with line feeds, the same bytes everywhere. */
    public byte[] toJson() {
        return JsonText.of(JSON, this).getBytes(StandardCharsets.UTF_8);
    }
}
