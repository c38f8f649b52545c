package io.github.pythondist.bundle;

import io.github.pythondist.consumer.PluginScripts;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Scripts of a system that start the interpreter, or the Java application, of their own bundle, wherever that stands. */
enum ScriptForm {
    /** For a shell of POSIX: it runs its lines up to exec; Python takes them for one string. */
    SHELL("sh", "", '/', ':', "$top") {
        @Override
        String escaped(String text) {
            return text.replaceAll("[\\\\\"$`]", "\\\\$0");
        }

        @Override
        SortedMap<String, String> files(String name, String code, String interpreter) throws IOException {
            return new TreeMap<>(Map.of(name, launcher(name, interpreter) + code));
        }
    },
    /**
     * For Windows' command processor: a file of one line, so that its exit status is Python's, and the code in another
     * beside it.
     */
    COMMAND("cmd", ".cmd", '\\', ';', "%top%") {
        @Override
        String escaped(String text) {
            if (text.contains("\"") || text.chars().anyMatch(Character::isISOControl)) {
                throw impossible(text);
            }
            return text.replace("%", "%%");
        }

        @Override
        SortedMap<String, String> files(String name, String code, String interpreter) throws IOException {
            if (name.chars().anyMatch(c -> "\\/:*?<>|".indexOf(c) >= 0)) {
                throw impossible(name);
            }
            return new TreeMap<>(Map.of(fileName(name), launcher(name, interpreter), name + "-script.py", code));
        }
    };

    private static final Pattern PYTHON_LINE = Pattern.compile("#!.*python[0-9.]*[a-z]*( -[A-Za-z]+)?\\s*");
    // What pip and venv write where the interpreter's path is too long for the system, or has a space in it.
    private static final Pattern SHELL_LINES = Pattern.compile("\\A#!/bin/sh\n'''exec' .*\n' '''\n");
    private static final Pattern ENTRY_POINT =
            Pattern.compile("\\s*([A-Za-z_][\\w.]*)\\s*:\\s*([A-Za-z_][\\w.]*)\\s*(\\[.*\\])?\\s*");

    private final String template;
    private final String suffix;
    private final char separator;
    private final char pathSeparator;
    private final String top;

    ScriptForm(String template, String suffix, char separator, char pathSeparator, String top) {
        this.template = template;
        this.suffix = suffix;
        this.separator = separator;
        this.pathSeparator = pathSeparator;
        this.top = top;
    }

    private static BuildFailure impossible(String name) {
        return new BuildFailure("There is no file '" + name.replaceAll("\\p{Cntrl}", "?") + "' for scripts of Windows")
                .detail("It has a character in its name that names cannot have there.")
                .remedy("Rename the file, or leave out the package that brings it.");
    }

    /** That of a platform. */
    static ScriptForm of(Platform platform) {
        return platform.os().equals("windows") ? COMMAND : SHELL;
    }

    /** The file of a script. */
    String fileName(String name) {
        return name + suffix;
    }

    /**
     * The files of a script, by their names.
     *
     * @param interpreter path of the interpreter from the script's directory
     * @throws BuildFailure if the system cannot have files of that name
     */
    abstract SortedMap<String, String> files(String name, String code, String interpreter) throws IOException;

    /**
     * As the system's own language has a text in a path or a name, between double quotes.
     *
     * @throws BuildFailure if it cannot have it
     */
    abstract String escaped(String text);

    /**
     * What a script has for Python, without the lines that are bound to a place.
     *
     * @return empty if the script is none of Python's
     */
    static Optional<String> code(String script) {
        Matcher shell = SHELL_LINES.matcher(script);
        if (shell.find()) {
            return Optional.of(script.substring(shell.end()));
        }
        int end = script.indexOf('\n');
        String first = end < 0 ? script : script.substring(0, end);
        boolean python = PYTHON_LINE.matcher(first).matches() || first.strip().equals("#!pythonw");
        return python ? Optional.of(script.substring(end + 1)) : Optional.empty();
    }

    /**
     * Code that calls a function.
     *
     * @param name of the script, for messages
     * @param entryPoint {@code module:function} (Entry points specification of the PyPA)
     */
    static String calling(String name, String entryPoint) {
        Matcher matcher = ENTRY_POINT.matcher(entryPoint);
        if (!matcher.matches()) {
            throw new BuildFailure("The script " + name + " cannot call '" + entryPoint + "'")
                    .remedy("Write module:function, such as wordcount.main:run.");
        }
        String function = matcher.group(2);
        String first = function.replaceFirst("\\..*", "");
        return "import sys\nfrom " + matcher.group(1) + " import " + first
                + "\nif __name__ == '__main__':\n    sys.exit("
                + function + "())\n";
    }

    /**
     * A script that starts a Java application.
     *
     * @param jars files in the directory {@code lib} of the bundle
     */
    String starting(String mainClass, List<String> jars) throws IOException {
        String classPath = jars.stream()
                .map(jar -> top + separator + "lib" + separator + escaped(jar))
                .collect(Collectors.joining(String.valueOf(pathSeparator)));
        return PluginScripts.text("/bundle/launcher." + template)
                .replace("@classPath@", classPath)
                .replace("@mainClass@", mainClass);
    }

    /** What starts the interpreter. */
    String launcher(String name, String interpreter) throws IOException {
        return PluginScripts.text("/bundle/script." + template)
                .replace("@interpreter@", escaped(interpreter.replace('/', separator)))
                .replace("@name@", escaped(name));
    }

    /** Writes the files of a script. */
    void write(Path directory, String name, String code, String interpreter) throws IOException {
        for (Map.Entry<String, String> file : files(name, code, interpreter).entrySet()) {
            write(directory.resolve(file.getKey()), file.getValue());
        }
    }

    /** Writes a script that can be run. */
    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
