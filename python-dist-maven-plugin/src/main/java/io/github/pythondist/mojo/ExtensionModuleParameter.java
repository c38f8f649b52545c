package io.github.pythondist.mojo;

import io.github.pythondist.distribution.Choices;
import io.github.pythondist.report.BuildFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An {@code <extensionModule>} of a POM. Fields are set by Maven's configurator. */
public final class ExtensionModuleParameter {

    private String name = "";
    private @Nullable List<String> sources;
    private @Nullable List<String> includeDirectories;
    private @Nullable List<String> defines;
    private @Nullable List<String> components;
    private String license = "";
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
