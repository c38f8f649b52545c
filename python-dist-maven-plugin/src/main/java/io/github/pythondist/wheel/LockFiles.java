package io.github.pythondist.wheel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.LockFile.Input;
import io.github.pythondist.wheel.LockFile.LockedFile;
import io.github.pythondist.wheel.LockFile.LockedPackage;
import io.github.pythondist.wheel.LockFile.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads and writes lock files as PEP 751 defines them. */
public final class LockFiles {

    private static final String VERSION = "1.0";
    private static final String OURS = "python-dist";
    private static final TomlMapper TOML = new TomlMapper();
    private static final ObjectMapper JSON = new ObjectMapper();
    // PEP 503 and PEP 440, as far as a name or version that becomes part of a path has to be harmless.
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.!+-]*\\.(whl|tar\\.gz|zip)");

    private LockFiles() {}

    /**
     * @throws BuildFailure if the file is missing, is no lock file, or locks something by other means than a SHA-256
     */
    static LockFile read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new BuildFailure("There is no lock file " + file)
                    .remedy("Make it, and put it under version control: mvn " + command(file));
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the lock file " + file, e);
        }
        return parse(bytes, file);
    }

    /** What makes a lock file of that name, to be pasted after {@code mvn}. */
    public static String command(Path file) {
        String goal = "python-dist:lock" + (file.endsWith(LockFile.BUILD_FILE_NAME) ? " -Dpython-dist.build" : "");
        if (!file.endsWith(LockFile.FILE_NAME) && !file.endsWith(LockFile.BUILD_FILE_NAME)) {
            return goal + " -Dpython-dist.lockFile=" + file.getFileName()
                    + " (or python-dist:lock@<id> of the execution that names this file)";
        }
        Path project = file.resolveSibling("pom.xml");
        boolean isHere = file.toAbsolutePath().getParent().equals(Path.of("").toAbsolutePath());
        return isHere || !Files.exists(project) ? goal : "-f " + project + " " + goal;
    }

    static LockFile parse(byte[] bytes, Path file) {
        JsonNode root;
        try {
            root = TOML.readTree(bytes);
        } catch (IOException e) {
            throw broken(
                    file,
                    "it is not TOML: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        String version = root.path("lock-version").asText("");
        if (!version.startsWith("1.")) {
            throw broken(file, version.isEmpty() ? "it has no lock-version" : "its lock-version is " + version);
        }
        JsonNode own = root.path("tool").path(OURS);
        if (root.path("created-by").asText("").equals(OURS) && !own.isObject()) {
            // It is the last table of ours: without it, packages before it may be gone as well.
            throw broken(file, "it ends before [tool." + OURS + "]: it was cut off, or edited")
                    .remedy("Take it from version control again, or lock again: mvn " + command(file));
        }
        if (root.has("packages") && !root.get("packages").isArray()) {
            throw broken(file, "packages is no array of tables");
        }
        List<LockedPackage> packages = new ArrayList<>();
        for (JsonNode item : root.path("packages")) {
            packages.add(lockedPackage(item, file));
        }
        return new LockFile(
                text(root, "requires-python"),
                texts(root.path("environments")),
                packages,
                Optional.of(own).filter(JsonNode::isObject).map(table -> origin(table, file)));
    }

    private static LockedPackage lockedPackage(JsonNode item, Path file) {
        String name = text(item, "name").orElseThrow(() -> broken(file, "a package has no name"));
        if (!PackageNames.isNormalized(name)) {
            throw broken(file, "'" + name + "' is no normalised name of a package");
        }
        for (String kind : List.of("vcs", "directory", "archive")) {
            if (item.has(kind)) {
                throw broken(file, name + " is locked by its " + kind + ", not by wheels or an sdist")
                        .remedy("Make a wheel of it, put it into a directory, and name that as <wheelDirectory>");
            }
        }
        String version = text(item, "version").orElseThrow(() -> broken(file, name + " has no version"));
        if (!PackageNames.isVersion(version)) {
            throw broken(file, "'" + version + "' is no version, for " + name);
        }
        List<LockedFile> wheels = new ArrayList<>();
        for (JsonNode wheel : item.path("wheels")) {
            wheels.add(lockedFile(wheel, name, file));
        }
        return new LockedPackage(
                name,
                version,
                text(item, "marker"),
                text(item, "requires-python"),
                wheels,
                item.has("sdist") ? Optional.of(lockedFile(item.get("sdist"), name, file)) : Optional.empty());
    }

    private static LockedFile lockedFile(JsonNode item, String packageName, Path file) {
        Optional<String> url = text(item, "url");
        Optional<String> path = text(item, "path");
        path.ifPresent(place -> requirePath(place, packageName, file));
        String name = text(item, "name")
                .or(() -> url.or(() -> path).map(LockFiles::lastName))
                .orElse("");
        if (!isFileName(name)) {
            throw broken(file, "'" + name + "' is no name of a wheel or an sdist, for " + packageName);
        }
        String sha256 = item.path("hashes").path("sha256").asText("");
        if (sha256.isEmpty()) {
            throw broken(file, name + " has no SHA-256")
                    .remedy("Only what is known by its digest is installed. Lock again: mvn python-dist:lock");
        }
        return new LockedFile(name, url, path, digest(sha256, name, file));
    }

    /** Whether it is the name of a wheel or an sdist, and harmless as one of a file. */
    static boolean isFileName(String name) {
        return FILE.matcher(name).matches();
    }

    static String lastName(String location) {
        String plain = location.replaceAll("[?#].*", "");
        return plain.substring(plain.lastIndexOf('/') + 1).replace("%2B", "+").replace("%21", "!");
    }

    private static Origin origin(JsonNode own, Path file) {
        List<Input> inputs = new ArrayList<>();
        for (JsonNode input : own.path("inputs")) {
            String path = text(input, "path").orElse("");
            requirePath(path, "an input", file);
            inputs.add(new Input(path, digest(input.path("sha256").asText(""), path, file)));
        }
        return new Origin(
                text(own, "requirements").orElse(""),
                own.path("build").asBoolean(),
                texts(own.path("extras")),
                texts(own.path("platforms")),
                text(own, "glibc").orElse(""),
                inputs);
    }

    private static void requirePath(String path, String owner, Path file) {
        try {
            Path unused = file.resolveSibling(path);
        } catch (InvalidPathException e) {
            throw broken(file, "the path of " + owner + " is none: " + quoted(path));
        }
    }

    private static Digest digest(String hex, String name, Path file) {
        try {
            return new Digest(hex);
        } catch (IllegalArgumentException e) {
            throw broken(file, "the SHA-256 of " + name + " is none: '" + hex + "'");
        }
    }

    private static Optional<String> text(JsonNode node, String key) {
        return Optional.ofNullable(node.get(key)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static BuildFailure broken(Path file, String why) {
        return new BuildFailure("The lock file " + file + " cannot be used").detail(why);
    }

    static void write(LockFile lock, Path file) throws IOException {
        AtomicFiles.writeString(file, toToml(lock));
    }

    /** The same text for the same content, on every machine. */
    static String toToml(LockFile lock) {
        StringBuilder text = new StringBuilder();
        text.append(
                lock.origin().map(Origin::build).orElse(false)
                        ? "# What build-wheel builds with, by its digests. Made by: mvn python-dist:lock -Dpython-dist.build\n"
                        : "# What install-wheels installs, by its digests. Made by: mvn python-dist:lock\n");
        line(text, "lock-version", VERSION);
        array(text, "environments", lock.environments());
        lock.requiresPython().ifPresent(value -> line(text, "requires-python", value));
        line(text, "created-by", OURS);
        for (LockedPackage locked : lock.packages()) {
            text.append("\n[[packages]]\n");
            line(text, "name", locked.name());
            line(text, "version", locked.version());
            locked.marker().ifPresent(value -> line(text, "marker", value));
            locked.requiresPython().ifPresent(value -> line(text, "requires-python", value));
            locked.sdist().ifPresent(sdist -> {
                text.append("\n[packages.sdist]\n");
                file(text, sdist);
            });
            for (LockedFile wheel : locked.wheels()) {
                text.append("\n[[packages.wheels]]\n");
                file(text, wheel);
            }
        }
        lock.origin().ifPresent(origin -> {
            text.append("\n[tool.").append(OURS).append("]\n");
            line(text, "requirements", origin.requirements());
            if (origin.build()) {
                text.append("build = true\n");
            }
            array(text, "extras", origin.extras());
            array(text, "platforms", origin.platforms());
            line(text, "glibc", origin.glibc());
            for (Input input : origin.inputs()) {
                text.append("\n[[tool.").append(OURS).append(".inputs]]\n");
                line(text, "path", input.path());
                line(text, "sha256", input.sha256().hex());
            }
        });
        return text.toString();
    }

    private static void file(StringBuilder text, LockedFile file) {
        line(text, "name", file.name());
        file.url().ifPresent(value -> line(text, "url", value));
        file.path().ifPresent(value -> line(text, "path", value));
        text.append("hashes = { sha256 = ").append(quoted(file.sha256().hex())).append(" }\n");
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(" = ").append(quoted(value)).append('\n');
    }

    private static void array(StringBuilder text, String key, List<String> values) {
        text.append(key)
                .append(values.stream().map(LockFiles::quoted).collect(Collectors.joining(", ", " = [", "]\n")));
    }

    /** A basic string of TOML is a string of JSON, but that DEL has to be escaped as well. */
    private static String quoted(String value) {
        try {
            return JSON.writeValueAsString(value).replace("\u007f", "\\u007f");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every text is a string of JSON", e);
        }
    }
}
