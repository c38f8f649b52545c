package io.github.pythondist.platform;

import io.github.pythondist.report.BuildFailure;
import java.util.Locale;
import java.util.Map;

/** Tells the platform of a machine, in the names of os-maven-plugin. */
public final class HostPlatform {

    // The normalisation rules of os-maven-plugin 1.7, for the processors CPython is built for.
    private static final Map<String, String> PROCESSORS = Map.ofEntries(
            Map.entry("x8664", "x86_64"),
            Map.entry("amd64", "x86_64"),
            Map.entry("ia32e", "x86_64"),
            Map.entry("em64t", "x86_64"),
            Map.entry("x64", "x86_64"),
            Map.entry("x8632", "x86_32"),
            Map.entry("x86", "x86_32"),
            Map.entry("i386", "x86_32"),
            Map.entry("i486", "x86_32"),
            Map.entry("i586", "x86_32"),
            Map.entry("i686", "x86_32"),
            Map.entry("aarch64", "aarch_64"),
            Map.entry("arm64", "aarch_64"),
            Map.entry("arm", "arm_32"),
            Map.entry("arm32", "arm_32"),
            Map.entry("ppc64le", "ppcle_64"),
            Map.entry("s390x", "s390_64"),
            Map.entry("riscv64", "riscv64"),
            Map.entry("loongarch64", "loongarch_64"));

    private HostPlatform() {}

    /** The platform of this machine. */
    public static Platform detect() {
        return detect(HostFacts.ofThisMachine());
    }

    /**
     * The platform of the machine with these facts.
     *
     * @throws BuildFailure if system or processor are none of those known
     */
    public static Platform detect(HostFacts facts) {
        String os = os(facts.osName());
        String arch = PROCESSORS.get(normalized(facts.osArch()));
        if (os.isEmpty() || arch == null) {
            throw new BuildFailure("This machine's platform is not known: os.name is \"" + facts.osName()
                            + "\", os.arch is \"" + facts.osArch() + "\"")
                    .remedy("Name the platform to use with -Dpython-dist.platform=, for example linux-x86_64.");
        }
        return Platform.of(os, arch, os.equals("linux") ? libc(facts) : Libc.SYSTEM);
    }

    /** Which C library a machine has, and what told it; for people. */
    public static String explainLibc(HostFacts facts) {
        if (!os(facts.osName()).equals("linux")) {
            return "the system's";
        }
        String name = libc(facts) == Libc.MUSL ? "musl" : "glibc";
        return facts.loader()
                .map(loader -> name + ", told by the loader of the running Java: " + loader)
                .orElseGet(() -> name + ", since the running Java names no loader and musl's is "
                        + (facts.muslInstalled() ? "" : "not ") + "installed");
    }

    // The loader of the running Java decides: musl may be installed beside glibc, and glibc's loader be an imitation.
    private static Libc libc(HostFacts facts) {
        boolean musl = facts.loader()
                .map(name -> name.contains("musl") || name.contains("gcompat"))
                .orElse(facts.muslInstalled());
        return musl ? Libc.MUSL : Libc.GLIBC;
    }

    private static String os(String name) {
        String normalized = normalized(name);
        if (normalized.startsWith("linux")) {
            return "linux";
        }
        if (normalized.startsWith("mac") || normalized.startsWith("osx")) {
            return "osx";
        }
        return normalized.startsWith("windows") ? "windows" : "";
    }

    private static String normalized(String value) {
        return value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "");
    }
}
