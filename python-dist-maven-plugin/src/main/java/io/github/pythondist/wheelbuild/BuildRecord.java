package io.github.pythondist.wheelbuild;

import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an earlier build made, and of what: a file of lines beside its logs.
 *
 * @param key digest of all that went in
 * @param files names and digests of what came out, the wheel first
 * @param doubts as {@link WheelBuildResult} has them
 */
record BuildRecord(Digest key, List<Made> files, List<String> doubts) {

    private static final String FORMAT = "python-dist wheel 1";

    /** A file in the output directory. */
    record Made(String name, Digest sha256) {

        static Made of(Path file) throws IOException {
            return new Made(file.getFileName().toString(), Digest.of(file));
        }
    }

    /** What the file says; nothing if there is none, or none that is understood. */
    static Optional<BuildRecord> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 3 || !lines.get(0).equals(FORMAT)) {
            return Optional.empty();
        }
        List<Made> files = new ArrayList<>();
        List<String> doubts = new ArrayList<>();
        try {
            for (String line : lines.subList(2, lines.size())) {
                String[] parts = line.split(" ", 3);
                if (parts[0].equals("doubt")) {
                    doubts.add(line.substring("doubt ".length()));
                } else {
                    files.add(new Made(parts[2], new Digest(parts[1])));
                }
            }
            return Optional.of(new BuildRecord(new Digest(lines.get(1)), files, doubts));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder(FORMAT).append('\n').append(key).append('\n');
        files.forEach(made -> text.append("made ")
                .append(made.sha256())
                .append(' ')
                .append(made.name())
                .append('\n'));
        doubts.forEach(doubt -> text.append("doubt ").append(doubt).append('\n'));
        AtomicFiles.writeString(file, text.toString());
    }

    /** Whether all that was made is still there as it was. */
    boolean isWhole(Path directory) throws IOException {
        for (Made made : files) {
            Path file = directory.resolve(made.name());
            if (!Files.isRegularFile(file) || !Digest.of(file).equals(made.sha256())) {
                return false;
            }
        }
        return !files.isEmpty();
    }

    WheelBuildResult result(Path directory, boolean upToDate) {
        return new WheelBuildResult(
                directory.resolve(files.get(0).name()),
                files.stream().skip(1).findFirst().map(made -> directory.resolve(made.name())),
                upToDate,
                doubts);
    }
}
