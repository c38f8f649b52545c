package io.github.pythondist.environment;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A directory or file of the machine that a command sees at a fixed path.
 *
 * @param hostPath where it is; made absolute. A writable one is a directory
 * @param guestPath where the command sees it: absolute, normalised, and not within a directory of the build root.
 *     Convention: {@code /build} and {@code /out} writable; {@code /deps}, {@code /sysroot} and {@code /catalog} not
 * @param writable whether the command may change it
 */
public record Mount(Path hostPath, String guestPath, boolean writable) {

    private static final Pattern GUEST_PATH = Pattern.compile("(/[A-Za-z0-9_+][A-Za-z0-9._+-]*)+");

    public Mount {
        hostPath = hostPath.toAbsolutePath().normalize();
        if (!GUEST_PATH.matcher(guestPath).matches()) {
            throw new IllegalArgumentException("not an absolute, normalised guest path: " + guestPath);
        }
    }

    public static Mount readOnly(Path hostPath, String guestPath) {
        return new Mount(hostPath, guestPath, false);
    }

    public static Mount writable(Path hostPath, String guestPath) {
        return new Mount(hostPath, guestPath, true);
    }

    /** Whether a guest path is this mount or lies within it. */
    boolean covers(String path) {
        return path.equals(guestPath) || path.startsWith(guestPath + "/");
    }
}
