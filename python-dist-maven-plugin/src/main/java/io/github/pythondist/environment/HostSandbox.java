package io.github.pythondist.environment;

import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * {@link Tier#HOST}: the machine's own tools, with a scrubbed environment. A guest path stands for the host path of its
 * mount; nothing keeps a command from the rest of the machine or from the network, and its user and host name are the
 * machine's.
 */
final class HostSandbox implements Sandbox {

    private final String path;
    private final String identity;

    private HostSandbox(String path, String identity) {
        this.path = path;
        this.identity = identity;
    }

    /**
     * @param tools names of programs that must be there
     * @param path the {@code PATH} to find them on, and to give to commands
     * @throws BuildFailure naming the tools that are missing
     */
    static HostSandbox of(List<String> tools, String path) {
        Map<String, Path> found = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String tool : new TreeSet<>(tools)) {
            find(tool, path).ifPresentOrElse(file -> found.put(tool, file), () -> missing.add(tool));
        }
        if (!missing.isEmpty()) {
            throw new BuildFailure("This machine lacks tools that a build with its own tools needs: "
                            + String.join(", ", missing) + ".")
                    .detail("looked on PATH: " + path)
                    .remedy("Install them, or leave -Dpython-dist.environment away: the build root brings them all.");
        }
        StringBuilder versions = new StringBuilder("host\n");
        found.forEach((tool, file) ->
                versions.append(tool).append('\n').append(version(file, path)).append('\n'));
        return new HostSandbox(path, "host-" + Digest.ofText(versions.toString()));
    }

    @Override
    public Tier tier() {
        return Tier.HOST;
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String guestPath(List<Mount> mounts, String guestPath) {
        return mounts.stream()
                .filter(mount -> mount.covers(guestPath))
                .max(Comparator.comparing(mount -> mount.guestPath().length()))
                .map(mount ->
                        mount.hostPath() + guestPath.substring(mount.guestPath().length()))
                .orElse(guestPath);
    }

    @Override
    public String searchPath() {
        return path;
    }

    @Override
    public Optional<String> tool(String name) {
        return find(name, path).map(Path::toString);
    }

    @Override
    public Sandbox inRoot(Path root) {
        throw new BuildFailure("The machine's own tools cannot run anything in another root.")
                .detail("root: " + root)
                .remedy("Leave -Dpython-dist.environment=host away.");
    }

    @Override
    public int run(SandboxCommand command, Progress progress) {
        progress.debug("on the host: " + String.join(" ", command.argv()));
        String directory = guestPath(command.mounts(), command.workingDirectory());
        JobProcess process = new JobProcess(
                GuestShell.wrap(command, directory),
                GuestShell.environment(command, path, guestPath(command.mounts(), GuestRoot.HOME)),
                command.log(),
                command.name(),
                command.timeout(),
                Optional.empty(),
                false);
        return SizeLimit.guard(command.maxBytes(), command.written(), process::run);
    }

    private static Optional<Path> find(String tool, String path) {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory).resolve(tool))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** What a tool says about its version; the digest of its file if it says nothing. */
    private static String version(Path tool, String path) {
        try {
            Path output = Files.createTempFile("python-dist", ".version");
            try {
                int exitCode = new JobProcess(
                                List.of(tool.toString(), "--version"),
                                Map.of("PATH", path, "LC_ALL", "C"),
                                output,
                                tool.toString(),
                                Optional.of(SandboxSelector.PROBE_TIME),
                                Optional.empty(),
                                false)
                        .run();
                byte[] said = Files.readAllBytes(output);
                return (exitCode == 0 && said.length > 0 ? Digest.of(output) : Digest.of(tool)).toString();
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot learn the version of " + tool + ".", e);
        }
    }
}
