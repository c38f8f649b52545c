package io.github.pythondist.wheel;

import io.github.pythondist.archive.ZipReader;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Refuses wheels that could write where they have no business, or more than a disk holds, whatever the tool that unpacks
 * them would make of it.
 */
final class WheelCheck {

    private static final int MAX_ENTRIES = 100_000;
    private static final long MAX_BYTES = 8L << 30;

    private WheelCheck() {}

    /**
     * @throws BuildFailure if it is no zip archive, or one with names that lead out of it, names that come twice, or
     *     too much in it
     */
    static void check(Path wheel) throws IOException {
        if (!ZipReader.isZip(wheel)) {
            throw refused(wheel, "it is no zip archive");
        }
        Set<String> names = new HashSet<>();
        long[] bytes = {0};
        ZipReader.read(wheel, (entry, content) -> {
            String name = entry.path();
            if (leadsOut(name)) {
                throw refused(wheel, "its entry '" + name + "' leads out of it");
            }
            if (!names.add(name)) {
                throw refused(wheel, "its entry '" + name + "' comes twice");
            }
            bytes[0] += entry.size();
            if (names.size() > MAX_ENTRIES || bytes[0] > MAX_BYTES) {
                throw refused(wheel, "it has more than " + MAX_ENTRIES + " entries or " + MAX_BYTES + " bytes");
            }
            return true;
        });
    }

    private static boolean leadsOut(String name) {
        return name.isEmpty()
                || name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf(':') == 1
                || name.indexOf('\0') >= 0
                || Arrays.asList(name.split("/", -1)).contains("..");
    }

    private static BuildFailure refused(Path wheel, String why) {
        return new BuildFailure("The wheel " + wheel.getFileName() + " is refused: " + why)
                .remedy("Do not use this package before you know who made that file");
    }
}
