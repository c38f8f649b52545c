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
public final class WheelCheck {

    private static final int MAX_ENTRIES = 100_000;
    private static final long MAX_BYTES = 8L << 30;

    private WheelCheck() {}

    /**
     * @param name for messages; the file may still be called otherwise
     * @throws BuildFailure if it is no zip archive, or one with names that lead out of it, names that come twice, or
     *     too much in it
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
            bytes[0] += entry.size();
            if (paths.size() > MAX_ENTRIES || bytes[0] > MAX_BYTES) {
                throw refused(name, "it has more than " + MAX_ENTRIES + " entries or " + MAX_BYTES + " bytes");
            }
            return true;
        });
    }

    private static boolean leadsOut(String path) {
        return path.isEmpty()
                || path.startsWith("/")
                || path.indexOf('\\') >= 0
                || path.indexOf(':') == 1
                || path.indexOf('\0') >= 0
                || Arrays.asList(path.split("/", -1)).contains("..");
    }

    private static BuildFailure refused(String name, String why) {
        return new BuildFailure("The wheel " + name + " is refused: " + why)
                .remedy("Do not use this package before you know who made that file");
    }
}
