package io.github.pythondist.mojo;

import io.github.pythondist.distribution.Choices;
import io.github.pythondist.report.BuildFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An {@code <extensionModule>} of a POM. Fields are set by Maven's configurator. */
public final class ExtensionModuleParameter {

    /**
     * What is imported; the code defines {@code PyInit_<name>}. An identifier that nothing in the standard library has.
     *
     * <p>Example: {@code <name>_spam</name>}
     */
    private String name = "";

    /**
     * Files in C, by their paths in the project.
     *
     * <p>Example: {@code <sources><source>src/main/c/spam.c</source></sources>}
     */
    private @Nullable List<String> sources;

    /**
     * Folders of headers, by their paths in the project. The default is none: headers beside a source are found.
     *
     * <p>Example: {@code <includeDirectories>src/main/include</includeDirectories>}
     */
    private @Nullable List<String> includeDirectories;

    /**
     * Macros, {@code NAME} or {@code NAME=value}. The default is none.
     *
     * <p>Example: {@code <defines><define>SPAM_LEVEL=3</define></defines>}
     */
    private @Nullable List<String> defines;

    /**
     * Components of the catalog that it is linked with. The default is none.
     *
     * <p>Example: {@code <components><component>zstd</component></components>}
     */
    private @Nullable List<String> components;

    /**
     * SPDX expression of its licence, which the licence policy must allow.
     *
     * <p>Example: {@code <license>MIT</license>}
     */
    private String license = "";

    /**
     * Files with the licence's text, by their paths in the project.
     *
     * <p>Example: {@code <licenseFiles><licenseFile>LICENSE</licenseFile></licenseFiles>}
     */
    private @Nullable List<String> licenseFiles;

    Choices.Module module() {
        return new Choices.Module(
                name.strip(),
                given("sources", sources),
                given("includeDirectories", includeDirectories),
                given("defines", defines),
                given("components", components),
                license.strip(),
                given("licenseFiles", licenseFiles));
    }

    private List<String> given(String element, @Nullable List<String> values) {
        return words("<" + element + "> of the extension module " + name.strip(), values);
    }

    /** Maven reads an empty element as null. */
    static List<String> words(String where, @Nullable List<String> values) {
        List<String> words = new ArrayList<>();
        if (values != null) {
            for (@Nullable String value : values) {
                if (value == null || value.isBlank()) {
                    throw new BuildFailure("There is an empty entry in " + where)
                            .remedy("Remove it, or say there what is meant");
                }
                words.add(value.strip());
            }
        }
        return words;
    }
}
