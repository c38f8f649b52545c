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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Scripts of a system that start the interpreter, or the Java application, of their own bundle, wherever that stands. */
enum ScriptForm {
    /** For a shell of POSIX: it runs its lines up to exec; Python takes them for one string. */
    SHELL("sh", "", '/', ':', "$top") {
        @Override
        String escaped(String text) {
            return text;
        }
    },
    /** For Windows' command processor: it runs the first line, which Python is told to skip. */
    COMMAND("cmd", ".cmd", '\\', ';', "%top%") {
        @Override
        String escaped(String text) {
            return text.replace("%", "%%");
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

    /** That of a platform. */
    static ScriptForm of(Platform platform) {
        return platform.os().equals("windows") ? COMMAND : SHELL;
    }

    /** The file of a script. */
    String fileName(String name) {
        return name + suffix;
    }

    /** As the system's own language has a text in a path or a name. */
    abstract String escaped(String text);

    /**
     * A script that is no longer bound to a place.
     *
     * @param interpreter path of the interpreter from the script's directory
     * @return empty if the script is none of Python's
     */
    Optional<String> relocated(String script, String interpreter) throws IOException {
        Matcher shell = SHELL_LINES.matcher(script);
        if (shell.find()) {
            return Optional.of(trampoline(interpreter) + script.substring(shell.end()));
        }
        int end = script.indexOf('\n');
        String first = end < 0 ? script : script.substring(0, end);
        boolean python = PYTHON_LINE.matcher(first).matches() || first.strip().equals("#!pythonw");
        return python ? Optional.of(trampoline(interpreter) + script.substring(end + 1)) : Optional.empty();
    }

    /**
     * A script that calls a function.
     *
     * @param name of the script, for messages
     * @param entryPoint {@code module:function} (Entry points specification of the PyPA)
     */
    String calling(String name, String entryPoint, String interpreter) throws IOException {
        Matcher matcher = ENTRY_POINT.matcher(entryPoint);
        if (!matcher.matches()) {
            throw new BuildFailure("The script " + name + " cannot call '" + entryPoint + "'")
                    .remedy("Write module:function, such as wordcount.main:run.");
        }
        String function = matcher.group(2);
        String first = function.replaceFirst("\\..*", "");
        return trampoline(interpreter)
                + "import sys\nfrom " + matcher.group(1) + " import " + first
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

    /** What stands before the code. */
    private String trampoline(String interpreter) throws IOException {
        return PluginScripts.text("/bundle/script." + template)
                .replace("@interpreter@", escaped(interpreter.replace('/', separator)));
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
