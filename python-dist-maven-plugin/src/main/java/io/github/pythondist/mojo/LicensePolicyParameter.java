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
        return policy.plus(given("allow", allow), given("deny", deny), reasons);
    }

    private static List<String> given(String element, @Nullable List<String> licenses) {
        if (licenses == null) {
            return List.of();
        }
        // Maven reads an empty element as null.
        for (@Nullable String license : licenses) {
            if (license == null || license.isBlank()) {
                throw new BuildFailure("The <" + element + "> of this POM's <licensePolicy> has an empty <license>")
                        .remedy("Write an SPDX id such as EPL-2.0, or a pattern such as EPL-*, or remove it");
            }
        }
        return licenses;
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
