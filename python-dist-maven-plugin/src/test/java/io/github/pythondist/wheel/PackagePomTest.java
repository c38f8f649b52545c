package io.github.pythondist.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The POM of a package")
final class PackagePomTest {

    private static final WheelCoordinates COORDINATES =
            new WheelCoordinates("org.example", "typing-extensions", "4.15.0", "py3-none-any", "whl");

    @Test
    @DisplayName("has its coordinates, and what the package says of itself")
    void whole() {
        assertThat(pom("""
                Name: typing_extensions
                Project-URL: Home, https://example.com/home
                Project-URL: Repository, https://example.com/typing_extensions?a=1&b=2#readme
                License-Expression: PSF-2.0 OR (MIT AND Apache-2.0 WITH LLVM-exception)
                """)).isEqualTo("""
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>org.example</groupId>
                  <artifactId>typing-extensions</artifactId>
                  <version>4.15.0</version>
                  <packaging>pom</packaging>
                  <name>typing_extensions</name>
                  <description>Files of a Python package, as python-dist published them</description>
                  <url>https://example.com/typing_extensions?a=1&amp;b=2#readme</url>
                  <licenses>
                    <license>
                      <name>PSF-2.0 OR (MIT AND Apache-2.0 WITH LLVM-exception)</name>
                    </license>
                  </licenses>
                </project>
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Name: <b>\u0007",
                "Home-page: javascript:alert(1)",
                "Home-page: https://example.com/<b>",
                "Home-page: https://example.com/ \u0007",
                "License: MIT",
                "Classifier: License :: OSI Approved :: MIT License",
                "License-Expression: MIT License",
                "License-Expression: MIT OR",
                "License-Expression: OR MIT",
                "License-Expression: (MIT",
                "License-Expression: MIT)",
                "License-Expression: ()",
                "License-Expression: MIT (BSD-3-Clause)",
                "License-Expression: MIT\u000bOR ISC",
                "License-Expression: <b>"
            })
    @DisplayName("has nothing that is in doubt")
    void doubtful(String metadata) {
        assertThat(pom(metadata)).isEqualTo(PackagePom.text(COORDINATES, Optional.empty()));
    }

    private static String pom(String metadata) {
        return PackagePom.text(COORDINATES, Optional.of(CoreMetadata.parse(metadata)));
    }
}
