package io.github.pythondist.mojo;

import io.github.pythondist.audit.Allowance;
import io.github.pythondist.report.BuildFailure;
import org.jspecify.annotations.Nullable;

/** An accepted finding as a POM has it; it needs all three. Fields are set by Maven's configurator. */
public final class AllowanceParameter {

    /**
     * Id of the rule, as the report has it.
     *
     * <p>Example: {@code <rule>hidden-symbols</rule>}
     */
    private @Nullable String rule;

    /**
     * Glob of the files, by their paths in the archive.
     *
     * <p>Example: {@code <files>python/lib/libtcl*</files>}
     */
    private @Nullable String files;

    /**
     * Why the findings are accepted.
     *
     * <p>Example: {@code <reason>Tcl's extensions link with it</reason>}
     */
    private @Nullable String reason;

    Allowance allowance() {
        if (rule == null || files == null || reason == null) {
            throw new BuildFailure("An allowance of the audit lacks "
                            + (rule == null ? "<rule>" : files == null ? "<files>" : "<reason>"))
                    .remedy("Give each allowance a <rule>, a glob of <files> and a <reason>.");
        }
        return new Allowance(rule.strip(), files.strip(), reason.strip());
    }
}
