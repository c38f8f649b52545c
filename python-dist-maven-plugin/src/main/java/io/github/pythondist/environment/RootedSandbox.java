package io.github.pythondist.environment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the sandboxes that have a root for their whole world share: same tools, same paths, same identity. */
abstract sealed class RootedSandbox implements Sandbox permits NamespaceSandbox, ChrootSandbox {

    /** The build root's programs, which set the world up. */
    protected final RootPrograms programs;

    /** What a command sees as {@code /}: the build root or another one. */
    protected final Path root;

    private final Tier tier;

    RootedSandbox(Tier tier, RootPrograms programs, Path root) {
        this.tier = tier;
        this.programs = programs;
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public final Tier tier() {
        return tier;
    }

    @Override
    public final String identity() {
        return "root-" + RootStore.digestOf(root);
    }

    @Override
    public final String guestPath(List<Mount> mounts, String guestPath) {
        return guestPath;
    }

    @Override
    public final String searchPath() {
        return GuestRoot.PATH;
    }

    @Override
    public final Optional<String> tool(String name) {
        return RootPrograms.find(root, name).map(program -> "/" + root.relativize(program));
    }
}
