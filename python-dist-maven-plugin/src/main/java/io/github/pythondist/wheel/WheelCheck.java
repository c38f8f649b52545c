package io.github.pythondist.wheel;

import io.github.pythondist.archive.ZipReader;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses wheels that could write where they have no business, or more than a disk holds, whatever the tool that unpacks
 * them would make of it.
 */
public final class WheelCheck {

    private static final int MAX_ENTRIES = 100_000;
    private static final long MAX_BYTES = 8L << 30;

    private static final int MAX_ENTRY_POINTS_BYTES = 1 << 20;
    private static final Pattern ENTRY_POINTS = Pattern.compile("[^/]+\\.dist-info/entry_points\\.txt");
    // As str.splitlines() of Python has them, by which pip's reader goes.
    private static final Pattern LINE_END = Pattern.compile("[\n\r\u000b\u000c\u001c-\u001e\u0085\u2028\u2029]");
    private static final Pattern SCRIPT = Pattern.compile("[^/\\\\:\\p{Cntrl}]*");
    private static final String INTERPRETER = "python[0-9.]*w?(\\.exe)?";
    /** What an environment is made of; a package may bring any other file. */
    private static final Pattern ENVIRONMENT =
            Pattern.compile("[^/]+\\.data/(data/(pyvenv\\.cfg|\\.python-dist|(bin|Scripts)/" + INTERPRETER
                    + ")|scripts/" + INTERPRETER + ")");

    private WheelCheck() {}

    /**
     * @param name for messages; the file may still be called otherwise
     * @throws BuildFailure if it is no zip archive, or one with names that lead out of it, names that come twice,
     *     scripts or files that would be written out of the environment or replace its interpreter, or too much in it
     */
    public static void check(Path wheel, String name) throws IOException {
        if (!ZipReader.isZip(wheel)) {
            throw refused(name, "it is no zip archive");
        }
        Set<String> paths = new HashSet<>();
        long[] bytes = {0};
        ZipReader.read(wheel, (entry, content) -> {
            String path = entry.path();
            if (leadsOut(path)) {
                throw refused(name, "its entry '" + path + "' leads out of it");
            }
            if (!paths.add(path)) {
                throw refused(name, "its entry '" + path + "' comes twice");
            }
            String plain = plain(path);
            if (ENVIRONMENT.matcher(plain).matches()) {
                throw refused(name, "its entry '" + path + "' would replace what the environment is made of");
            }
            if (ENTRY_POINTS.matcher(plain).matches()) {
                byte[] text = content.readNBytes(MAX_ENTRY_POINTS_BYTES + 1);
                if (text.length > MAX_ENTRY_POINTS_BYTES) {
                    throw refused(name, "its entry '" + path + "' has more than " + MAX_ENTRY_POINTS_BYTES + " bytes");
                }
                checkScripts(name, new String(text, StandardCharsets.UTF_8));
            }
            bytes[0] += entry.size();
            if (paths.size() > MAX_ENTRIES || bytes[0] > MAX_BYTES) {
                throw refused(name, "it has more than " + MAX_ENTRIES + " entries or " + MAX_BYTES + " bytes");
            }
            return true;
        });
    }

    /** Without empty names and single dots, as Python takes them. */
    private static String plain(String path) {
        return Stream.of(path.split("/", -1))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .collect(Collectors.joining("/"));
    }

    /** pip makes a file of each entry point that is a script, by the name that it is given. */
    private static void checkScripts(String name, String text) {
        boolean scripts = false;
        for (String line : LINE_END.split(text, -1)) {
            String plain = line.strip();
            if (plain.startsWith("[") && plain.endsWith("]")) {
                scripts = plain.contains("console_scripts") || plain.contains("gui_scripts");
                continue;
            }
            String script = plain.split("=", 2)[0].strip();
            if (scripts && !SCRIPT.matcher(script).matches()) {
                throw refused(name, "its script '" + script + "' would be written to another directory");
            }
            if (scripts && script.matches(INTERPRETER)) {
                throw refused(name, "its script '" + script + "' would replace the interpreter");
            }
        }
    }

    private static boolean leadsOut(String path) {
        return path.isEmpty()
                || path.indexOf('\\') >= 0
                || path.indexOf(':') == 1
                || path.indexOf('\0') >= 0
                || Trees.leadsOut(path);
    }

    private static BuildFailure refused(String name, String why) {
        return new BuildFailure("The wheel " + name + " is refused: " + why)
                .remedy("Do not use this package before you know who made that file");
    }
}
