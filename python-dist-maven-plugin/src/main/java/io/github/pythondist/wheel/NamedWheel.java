package io.github.pythondist.wheel;

import io.github.pythondist.archive.ZipReader;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A wheel under the name that PEP 427 wants it to have. A Maven repository calls it after its artifact, whose id and
 * version may be others than the package's.
 *
 * @param name of the package, normalised
 * @param file the wheel, so called
 */
record NamedWheel(String name, Path file) {

    private static final String INFO = ".dist-info/WHEEL";
    // PEP 427 and PEP 425, strictly: the name becomes a path and a line of requirements.
    private static final Pattern STEM = Pattern.compile("[A-Za-z0-9_.]+-[A-Za-z0-9_.!+]+");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_]+");

    /**
     * @param directory where a copy is made if the file is called otherwise
     * @throws BuildFailure if it is no wheel, or one that no one should install
     */
    static NamedWheel of(Path file, Path directory) throws IOException {
        WheelCheck.check(file, file.getFileName().toString());
        List<String> stems = new ArrayList<>();
        List<Set<String>> tags = List.of(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        ZipReader.read(file, (entry, content) -> {
            if (entry.path().endsWith(INFO)
                    && entry.path().indexOf('/') == entry.path().lastIndexOf('/')) {
                stems.add(entry.path().substring(0, entry.path().length() - INFO.length()));
                new String(content.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith("Tag:"))
                        .map(line -> line.substring("Tag:".length()).strip().split("-", -1))
                        .filter(parts -> parts.length == 3
                                && Stream.of(parts)
                                        .allMatch(part -> TAG.matcher(part).matches()))
                        .forEach(parts -> {
                            for (int i = 0; i < parts.length; i++) {
                                tags.get(i).add(parts[i]);
                            }
                        });
            }
            return true;
        });
        if (stems.size() != 1
                || !STEM.matcher(stems.get(0)).matches()
                || tags.get(0).isEmpty()) {
            throw new BuildFailure("The file " + file + " is no wheel")
                    .detail(
                            "A wheel has one directory <name>-<version>.dist-info, with a file WHEEL that has its tags.")
                    .remedy("Check the dependencies of type whl");
        }
        String stem = stems.get(0);
        String name = PackageNames.normalized(stem.substring(0, stem.indexOf('-')));
        String proper = stem + "-"
                + String.join(
                        "-", tags.stream().map(part -> String.join(".", part)).toList()) + ".whl";
        if (file.getFileName().toString().equals(proper)) {
            return new NamedWheel(name, file);
        }
        Path copy = directory.resolve(Digest.of(file).hex()).resolve(proper);
        AtomicFiles.write(copy, temporary -> Files.copy(file, temporary));
        return new NamedWheel(name, copy);
    }
}
