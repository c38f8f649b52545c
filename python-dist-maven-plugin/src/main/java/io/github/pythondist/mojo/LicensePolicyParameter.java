package io.github.pythondist.mojo;

import io.github.pythondist.license.LicensePolicy;
import io.github.pythondist.license.PolicyException;
import io.github.pythondist.report.BuildFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code <licensePolicy>} of a POM, in addition to the default policy. Fields are set by Maven's configurator. */
public final class LicensePolicyParameter {

    /**
     * Licences to allow: SPDX ids, or patterns with {@code *}. The more specific entry decides.
     *
     * <p>Example: {@code <allow><license>EPL-*</license></allow>}
     */
    private @Nullable List<String> allow;

    /**
     * Licences to deny, in the same form; on a par the denied one decides.
     *
     * <p>Example: {@code <deny><license>BSD-4-Clause</license></deny>}
     */
    private @Nullable List<String> deny;

    /**
     * Components that pass in spite of a denied licence.
     *
     * <p>Example: {@code <exceptions><exception>…</exception></exceptions>}
     */
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

    /** One {@code <exception>}; it needs all three. */
    public static final class ExceptionParameter {

        /**
         * The component's name in the catalog.
         *
         * <p>Example: {@code <component>bdb</component>}
         */
        private String component = "";

        /**
         * The licence, as SPDX id.
         *
         * <p>Example: {@code <license>AGPL-3.0-only</license>}
         */
        private String license = "";

        /**
         * Why it is acceptable; it is recorded.
         *
         * <p>Example: {@code <reason>internal test build, not distributed</reason>}
         */
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
