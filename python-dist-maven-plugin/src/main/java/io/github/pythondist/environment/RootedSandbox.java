package io.github.pythondist.environment;

import java.util.List;
import java.util.Optional;

/** What the sandboxes that have a build root for their whole world share: same tools, same paths, same identity. */
abstract sealed class RootedSandbox implements Sandbox permits NamespaceSandbox, ChrootSandbox {

    /** The build root's programs. */
    protected final RootPrograms programs;

    private final Tier tier;
    private final String identity;

    RootedSandbox(Tier tier, RootPrograms programs, String identity) {
        this.tier = tier;
        this.programs = programs;
        this.identity = identity;
    }

    @Override
    public final Tier tier() {
        return tier;
    }

    @Override
    public final String identity() {
        return identity;
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
        return programs.find(name).map(program -> "/" + programs.root().relativize(program));
    }
}
