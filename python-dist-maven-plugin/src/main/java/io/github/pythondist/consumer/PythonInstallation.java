package io.github.pythondist.consumer;

import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a goal runs: an interpreter, or a virtual environment (PEP 405) with packages that was made of it.
 *
 * @param environment directory of the virtual environment, if there is one
 */
public record PythonInstallation(InterpreterHome interpreter, Optional<Path> environment) {

    private static final String CONFIGURATION = "pyvenv.cfg";
    private static final int MAX_SHOWN = 30;

    /** An interpreter with the environment that is in a directory, if one is there and is of this interpreter. */
    public static PythonInstallation of(InterpreterHome interpreter, Path environment, Progress progress) {
        Path configuration = environment.resolve(CONFIGURATION);
        if (!Files.isRegularFile(configuration)) {
            return new PythonInstallation(interpreter, Optional.empty());
        }
        try {
            Optional<Path> home = home(configuration);
            Path bin = interpreter.executable().getParent().toRealPath();
            if (home.isPresent()
                    && Files.isDirectory(home.get())
                    && home.get().toRealPath().equals(bin)) {
                return new PythonInstallation(interpreter, Optional.of(environment));
            }
            progress.warn("The environment " + environment + " was made with another interpreter ("
                    + home.map(Path::toString).orElse("which it does not name")
                    + ") than the one that runs now, and is not used");
            return new PythonInstallation(interpreter, Optional.empty());
        } catch (IOException e) {
            throw new BuildFailure("Cannot read " + configuration, e)
                    .remedy("Delete " + environment + " and install the wheels again.");
        }
    }

    /** The directory of the interpreter that an environment was made with: the key {@code home} (PEP 405). */
    private static Optional<Path> home(Path configuration) throws IOException {
        return Files.readAllLines(configuration).stream()
                .map(line -> line.split("=", 2))
                .filter(parts -> parts.length == 2 && parts[0].strip().equals("home"))
                .map(parts -> Path.of(parts[1].strip()))
                .findFirst();
    }

    /** The Python to run: it sees the packages of the environment. */
    public Path executable() {
        return environment
                .map(directory -> {
                    Path windows = directory.resolve("Scripts").resolve("python.exe");
                    return Files.exists(windows)
                            ? windows
                            : directory.resolve("bin").resolve("python");
                })
                .orElseGet(interpreter::executable);
    }

    /**
     * A program of the environment, such as a console script of a package, or one that came with the interpreter.
     *
     * @param name without directory
     * @throws BuildFailure if there is none of that name, with a list of those that there are
     */
    public Path command(String name) {
        if (name.isBlank() || name.contains("/") || name.contains("\\")) {
            throw new BuildFailure("\"" + name + "\" is no name of a program")
                    .remedy("Write the name alone, such as <command>pip3</command>. A script of the project is run with"
                            + " <script>.");
        }
        for (Path directory : programs()) {
            for (String file : List.of(name, name + ".exe")) {
                Path candidate = directory.resolve(file);
                if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    return candidate;
                }
            }
        }
        BuildFailure failure = new BuildFailure("There is no program " + name);
        programs().forEach(directory -> failure.detail("in " + directory + ": " + String.join(", ", names(directory))));
        throw failure.remedy(
                environment.isPresent()
                        ? "Check the name, and that the package which brings it is among the requirements."
                        : "Programs of packages are there after install-wheels.");
    }

    /** Variables under which other programs find this Python, as an activated environment has them. */
    public Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        List<String> path =
                new ArrayList<>(programs().stream().map(Path::toString).toList());
        Optional.ofNullable(System.getenv("PATH"))
                .filter(inherited -> !inherited.isEmpty())
                .ifPresent(path::add);
        variables.put("PATH", String.join(File.pathSeparator, path));
        environment.ifPresent(directory -> variables.put("VIRTUAL_ENV", directory.toString()));
        return variables;
    }

    /** Directories of programs, first the environment's. */
    private List<Path> programs() {
        return Stream.concat(
                        environment.map(ignored -> executable().getParent()).stream(),
                        Stream.of(interpreter.executable().getParent()))
                .toList();
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            TreeSet<String> names = new TreeSet<>();
            files.filter(Files::isExecutable)
                    .forEach(file -> names.add(file.getFileName().toString()));
            return names.stream().limit(MAX_SHOWN).toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
