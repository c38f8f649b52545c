package io.github.pythondist.mojo;

import io.github.pythondist.audit.Allowance;
import io.github.pythondist.report.BuildFailure;
import org.jspecify.annotations.Nullable;

/** An accepted finding as a POM has it. */
public final class AllowanceParameter {

    /** Id of the rule. */
    private @Nullable String rule;

    /** Glob of the files. */
    private @Nullable String files;

    /** Why the findings are accepted. */
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
