package io.github.pythondist.provenance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of the machine that built: kernel, processor, Java. It decides no byte, and it differs from machine to
 * machine; so it stays with the build, for those who look into a difference, and is not published.
 */
public final class MachineNotes {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String CPU_MODEL = "model name";

    private MachineNotes() {}

    /**
     * @param environment the tier that was asked for
     * @param jobs jobs of {@code make}
     * @return a properties file, ASCII
     */
    public static String text(String environment, int jobs) {
        Map<String, String> notes = new TreeMap<>();
        notes.put("environment", environment);
        notes.put("jobs", Integer.toString(jobs));
        Stream.of("os.name", "os.version", "os.arch", "java.vendor", "java.version")
                .forEach(name -> notes.put(name, System.getProperty(name, "")));
        notes.put("cpu", cpu());
        return "# The machine that built; no part of what is published.\n"
                + notes.entrySet().stream()
                        .map(note -> note.getKey() + "=" + note.getValue().replaceAll("[^ -~]|\\\\", "?") + "\n")
                        .collect(Collectors.joining());
    }

    private static String cpu() {
        if (!Files.isReadable(CPU_INFO)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(CPU_INFO, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(CPU_MODEL))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
