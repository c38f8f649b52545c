package io.github.pythondist.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pythondist.license.LicenseExpression.InvalidExpression;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LicenseExpressionTest {

    @ParameterizedTest
    @CsvSource({
        "MIT, MIT",
        "mit, MIT",
        "mit and isc, ISC AND MIT",
        "MIT OR ISC, ISC | MIT",
        "MIT OR ISC AND Zlib, ISC AND Zlib | MIT",
        "(MIT OR ISC) AND Zlib, ISC AND Zlib | MIT AND Zlib",
        "((MIT)), MIT",
        "(MIT OR ISC) AND (Zlib OR 0BSD), 0BSD AND ISC | 0BSD AND MIT | ISC AND Zlib | MIT AND Zlib",
        "apache-2.0 WITH llvm-exception OR mit, Apache-2.0 WITH LLVM-exception | MIT",
        "GPL-2.0+, GPL-2.0+",
        "MIT AND LicenseRef-house, LicenseRef-house AND MIT",
        "MIT OR MIT, MIT"
    })
    void resolvesIntoAlternatives(String expression, String alternatives) throws InvalidExpression {
        assertThat(resolve(expression)).isEqualTo(alternatives);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "Foo-1.0; 'Foo-1.0' is not an SPDX licence id",
                "MIT AND BSD-3; 'BSD-3' is not an SPDX licence id",
                "Apache-2.0 WITH llvm; 'llvm' is not an SPDX licence exception id",
                "MIT AND; 'MIT AND' is not an SPDX licence expression",
                "MIT ISC; 'MIT ISC' is not an SPDX licence expression",
                "(MIT; '(MIT' is not an SPDX licence expression",
                "MIT); 'MIT)' is not an SPDX licence expression",
                "OR; 'OR' is not an SPDX licence expression",
                "MIT Or ISC; neither in capitals nor in small letters",
                "A,B; 'A,B' is not an SPDX licence id",
                "NONE; says that no licence is known",
                "NOASSERTION; says that no licence is known",
                "\" \"; the licence expression is empty",
                "MIT WITH; is not an SPDX licence expression",
                "WITH LLVM-exception; is not an SPDX licence expression"
            })
    void saysWhatIsWrong(String expression, String message) {
        assertThatExceptionOfType(InvalidExpression.class)
                .isThrownBy(() -> resolve(expression))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "BSD-3-Claus, BSD-3-Clause",
        "Apache2, Apache-2.0",
        "Sleepy-cat, Sleepycat",
        "AGPL-3.0-onli, AGPL-3.0-only",
        "MIT WITH LLVM-except, LLVM-exception"
    })
    void suggestsTheNearestId(String expression, String suggestion) {
        assertThatExceptionOfType(InvalidExpression.class)
                .isThrownBy(() -> resolve(expression))
                .satisfies(e -> assertThat(e.remedy()).startsWith("Did you mean '" + suggestion + "'?"));
    }

    @Test
    void refusesAnExpressionThatExplodes() {
        String choice = "(MIT OR ISC OR Zlib OR 0BSD)";
        String other = "(BSD-2-Clause OR BSD-3-Clause OR X11 OR HPND)";
        String third = "(curl OR NCSA OR TCL OR ICU)";
        String fourth = "(BSL-1.0 OR Unlicense OR CC0-1.0 OR MIT-0)";
        String fifth = "(PSF-2.0 OR Python-2.0 OR OpenSSL OR Sleepycat)";

        assertThatExceptionOfType(InvalidExpression.class)
                .isThrownBy(() -> resolve(String.join(" AND ", List.of(choice, other, third, fourth, fifth))))
                .withMessageContaining("alternatives");
    }

    private static String resolve(String expression) throws InvalidExpression {
        return LicenseExpression.parse(expression, SpdxList.get()).alternatives().stream()
                .map(LicenseExpression::describe)
                .collect(Collectors.joining(" | "));
    }
}
