package io.github.pythondist.layout;

import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle says about itself, in the file {@value #FILE_NAME} at its top: a head, an empty line, and one line for
 * each file and link, sorted by path. Fields are kept apart by tabs.
 *
 * <pre>
 * Format: python-dist bundle 1
 * Name: word-count
 * Platform: linux-x86_64
 * Python: 3.13.5
 * Executable: python/bin/python3.13
 * Libpython: python/lib/libpython3.13.so.1.0
 *
 * file     &lt;SHA-256&gt;  &lt;bytes&gt;  app/wordcount.py
 * program  &lt;SHA-256&gt;  &lt;bytes&gt;  python/bin/python3.13
 * link     python3.13          python/bin/python3
 * </pre>
 *
 * <p>Text in lines rather than JSON, because the JDK reads no JSON and the runtime has no library.
 *
 * @param name the bundle's name
 * @param platform classifier of the interpreter inside
 * @param pythonVersion such as {@code 3.13.5}
 * @param executable path of the interpreter
 * @param libpython path of the library for embedding, or null if it is not inside
 * @param items every file and link but the index itself, sorted by path
 */
public record BundleIndex(
        String name,
        String platform,
        String pythonVersion,
        String executable,
        @Nullable String libpython,
        List<Item> items) {

    /** The index's name in the bundle's top directory. */
    public static final String FILE_NAME = "python-dist-bundle.txt";

    /** The directory of the interpreter. */
    public static final String PYTHON = "python";

    /** The directory of the project's own Python sources. */
    public static final String APP = "app";

    /** No index is larger: some 500,000 files. */
    public static final int MAX_BYTES = 64 << 20;

    private static final String FORMAT = "python-dist bundle 1";
    private static final int MAX_ITEMS = 200_000;
    private static final long MAX_TOTAL_BYTES = 8L << 30;

    /** What an item is. */
    public enum Kind {
        FILE("file"),
        /** A file with the executable bit. */
        PROGRAM("program"),
        /** A symbolic link. */
        LINK("link");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /**
     * @param path relative to the bundle's top, with {@code /} between its names
     * @param sha256 of a file's bytes; null for a link
     * @param size in bytes; 0 for a link
     * @param target of a link; empty for a file
     */
    public record Item(String path, Kind kind, @Nullable Digest sha256, long size, String target) {

        public static Item file(String path, Digest sha256, long size, boolean executable) {
            return new Item(path, executable ? Kind.PROGRAM : Kind.FILE, sha256, size, "");
        }

        public static Item link(String path, String target) {
            return new Item(path, Kind.LINK, null, 0, target);
        }
    }

    public BundleIndex {
        items = List.copyOf(items);
    }

    /** The index as text, the same for the same bundle. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("Format: ").append(FORMAT).append('\n');
        text.append("Name: ").append(name).append('\n');
        text.append("Platform: ").append(platform).append('\n');
        text.append("Python: ").append(pythonVersion).append('\n');
        text.append("Executable: ").append(executable).append('\n');
        if (libpython != null) {
            text.append("Libpython: ").append(libpython).append('\n');
        }
        text.append('\n');
        for (Item item : items) {
            text.append(item.kind().word).append('\t');
            if (item.kind() == Kind.LINK) {
                text.append(item.target());
            } else {
                text.append(item.sha256()).append('\t').append(item.size());
            }
            text.append('\t').append(item.path()).append('\n');
        }
        return text.toString();
    }

    /**
     * Reads an index. It may come from anywhere: paths and links that lead out of the bundle are refused.
     *
     * @param origin how to call the bundle in messages
     * @throws BuildFailure if it is no index, of a newer format, or hostile
     */
    public static BundleIndex parse(String text, String origin) {
        return new Parser(origin).parse(text);
    }

    /**
     * Compares a directory with this index, by reading every file.
     *
     * @param ignored files at the top that are not the bundle's
     * @return what differs, one line each, sorted by path; empty if nothing does
     */
    public List<String> differences(Path directory, Set<String> ignored) throws IOException {
        TreeMap<String, String> differences = new TreeMap<>();
        Set<String> present = new HashSet<>();
        for (Path path : Trees.list(directory)) {
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                present.add(Trees.unixPath(directory.relativize(path)));
            }
        }
        present.removeAll(ignored);
        present.remove(FILE_NAME);
        for (Item item : items) {
            if (present.remove(item.path())) {
                difference(directory.resolve(item.path()), item).ifPresent(what -> differences.put(item.path(), what));
            } else {
                differences.put(item.path(), "missing");
            }
        }
        present.forEach(path -> differences.put(path, "not part of the bundle"));
        return differences.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .toList();
    }

    private static Optional<String> difference(Path path, Item item) throws IOException {
        if (item.kind() == Kind.LINK) {
            boolean same = Files.isSymbolicLink(path)
                    && Trees.unixPath(Files.readSymbolicLink(path)).equals(item.target());
            return same ? Optional.empty() : Optional.of("no longer a link to " + item.target());
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of("no longer a file");
        }
        if (Files.size(path) != item.size()) {
            return Optional.of(Files.size(path) + " bytes instead of " + item.size());
        }
        return Digest.of(path).equals(item.sha256()) ? Optional.empty() : Optional.of("content changed");
    }

    private static final class Parser {

        private final String origin;

        Parser(String origin) {
            this.origin = origin;
        }

        BundleIndex parse(String text) {
            int empty = text.indexOf("\n\n");
            if (empty < 0 || !text.startsWith("Format: python-dist bundle ") || !text.endsWith("\n")) {
                throw refused("its " + FILE_NAME + " is no index, or cut off");
            }
            Map<String, String> head = head(text.substring(0, empty));
            if (!FORMAT.equals(head.get("Format"))) {
                throw new BuildFailure("The bundle " + origin + " is of the format " + head.get("Format"))
                        .detail("this version of python-dist reads " + FORMAT)
                        .remedy("Use a newer python-dist-runtime.");
            }
            Map<String, Item> items = new LinkedHashMap<>();
            long bytes = 0;
            String body = text.substring(empty + 2);
            for (String line : body.isEmpty() ? List.<String>of() : List.of(body.split("\n", -1))) {
                if (line.isEmpty()) {
                    continue;
                }
                Item item = item(line);
                if (items.put(item.path(), item) != null) {
                    throw refused("it lists " + item.path() + " twice");
                }
                // Not by the sum, which could overflow.
                if (items.size() > MAX_ITEMS || item.size() > MAX_TOTAL_BYTES - bytes) {
                    throw refused("it is larger than " + MAX_ITEMS + " files or " + MAX_TOTAL_BYTES + " bytes");
                }
                bytes += item.size();
            }
            items.keySet().forEach(path -> checkParents(path, items));
            BundleIndex index = new BundleIndex(
                    required(head, "Name"),
                    required(head, "Platform"),
                    required(head, "Python"),
                    required(head, "Executable"),
                    head.get("Libpython"),
                    new ArrayList<>(items.values()));
            if (!items.containsKey(index.executable())
                    || (index.libpython() != null && !items.containsKey(index.libpython()))) {
                throw refused("its interpreter is not among its files");
            }
            return index;
        }

        private Map<String, String> head(String lines) {
            Map<String, String> head = new LinkedHashMap<>();
            for (String line : lines.split("\n", -1)) {
                int colon = line.indexOf(": ");
                if (colon < 0) {
                    throw refused("its index has the line '" + line + "'");
                }
                head.put(line.substring(0, colon), line.substring(colon + 2));
            }
            return head;
        }

        private String required(Map<String, String> head, String key) {
            String value = head.get(key);
            if (value == null) {
                throw refused("its index does not say its " + key);
            }
            return value;
        }

        private Item item(String line) {
            String[] fields = line.split("\t", -1);
            try {
                if (fields.length == 3 && fields[0].equals(Kind.LINK.word)) {
                    if (fields[1].isEmpty() || fields[1].startsWith("/") || fields[1].contains("\\")) {
                        throw refused("the link " + fields[2] + " leads to '" + fields[1] + "'");
                    }
                    return Item.link(checked(fields[2]), fields[1]);
                }
                if (fields.length == 4 && (fields[0].equals(Kind.FILE.word) || fields[0].equals(Kind.PROGRAM.word))) {
                    long size = Long.parseLong(fields[2]);
                    if (size >= 0) {
                        boolean program = fields[0].equals(Kind.PROGRAM.word);
                        return Item.file(checked(fields[3]), new Digest(fields[1]), size, program);
                    }
                }
            } catch (IllegalArgumentException e) {
                // No digest or no number: as wrong as a line of another form.
            }
            throw refused("its index has the line '" + line + "'");
        }

        private String checked(String path) {
            for (String part : path.split("/", -1)) {
                if (part.isEmpty() || part.equals(".") || part.equals("..") || part.contains("\\")) {
                    throw refused("it has a file with the path '" + path + "'");
                }
            }
            // A drive or a stream of Windows.
            if (path.contains(":") || path.equals(FILE_NAME)) {
                throw refused("it has a file with the path '" + path + "'");
            }
            return path;
        }

        /** Nothing is written through a link, or into a file. */
        private void checkParents(String path, Map<String, Item> items) {
            for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
                if (items.containsKey(path.substring(0, slash))) {
                    throw refused("it has files below " + path.substring(0, slash) + ", which is no directory");
                }
            }
        }

        private BuildFailure refused(String why) {
            return new BuildFailure("Refused to use the bundle " + origin + ": " + why)
                    .remedy("A bundle made by python-dist is not like that. Take it anew from where it came.");
        }
    }
}
