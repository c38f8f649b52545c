package io.github.pythondist.mojo;

import io.github.pythondist.license.LicensePolicy;
import io.github.pythondist.license.PolicyException;
import io.github.pythondist.report.BuildFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code <licensePolicy>} of a POM. Fields are set by Maven's configurator. */
public final class LicensePolicyParameter {

    private @Nullable List<String> allow;
    private @Nullable List<String> deny;
    private @Nullable List<ExceptionParameter> exceptions;

    LicensePolicy policy() {
        LicensePolicy policy = LicensePolicy.defaults();
        List<PolicyException> reasons = new ArrayList<>();
        if (exceptions != null) {
            exceptions.forEach(exception -> reasons.add(exception.toPolicy()));
        }
        return policy.plus(allow == null ? List.of() : allow, deny == null ? List.of() : deny, reasons);
    }

    /** One {@code <exception>}. */
    public static final class ExceptionParameter {

        private String component = "";
        private String license = "";
        private String reason = "";

        PolicyException toPolicy() {
            try {
                return new PolicyException(component, license, reason);
            } catch (IllegalArgumentException e) {
                throw new BuildFailure("The <licensePolicy> of this POM has an exception that cannot be applied", e)
                        .remedy("Every <exception> needs <component>, <license> and a <reason>");
            }
        }
    }
}
