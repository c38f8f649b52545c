package io.github.pythondist.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pythondist.wheel.CoreMetadata.DeclaredLicense;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Metadata of a package")
final class CoreMetadataTest {

    @Test
    @DisplayName("is in its head, whatever the line ends and the case of names; the description says nothing")
    void fields() {
        CoreMetadata said =
                CoreMetadata.parse("Metadata-Version: 2.1\r\nname:  Spam \r\nVersion: 1.0\r\n\r\nVersion: 2.0\r\n");
        assertThat(said.name()).contains("Spam");
        assertThat(said.version()).contains("1.0");
        assertThat(said.requiresPython()).isEmpty();
        assertThat(CoreMetadata.parse("\nName: spam\n").name()).isEmpty();
    }

    @Test
    @DisplayName("goes on in lines that begin with space; of a licence the first line counts")
    void continued() {
        CoreMetadata said = CoreMetadata.parse(
                "\tlost\nRequires-Python: >=3.8,\n\t!=3.9.1\nLicense: MIT License\n  \n  Copyright\nVersion: 1\n");
        assertThat(said.requiresPython()).contains(">=3.8, !=3.9.1");
        assertThat(said.license()).contains(new DeclaredLicense("MIT License", false));
        assertThat(said.version()).contains("1");
    }

    @Test
    @DisplayName("names a home, or else where the source is, under labels that are written in many ways")
    void homepage() {
        String urls =
                "Project-URL: Source Code, https://example.com/source\nProject-URL: Bugs, https://example.com/bugs\n";
        assertThat(CoreMetadata.parse(urls).homepage()).contains("https://example.com/source");
        assertThat(CoreMetadata.parse(urls + "Project-URL: Home-Page, https://example.com\n")
                        .homepage())
                .contains("https://example.com");
        assertThat(CoreMetadata.parse(urls + "Home-page: https://old.example.com\n")
                        .homepage())
                .contains("https://old.example.com");
        assertThat(CoreMetadata.parse("Home-page: UNKNOWN\nProject-URL: Homepage\n")
                        .homepage())
                .isEmpty();
    }

    @Test
    @DisplayName("an expression counts before words, these before a classifier, and UNKNOWN for nothing")
    void license() {
        String classifier = "Classifier: License :: OSI Approved\nClassifier: License :: OSI Approved :: BSD License\n";
        assertThat(CoreMetadata.parse(classifier).license()).contains(new DeclaredLicense("BSD License", false));
        assertThat(CoreMetadata.parse("License: UNKNOWN\n" + classifier).license())
                .contains(new DeclaredLicense("BSD License", false));
        assertThat(CoreMetadata.parse("License: BSD\n" + classifier).license())
                .contains(new DeclaredLicense("BSD", false));
        assertThat(CoreMetadata.parse("License: BSD\nLicense-Expression: BSD-3-Clause\n")
                        .license())
                .contains(new DeclaredLicense("BSD-3-Clause", true));
        assertThat(CoreMetadata.parse("License: UNKNOWN\n").license()).isEmpty();
    }
}
