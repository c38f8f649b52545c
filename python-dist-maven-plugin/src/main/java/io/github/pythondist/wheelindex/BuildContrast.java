package io.github.pythondist.wheelindex;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.files.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Why two builds of a package made two wheels: what the one took that the other did not, as their build information
 * ({@value #TYPE}) tells. That of others is not trusted: texts are short, and in visible characters.
 */
public final class BuildContrast {

    /** The Maven type of build information. */
    public static final String TYPE = WheelBuildInfo.TYPE;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Patches are in it. */
    private static final long MAX_BYTES = 64 << 20;

    private static final int LONGEST = 80;
    private static final int MOST_LINES = 20;
    private static final int DIGITS = 12;

    private BuildContrast() {}

    /**
     * Something that a build took.
     *
     * @param shown what people call it, such as its version
     * @param digest tells what is called the same; empty if that cannot be
     */
    private record Part(String shown, String digest) {

        static Part of(JsonNode file, String shown) {
            return new Part(shown, file.path("sha256").asText());
        }
    }

    /**
     * What differs.
     *
     * @param before build information of the wheel that is there
     * @param wheel what is there
     * @param now build information of the other wheel
     * @return sentences such as {@code build requirement setuptools 77.0.3 -> 84.2.1}, at least one
     */
    public static List<String> of(Path before, Digest wheel, Path now) throws IOException {
        Optional<JsonNode> old = read(before);
        if (old.isEmpty()) {
            return List.of("its build information cannot be read");
        }
        if (!old.get().at("/wheel/sha256").asText().equals(wheel.hex())) {
            return List.of("its build information is of another wheel than the one that is there");
        }
        Map<String, Part> first = parts(old.get());
        Map<String, Part> second = parts(JSON.readTree(Files.readAllBytes(now)));
        Set<String> names = new LinkedHashSet<>(first.keySet());
        names.addAll(second.keySet());
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            Optional<Part> one = Optional.ofNullable(first.get(name));
            Optional<Part> other = Optional.ofNullable(second.get(name));
            if (!one.equals(other)) {
                lines.add(visible(name) + " " + change(one, other));
            }
        }
        if (lines.size() > MOST_LINES) {
            int more = lines.size() - MOST_LINES;
            lines.subList(MOST_LINES, lines.size()).clear();
            lines.add("and " + more + " more");
        }
        return lines.isEmpty() ? List.of("both builds took the same, by their build information") : lines;
    }

    private static Optional<JsonNode> read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            JsonNode info = JSON.readTree(Files.readAllBytes(file));
            return Optional.of(info).filter(node -> node.path("schema").asInt() == WheelBuildInfo.SCHEMA);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static String change(Optional<Part> one, Optional<Part> other) {
        String before = one.map(Part::shown).orElse("none");
        String after = other.map(Part::shown).orElse("none");
        if (one.isPresent() && other.isPresent() && before.equals(after)) {
            return visible(before) + ", SHA-256 " + digits(one.get().digest()) + " -> "
                    + digits(other.get().digest());
        }
        return visible(before) + " -> " + visible(after);
    }

    /** By what they are called in sentences; what most often is the reason comes first. */
    private static Map<String, Part> parts(JsonNode info) {
        Map<String, Part> parts = new LinkedHashMap<>();
        JsonNode sdist = info.path("sdist");
        parts.put("sdist", Part.of(sdist, sdist.path("file").asText()));
        JsonNode interpreter = info.path("interpreter");
        parts.put(
                "interpreter",
                Part.of(
                        interpreter,
                        interpreter.path("artifactId").asText() + " "
                                + interpreter.path("version").asText() + " "
                                + interpreter.path("classifier").asText()));
        Map<String, Part> sorted = new TreeMap<>();
        versions(sorted, "build requirement ", info.path("requires"));
        parts.putAll(sorted);
        sorted.clear();
        values(sorted, "variable ", info.path("variables"));
        values(sorted, "setting ", info.path("settings"));
        versions(sorted, "linked library ", info.path("components"));
        info.path("patches")
                .forEach(patch -> sorted.put(
                        "patch " + patch.path("file").asText(),
                        Part.of(patch, digits(patch.path("sha256").asText()))));
        parts.putAll(sorted);
        String environment = info.path("environment").asText();
        parts.put("environment", new Part(digits(environment), environment));
        parts.put("timestamp", new Part(time(info.path("sourceDateEpoch").asLong()), ""));
        parts.put("plugin", new Part(info.at("/plugin/version").asText(), ""));
        return parts;
    }

    private static void versions(Map<String, Part> parts, String kind, JsonNode origins) {
        origins.forEach(origin -> parts.put(
                kind + origin.path("name").asText(),
                Part.of(origin, origin.path("version").asText())));
    }

    private static void values(Map<String, Part> parts, String kind, JsonNode values) {
        values.properties()
                .forEach(value -> parts.put(
                        kind + value.getKey(), new Part(value.getValue().asText(), "")));
    }

    private static String time(long epochSecond) {
        try {
            return Instant.ofEpochSecond(epochSecond).toString();
        } catch (DateTimeException e) {
            return Long.toString(epochSecond);
        }
    }

    private static String digits(String digest) {
        return digest.length() > DIGITS ? digest.substring(0, DIGITS) : digest;
    }

    private static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? '?' : point)
                .forEach(visible::appendCodePoint);
        return visible.append(text.codePointCount(0, text.length()) > LONGEST ? "..." : "")
                .toString();
    }
}
