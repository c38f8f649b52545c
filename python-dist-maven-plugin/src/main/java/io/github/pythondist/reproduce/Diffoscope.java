package io.github.pythondist.reproduce;

import io.github.pythondist.files.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * diffoscope, where the machine has it: it shows all differences, ours are the first ones with their kind.
 *
 * @see <a href="https://diffoscope.org">diffoscope</a>
 */
final class Diffoscope {

    private static final int MOST_MINUTES = 20;

    private final Path program;

    private Diffoscope(Path program) {
        this.program = program;
    }

    static Optional<Diffoscope> find(String searchPath) {
        return Arrays.stream(searchPath.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, "diffoscope"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Diffoscope::new);
    }

    /**
     * @param html written
     * @return a note about what was done
     */
    String compare(Path first, Path second, Path html) {
        try {
            Path log = html.resolveSibling(html.getFileName() + ".log");
            Process process = Programs.start(new ProcessBuilder(
                            List.of(program.toString(), "--html", html.toString(), first.toString(), second.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile()));
            try {
                if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
                    return "diffoscope did not end within " + MOST_MINUTES + " minutes";
                }
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            // 1 says that there are differences.
            return process.exitValue() == 1 && Files.exists(html)
                    ? "all differences: " + html
                    : "diffoscope failed with exit code " + process.exitValue() + ", see " + log;
        } catch (IOException e) {
            return "diffoscope cannot be run: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "diffoscope was interrupted";
        }
    }
}
