package io.github.pythondist.provenance;

import io.github.pythondist.files.Digest;
import io.github.pythondist.license.LicensePolicy;
import io.github.pythondist.license.PolicyException;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides the bytes of one build, and the digests of these bytes: enough to build again and to compare.
 *
 * <p>A properties file with the keys of <a href="https://reproducible-builds.org/docs/jvm/">Reproducible Builds for the
 * JVM</a> and, under {@code python-dist.}, our own. Nothing in it depends on the machine, the clock or the user, so that
 * the file of the second build is the same bytes too.
 */
public final class BuildInfo {

    /** The Maven type. */
    public static final String TYPE = "buildinfo";

    /** The environment of builds that see nothing of the machine, whichever of these tiers it was. */
    public static final String HERMETIC = "hermetic";

    private static final String FORMAT = "1.0-SNAPSHOT";
    private static final String HEADER = "# https://reproducible-builds.org/docs/jvm/\n";

    private static final Pattern SHA512 = Pattern.compile("[0-9a-f]{128}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    // What becomes part of a file's name here, whoever wrote it.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*");
    private static final long LARGEST_FILE = 16L << 20;
    private static final Pattern COMMA = Pattern.compile(",");

    private static final List<String> REQUIRED = List.of(
            BuildInfoKeys.GROUP_ID,
            BuildInfoKeys.ARTIFACT_ID,
            BuildInfoKeys.VERSION,
            BuildInfoKeys.PLUGIN_GROUP_ID,
            BuildInfoKeys.PLUGIN_ARTIFACT_ID,
            BuildInfoKeys.PLUGIN_VERSION,
            BuildInfoKeys.SERIES,
            BuildInfoKeys.CPYTHON,
            BuildInfoKeys.FLAVOUR,
            BuildInfoKeys.TARGET,
            BuildInfoKeys.CONTENTS,
            BuildInfoKeys.SOURCE_SET,
            BuildInfoKeys.VERSIONS,
            BuildInfoKeys.OUTPUT_TIMESTAMP,
            BuildInfoKeys.CATALOG,
            BuildInfoKeys.CATALOG_OWN,
            BuildInfoKeys.ENVIRONMENT);

    private final Map<String, String> entries;

    /**
     * Coordinates of a plugin.
     *
     * @param version may be a snapshot's; then the catalog's digest alone says which data it was
     */
    public record Plugin(String groupId, String artifactId, String version) {}

    /**
     * A file that the build made.
     *
     * @param fileName its name
     * @param length in bytes
     * @param sha512 of its bytes, 128 lower-case hexadecimal digits
     */
    public record Output(String fileName, long length, String sha512) {

        /** Whether a file has these bytes. */
        public boolean is(Path file) throws IOException {
            return Files.size(file) == length
                    && ShippedFile.of(fileName, file).sha512().equals(sha512);
        }
    }

    /**
     * A key with different values.
     *
     * @param key its name
     * @param mine the value here, or null if the key is not here
     * @param theirs the value there, or null if the key is not there
     */
    public record Difference(
            String key, @Nullable String mine, @Nullable String theirs) {

        /** One line for the reader. */
        public String describe() {
            return key + ": " + (mine == null ? "(absent)" : mine) + " / " + (theirs == null ? "(absent)" : theirs);
        }
    }

    private BuildInfo(Map<String, String> entries) {
        this.entries = Collections.unmodifiableMap(entries);
    }

    /**
     * @param entries in the order in which they are written
     */
    static BuildInfo of(Map<String, String> entries) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(BuildInfoKeys.FORMAT, FORMAT);
        all.putAll(entries);
        return new BuildInfo(all);
    }

    /**
     * Reads a file.
     *
     * @throws BuildFailure if it is missing, is no build information of ours, or lacks a key
     */
    public static BuildInfo read(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new BuildFailure("The build information " + file + " is too large to be one")
                        .detail("It has " + Files.size(file) + " bytes; at most " + LARGEST_FILE + " are read.")
                        .remedy("Name a .buildinfo that the goal 'package' of python-dist wrote");
            }
            // ISO 8859-1 has every byte: what is not ASCII arrives as an error of the value, not of the decoder.
            return parse(Files.readString(file, StandardCharsets.ISO_8859_1), file.toString());
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the build information " + file, e)
                    .remedy("Check that the file is there and can be read");
        }
    }

    /**
     * Reads a text.
     *
     * @param origin how to call it in messages
     * @throws BuildFailure if it is no build information of ours, or lacks a key
     */
    public static BuildInfo parse(String text, String origin) {
        Ordered properties = new Ordered();
        try {
            properties.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw new BuildFailure("The build information " + origin + " is no properties file", e)
                    .remedy("Fetch it again, or build the distribution again: 'package' writes it");
        }
        Map<String, String> entries = properties.entries;
        String format = entries.get(BuildInfoKeys.FORMAT);
        if (!FORMAT.equals(format)) {
            throw new BuildFailure("The file " + origin + " is no build information that can be read here")
                    .detail(BuildInfoKeys.FORMAT + " is " + (format == null ? "missing" : format) + ", expected "
                            + FORMAT)
                    .remedy("Name a .buildinfo that the goal 'package' of python-dist wrote");
        }
        List<String> missing =
                REQUIRED.stream().filter(key -> !entries.containsKey(key)).toList();
        if (!missing.isEmpty()) {
            throw new BuildFailure("The build information " + origin + " does not say enough to build again")
                    .detail("missing: " + String.join(", ", missing))
                    .remedy("Name a .buildinfo that the goal 'package' of python-dist wrote");
        }
        BuildInfo info = new BuildInfo(entries);
        info.checkValues(origin);
        return info;
    }

    private void checkValues(String origin) {
        try {
            for (String key : List.of(
                    BuildInfoKeys.GROUP_ID,
                    BuildInfoKeys.ARTIFACT_ID,
                    BuildInfoKeys.VERSION,
                    BuildInfoKeys.SERIES,
                    BuildInfoKeys.TARGET)) {
                requirePlain(key);
            }
            if (!flavour().isEmpty()) {
                requirePlain(BuildInfoKeys.FLAVOUR);
            }
            long named = entries.keySet().stream()
                    .filter(key -> key.startsWith(BuildInfoKeys.OUTPUTS) && key.endsWith(BuildInfoKeys.FILE_NAME))
                    .count();
            if (outputs().size() != named) {
                throw new IllegalArgumentException(
                        BuildInfoKeys.OUTPUTS + " are not numbered from 0 on: " + named + " are named");
            }
            catalog();
            outputTimestamp();
            versions();
            policy();
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new BuildFailure("The build information " + origin + " holds a value that cannot be read", e)
                    .remedy("Fetch it again, or build the distribution again: 'package' writes it");
        }
    }

    /** The file's text, ASCII with line feeds, the same everywhere. */
    public String toText() {
        StringBuilder text = new StringBuilder(HEADER);
        String last = "buildinfo";
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            String section = section(entry.getKey());
            if (!section.equals(last)) {
                text.append('\n');
                last = section;
            }
            text.append(entry.getKey())
                    .append('=')
                    .append(escaped(entry.getValue()))
                    .append('\n');
        }
        return text.toString();
    }

    /** All keys with their values, in the file's order. */
    public Map<String, String> entries() {
        return entries;
    }

    /** What two builds do not agree on, by key; empty for the same build with the same result. */
    public List<Difference> differences(BuildInfo other) {
        return differences(other, key -> true);
    }

    /** The same for what went in alone: not the outputs, and not the project's name. */
    public List<Difference> inputDifferences(BuildInfo other) {
        return differences(other, key -> !key.startsWith(BuildInfoKeys.OUTPUTS) && !key.equals(BuildInfoKeys.NAME));
    }

    private List<Difference> differences(BuildInfo other, Predicate<String> wanted) {
        SortedSet<String> keys = new TreeSet<>(entries.keySet());
        keys.addAll(other.entries.keySet());
        return keys.stream()
                .filter(wanted)
                .filter(key -> !Objects.equals(entries.get(key), other.entries.get(key)))
                .map(key -> new Difference(key, entries.get(key), other.entries.get(key)))
                .toList();
    }

    /** The project's name, for people. */
    public String name() {
        return entries.getOrDefault(BuildInfoKeys.NAME, "");
    }

    /** Maven groupId of the distribution. */
    public String groupId() {
        return value(BuildInfoKeys.GROUP_ID);
    }

    /** Maven artifactId of the distribution. */
    public String artifactId() {
        return value(BuildInfoKeys.ARTIFACT_ID);
    }

    /** Maven version of the distribution. */
    public String version() {
        return value(BuildInfoKeys.VERSION);
    }

    /** The plugin that built it. */
    public Plugin plugin() {
        return new Plugin(
                value(BuildInfoKeys.PLUGIN_GROUP_ID),
                value(BuildInfoKeys.PLUGIN_ARTIFACT_ID),
                value(BuildInfoKeys.PLUGIN_VERSION));
    }

    /** CPython series. */
    public String series() {
        return value(BuildInfoKeys.SERIES);
    }

    /** CPython version. */
    public String cpythonVersion() {
        return value(BuildInfoKeys.CPYTHON);
    }

    /** Flavour, empty for the default. */
    public String flavour() {
        return value(BuildInfoKeys.FLAVOUR);
    }

    /** The target's classifier. */
    public String target() {
        return value(BuildInfoKeys.TARGET);
    }

    /** Contents of the archives, in the order in which they were asked for. */
    public List<String> contents() {
        return list(BuildInfoKeys.CONTENTS);
    }

    /** Name of the source set. */
    public String sourceSet() {
        return value(BuildInfoKeys.SOURCE_SET);
    }

    /** Versions that replace those of the set. */
    public SortedMap<String, String> versions() {
        SortedMap<String, String> versions = new TreeMap<>();
        for (String entry : list(BuildInfoKeys.VERSIONS)) {
            int colon = entry.indexOf(':');
            if (colon <= 0) {
                throw new IllegalArgumentException(
                        BuildInfoKeys.VERSIONS + " has an entry '" + entry + "' without a version");
            }
            versions.put(entry.substring(0, colon), entry.substring(colon + 1));
        }
        return versions;
    }

    /** The one clock of the build. */
    public Instant outputTimestamp() {
        return Instant.parse(value(BuildInfoKeys.OUTPUT_TIMESTAMP));
    }

    /** Further settings that change bytes, by their names. */
    public SortedMap<String, String> options() {
        SortedMap<String, String> options = new TreeMap<>();
        entries.forEach((key, value) -> {
            if (key.startsWith(BuildInfoKeys.OPTION)) {
                options.put(key.substring(BuildInfoKeys.OPTION.length()), value);
            }
        });
        return options;
    }

    /** The licence policy it passed. */
    public LicensePolicy policy() {
        List<PolicyException> exceptions = new ArrayList<>();
        for (int i = 0; entries.containsKey(BuildInfoKeys.POLICY_EXCEPTION + i + ".component"); i++) {
            String key = BuildInfoKeys.POLICY_EXCEPTION + i;
            exceptions.add(new PolicyException(
                    value(key + ".component"),
                    entries.getOrDefault(key + ".license", ""),
                    entries.getOrDefault(key + ".reason", "")));
        }
        return LicensePolicy.defaults()
                .plus(list(BuildInfoKeys.POLICY_ALLOW), list(BuildInfoKeys.POLICY_DENY), exceptions);
    }

    /** Digest of all files of the catalog that the build used. */
    public Digest catalog() {
        return new Digest(value(BuildInfoKeys.CATALOG));
    }

    /** Files of the catalog that were the project's own, not the plugin's; sorted. */
    public List<String> ownCatalogFiles() {
        return list(BuildInfoKeys.CATALOG_OWN);
    }

    /** {@link #HERMETIC}, or {@code host} for a build with the machine's own tools. */
    public String environment() {
        return value(BuildInfoKeys.ENVIRONMENT);
    }

    /** What it made, in the file's order. */
    public List<Output> outputs() {
        List<Output> outputs = new ArrayList<>();
        for (int i = 0; entries.containsKey(BuildInfoKeys.OUTPUTS + i + BuildInfoKeys.FILE_NAME); i++) {
            String key = BuildInfoKeys.OUTPUTS + i;
            String length = entries.getOrDefault(key + BuildInfoKeys.LENGTH, "");
            String sha512 = entries.getOrDefault(key + BuildInfoKeys.CHECKSUM, "");
            if (!NUMBER.matcher(length).matches()) {
                throw new IllegalArgumentException(
                        key + BuildInfoKeys.LENGTH + " is not a number of bytes: '" + length + "'");
            }
            if (!SHA512.matcher(sha512).matches()) {
                throw new IllegalArgumentException(
                        key + BuildInfoKeys.CHECKSUM + " is not 128 lower-case hexadecimal digits: '" + sha512 + "'");
            }
            requirePlain(key + BuildInfoKeys.FILE_NAME);
            outputs.add(new Output(value(key + BuildInfoKeys.FILE_NAME), Long.parseLong(length), sha512));
        }
        return outputs;
    }

    private void requirePlain(String key) {
        if (!PLAIN.matcher(value(key)).matches()) {
            throw new IllegalArgumentException(key + " is not made of letters, digits, '.', '_', '+' and '-' alone");
        }
    }

    /** The classifier of the build: its target and flavour. */
    public String classifier() {
        return flavour().isEmpty() ? target() : target() + "-" + flavour();
    }

    private String value(String key) {
        return Objects.requireNonNull(entries.get(key), key);
    }

    private List<String> list(String key) {
        String value = entries.getOrDefault(key, "");
        return value.isEmpty() ? List.of() : Arrays.asList(COMMA.split(value, -1));
    }

    /** Keys of one section stand together; a blank line goes between two. */
    private static String section(String key) {
        if (!key.startsWith(BuildInfoKeys.OURS)) {
            int dot = key.indexOf('.');
            return dot < 0 ? "project" : key.substring(0, dot);
        }
        for (String own : List.of(BuildInfoKeys.SOURCE, BuildInfoKeys.LOCK)) {
            if (key.startsWith(own)) {
                return own;
            }
        }
        return BuildInfoKeys.OURS;
    }

    /** As {@link Properties} reads it back; {@code :} and {@code =} in values need no escape. */
    private static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' || (c == ' ' && i == 0)) {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append(String.format(java.util.Locale.ROOT, "\\u%04X", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BuildInfo info && entries.equals(info.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return toText();
    }

    /** Properties that keep the file's order and refuse a key that is there twice. */
    private static final class Ordered extends Properties {

        @java.io.Serial
        private static final long serialVersionUID = 1L;

        private final transient Map<String, String> entries = new LinkedHashMap<>();

        @Override
        public synchronized Object put(Object key, Object value) {
            if (entries.putIfAbsent((String) key, (String) value) != null) {
                throw new IllegalArgumentException("the key " + key + " is there twice");
            }
            return super.put(key, value);
        }
    }
}
