package io.github.pythondist.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.license.LicensePolicy.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LicensePolicyTest {

    @ParameterizedTest
    @CsvSource({
        "MIT, ALLOWED",
        "mit, ALLOWED",
        "Sleepycat, ALLOWED",
        "Apache-2.0 WITH LLVM-exception, ALLOWED",
        "MIT WITH LLVM-exception, UNKNOWN",
        "AGPL-3.0-only, DENIED",
        "GPL-2.0+, DENIED",
        "gpl-3.0-or-later, DENIED",
        "GPL-3.0-or-later WITH GCC-exception-3.1, DENIED",
        "LGPL-2.1-only, DENIED",
        "SSPL-1.0, DENIED",
        "EPL-2.0, UNKNOWN",
        "LicenseRef-house, UNKNOWN"
    })
    void defaultsAllowPermissiveLicencesAndDenyCopyleft(String license, Verdict verdict) {
        assertThat(LicensePolicy.defaults().verdict(license)).isEqualTo(verdict);
    }

    @Test
    void anExactEntryWinsOverAPatternAndADeniedOneOverAnAllowedOne() {
        LicensePolicy policy = LicensePolicy.defaults()
                .plus(List.of("GPL-3.0-or-later WITH GCC-exception-3.1", "LicenseRef-*"), List.of("MIT"), List.of());

        assertThat(policy.verdict("GPL-3.0-or-later WITH GCC-exception-3.1")).isEqualTo(Verdict.ALLOWED);
        assertThat(policy.verdict("GPL-3.0-or-later")).isEqualTo(Verdict.DENIED);
        assertThat(policy.verdict("LicenseRef-house")).isEqualTo(Verdict.ALLOWED);
        assertThat(policy.verdict("MIT")).isEqualTo(Verdict.DENIED);
    }

    @Test
    void everyAllowedIdOfTheDefaultsIsListedBySpdx() {
        SpdxList list = SpdxList.get();

        assertThat(LicensePolicy.defaults().allowed())
                .filteredOn(entry -> !entry.contains(" WITH "))
                .allSatisfy(entry -> assertThat(list.licenseId(entry)).contains(entry));
    }

    @Test
    void everyDeniedPatternOfTheDefaultsCoversAListedLicence() {
        SpdxList list = SpdxList.get();

        assertThat(LicensePolicy.defaults().denied())
                .allSatisfy(entry -> assertThat(list.ids()).anyMatch(id -> id.startsWith(entry.replace("*", ""))));
    }

    @Test
    void anExceptionNeedsAReason() {
        assertThatThrownBy(() -> new PolicyException("readline", "GPL-3.0-or-later", " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("readline (GPL-3.0-or-later) has no reason");
    }
}
