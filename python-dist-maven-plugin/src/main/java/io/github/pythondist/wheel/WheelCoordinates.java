package io.github.pythondist.wheel;

import io.github.pythondist.wheel.LockFile.LockedFile;
import io.github.pythondist.wheel.LockFile.LockedPackage;

/**
 * A wheel or an sdist as a Maven artifact. In a repository its file is called almost as an index of packages calls it:
 * {@code numpy-2.3.5-cp313-cp313-manylinux_2_28_x86_64.whl}.
 *
 * @param artifactId the package's normalised name, such as {@code typing-extensions}
 * @param classifier of a wheel its build number, if it has one, and its tags (PEP 427), such as {@code py3-none-any}; of
 *     an sdist {@code sdist}
 * @param type {@code whl}, {@code tar.gz} or {@code zip}
 */
public record WheelCoordinates(String groupId, String artifactId, String version, String classifier, String type) {

    /** The coordinates of a locked file. */
    public static WheelCoordinates of(String groupId, LockedPackage locked, LockedFile file) {
        if (file.isWheel()) {
            return new WheelCoordinates(groupId, locked.name(), locked.version(), tags(file.name()), "whl");
        }
        String type = file.name().endsWith(".zip") ? "zip" : "tar.gz";
        return new WheelCoordinates(groupId, locked.name(), locked.version(), "sdist", type);
    }

    /** What tells wheels of one version apart: the part of a file's name after the version (PEP 427). */
    public static String tags(String wheel) {
        String stem = wheel.substring(0, wheel.length() - ".whl".length());
        // <name>-<version>[-<build>]-<python>-<abi>-<platform>; neither name nor version holds a dash.
        return stem.substring(stem.indexOf('-', stem.indexOf('-') + 1) + 1);
    }

    @Override
    public String toString() {
        return groupId + ":" + artifactId + ":" + type + ":" + classifier + ":" + version;
    }
}
