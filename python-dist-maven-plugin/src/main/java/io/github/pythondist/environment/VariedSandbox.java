package io.github.pythondist.environment;

import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Any sandbox under a {@link Variation}: its tools and its identity are the same. */
final class VariedSandbox implements Sandbox {

    private final Sandbox sandbox;
    private final Variation variation;

    VariedSandbox(Sandbox sandbox, Variation variation) {
        this.sandbox = sandbox;
        this.variation = variation;
    }

    @Override
    public Tier tier() {
        return sandbox.tier();
    }

    @Override
    public String identity() {
        return sandbox.identity();
    }

    @Override
    public String guestPath(List<Mount> mounts, String guestPath) {
        return mounts.stream().anyMatch(mount -> mount.covers(guestPath))
                ? sandbox.guestPath(variation.moved(mounts), variation.place() + guestPath)
                : guestPath;
    }

    @Override
    public String searchPath() {
        return sandbox.searchPath();
    }

    @Override
    public Optional<String> tool(String name) {
        return sandbox.tool(name);
    }

    @Override
    public Sandbox inRoot(Path root) {
        return new VariedSandbox(sandbox.inRoot(root), variation);
    }

    @Override
    public int run(SandboxCommand command, Progress progress) {
        List<Mount> mounts = new ArrayList<>(variation.moved(command.mounts()));
        mounts.addAll(variation.mounts());
        Map<String, String> variables = new TreeMap<>(variation.variables());
        variables.putAll(command.environment());
        variables.putIfAbsent("HOME", guestPath(command.mounts(), GuestRoot.HOME));
        List<String> argv = new ArrayList<>();
        // Not among the variables: the programs that set the sandbox up do not see the library.
        variation
                .library()
                .ifPresent(library ->
                        argv.addAll(List.of("env", "LD_PRELOAD=" + sandbox.guestPath(variation.mounts(), library))));
        argv.addAll(command.argv());
        return sandbox.run(
                new SandboxCommand(
                                argv,
                                new TreeMap<>(variables),
                                mounts,
                                workingDirectory(command),
                                command.log(),
                                command.timeout(),
                                variation.conditions())
                        .limitedTo(command.maxBytes())
                        .named(command.name()),
                progress);
    }

    /** Callers may name it as they see it or as it is mounted. */
    private String workingDirectory(SandboxCommand command) {
        String directory = command.workingDirectory();
        return command.mounts().stream().anyMatch(mount -> mount.covers(directory))
                ? variation.place() + directory
                : directory;
    }
}
