package io.github.pythondist.wheeltrack;

import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.PackageNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists of packages: one requirement a line, {@code #} begins a comment. */
public final class RequirementLines {

    /** PEP 508: what a line begins with. */
    private static final Pattern NAME = Pattern.compile("\\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?).*");

    private RequirementLines() {}

    /** The package's name, normalised; the whole line, if it has none. */
    static String name(String line) {
        Matcher matcher = NAME.matcher(line);
        return matcher.matches() ? PackageNames.normalized(matcher.group(1)) : line.strip();
    }

    /**
     * @throws BuildFailure if the file is missing, or has options of pip
     */
    public static List<String> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file).stream()
                    .map(line -> line.replaceFirst("(^|\\s)#.*$", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
            lines.stream().filter(line -> line.startsWith("-")).findFirst().ifPresent(option -> {
                throw new BuildFailure("The list of packages " + file + " has a line that is no requirement: " + option)
                        .remedy("Write a name with versions, such as numpy==2.3.5, one a line");
            });
            return lines;
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the list of packages " + file, e).remedy("Correct <requirements>");
        }
    }
}
