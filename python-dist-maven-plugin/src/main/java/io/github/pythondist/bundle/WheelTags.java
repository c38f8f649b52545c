package io.github.pythondist.bundle;

import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.platform.Libc;
import io.github.pythondist.platform.Platform;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether a wheel's tags (Platform compatibility tags of the PyPA) are those of an interpreter, without running it. */
public final class WheelTags {

    // The processor's name in a platform tag, where it differs from ours.
    private static final Map<String, String> LINUX = Map.of(
            "aarch_64", "aarch64", "x86_32", "i686", "arm_32", "armv7l", "ppcle_64", "ppc64le", "s390_64", "s390x");
    private static final Map<String, String> MAC = Map.of("aarch_64", "arm64");
    private static final Map<String, String> WINDOWS = Map.of("aarch_64", "arm64", "x86_64", "amd64", "x86_32", "32");

    private final int minor;
    private final String abi;
    private final Pattern platforms;

    /** Those of the interpreter that is described. */
    public WheelTags(DistributionDescription python) {
        minor = Integer.parseInt(python.pythonVersion().split("\\.", -1)[1]);
        abi = python.abiTag() == null ? "cp3" + minor : python.abiTag();
        platforms = platforms(Platform.parse(python.platform()));
    }

    private static Pattern platforms(Platform platform) {
        String arch = platform.arch();
        return Pattern.compile(
                switch (platform.os()) {
                    case "linux" ->
                        (platform.libc() == Libc.MUSL
                                        ? "musllinux_\\d+_\\d+_"
                                        : "(manylinux(1|2010|2014|_\\d+_\\d+)|linux)_")
                                + LINUX.getOrDefault(arch, arch);
                    case "osx" -> "macosx_\\d+_\\d+_(" + MAC.getOrDefault(arch, arch) + "|universal2)";
                    default -> "win_?" + WINDOWS.getOrDefault(arch, arch);
                });
    }

    /**
     * @param tags such as {@code py3-none-any} or {@code cp311.cp312-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64}
     */
    public boolean accept(String tags) {
        String[] parts = tags.split("-", -1);
        if (parts.length != 3) {
            return false;
        }
        return List.of(parts[0].split("\\.", -1)).stream()
                .anyMatch(python -> List.of(parts[1].split("\\.", -1)).stream()
                        .anyMatch(one -> acceptPython(python, one)
                                && List.of(parts[2].split("\\.", -1)).stream()
                                        .anyMatch(platform -> platform.equals("any")
                                                || platforms.matcher(platform).matches())));
    }

    private boolean acceptPython(String python, String wanted) {
        if (python.equals("py3")) {
            return wanted.equals("none");
        }
        if (!python.matches("(py|cp)3\\d+")) {
            return false;
        }
        int theirs = Integer.parseInt(python.substring(3));
        return switch (wanted) {
            case "none" -> theirs <= minor;
            case "abi3" -> theirs <= minor && python.startsWith("cp") && !abi.endsWith("t");
            default -> wanted.equals(abi) && theirs == minor;
        };
    }
}
