package io.github.pythondist.environment;

import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** Finds the tier that works on this machine, by trying. */
@Named
@Singleton
public final class SandboxSelector {

    static final Duration PROBE_TIME = Duration.ofSeconds(60);

    private static final List<Tier> AUTOMATIC = List.of(Tier.NAMESPACES, Tier.CHROOT);

    @Inject
    public SandboxSelector() {}

    /**
     * Gives the sandbox of the requested tier, or else of the first that works: namespaces, then chroot. The host's
     * tools are used only when asked for.
     *
     * @param requested what the user asked for
     * @param buildRoot gives the assembled build root; not asked for {@link Tier#HOST}
     * @param jobs directory for the private trees of {@link Tier#CHROOT}: best on the build root's file system, where
     *     they are hard links
     * @param hostTools programs that {@link Tier#HOST} needs on the machine's {@code PATH}
     * @throws BuildFailure if no tier works, with the system's own words for each that was tried
     */
    public Sandbox select(
            Optional<Tier> requested, Supplier<Path> buildRoot, Path jobs, List<String> hostTools, Progress progress) {
        if (requested.equals(Optional.of(Tier.HOST))) {
            Sandbox sandbox = HostSandbox.of(
                    hostTools, Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
            progress.warn("Building with this machine's own tools, as asked: the result is not hermetic and need not be"
                    + " the same elsewhere.");
            return sandbox;
        }
        requireLinux();
        Path root = buildRoot.get();
        RootPrograms programs = RootPrograms.of(root);
        Map<Tier, List<String>> refusals = new LinkedHashMap<>();
        for (Tier tier : requested.map(List::of).orElse(AUTOMATIC)) {
            Optional<Sandbox> sandbox =
                    tier == Tier.NAMESPACES ? namespaces(programs, jobs, refusals) : chroot(programs, jobs, refusals);
            if (sandbox.isPresent()) {
                refusals.forEach((refused, words) ->
                        progress.debug("environment " + refused.label() + " does not work here: " + words));
                if (tier == Tier.CHROOT) {
                    progress.warn(
                            "Building in a chroot" + (refusals.isEmpty() ? "" : ", because namespaces do not work here")
                                    + ": same tools and same paths, but the network and the host name cannot be hidden from the build.");
                }
                return sandbox.get();
            }
        }
        throw refused(requested, refusals);
    }

    private static Optional<Sandbox> namespaces(RootPrograms programs, Path jobs, Map<Tier, List<String>> refusals) {
        NamespaceSandbox sandbox = new NamespaceSandbox(programs, programs.root());
        return probe(Tier.NAMESPACES, jobs, refusals, log -> {
                    SortedMap<String, String> none = new TreeMap<>();
                    SandboxCommand nothing =
                            new SandboxCommand(List.of("true"), none, List.of(), "/", log, Optional.of(PROBE_TIME));
                    return sandbox.run(nothing, Progress.NONE) == 0;
                })
                ? Optional.of(sandbox)
                : Optional.empty();
    }

    private static Optional<Sandbox> chroot(RootPrograms programs, Path jobs, Map<Tier, List<String>> refusals) {
        if (!isRoot()) {
            refusals.put(Tier.CHROOT, List.of("only root may change root, and this is another user"));
            return Optional.empty();
        }
        ChrootSandbox sandbox = new ChrootSandbox(programs, programs.root(), jobs);
        return probe(Tier.CHROOT, jobs, refusals, sandbox::probe) ? Optional.of(sandbox) : Optional.empty();
    }

    @FunctionalInterface
    private interface Probe {
        boolean works(Path log) throws IOException;
    }

    private static boolean probe(Tier tier, Path jobs, Map<Tier, List<String>> refusals, Probe probe) {
        try {
            Files.createDirectories(jobs);
            Path directory = Files.createTempDirectory(jobs, "probe-");
            try {
                Path log = directory.resolve("log");
                if (probe.works(log)) {
                    return true;
                }
                List<String> words = LogTail.of(log);
                refusals.put(tier, words.isEmpty() ? List.of("it failed without a word") : words);
            } catch (BuildFailure e) {
                refusals.put(tier, e.getMessage().lines().toList());
            } finally {
                Trees.delete(directory);
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot write to " + jobs + ", the directory for build jobs.", e);
        }
        return false;
    }

    private static BuildFailure refused(Optional<Tier> requested, Map<Tier, List<String>> refusals) {
        BuildFailure failure = new BuildFailure(requested
                .map(tier -> "The build environment '" + tier.label() + "' does not work on this machine.")
                .orElse("No hermetic build environment works on this machine."));
        refusals.forEach((tier, words) -> {
            failure.detail(tier.label() + ":");
            words.forEach(line -> failure.detail("  " + line));
        });
        failure.detail("Likely causes: a container started without the right to make user namespaces;"
                + " the kernel settings kernel.apparmor_restrict_unprivileged_userns=1,"
                + " kernel.unprivileged_userns_clone=0 or user.max_user_namespaces=0.");
        failure.remedy(
                "Allow user namespaces, or run as root with the right to change root (CAP_SYS_CHROOT, CAP_MKNOD).");
        return failure.remedy("Or build with the machine's own tools by -Dpython-dist.environment=host: not hermetic,"
                + " the tools must be installed, and the bytes need not be the same elsewhere.");
    }

    private static void requireLinux() {
        String system = System.getProperty("os.name", "");
        if (!system.toLowerCase(Locale.ROOT).startsWith("linux")) {
            throw new BuildFailure("Build roots need Linux; this is " + system + ".")
                    .remedy("Build in a Linux container or virtual machine.")
                    .remedy("Using a distribution needs none of this: only building one does.");
        }
    }

    /** By the owner of this process's entry in proc(5): its effective user. */
    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
