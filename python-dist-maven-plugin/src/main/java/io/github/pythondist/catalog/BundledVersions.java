package io.github.pythondist.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a CPython source says which versions of other projects it carries: {@code upgrade/bundled-versions.yaml}.
 *
 * @param libraries name, as {@code bundled} in {@code series.yaml} has it → where its version is
 */
public record BundledVersions(SortedMap<String, Rule> libraries) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BundledVersions {
        libraries = Defaults.map(libraries);
    }

    /**
     * @param file path in the source
     * @param pattern regular expression; its groups, with dots between, are the version
     */
    public record Rule(String file, String pattern) {

        /** The version in the file's text, or null where there is none. */
        public @Nullable String version(String text) {
            Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
            if (!matcher.find()) {
                return null;
            }
            StringBuilder version = new StringBuilder();
            for (int i = 1; i <= matcher.groupCount(); i++) {
                version.append(i == 1 ? "" : ".").append(matcher.group(i));
            }
            return version.toString();
        }
    }

    /** The files the rules read. */
    public SortedSet<String> files() {
        SortedSet<String> files = new TreeSet<>();
        libraries.values().forEach(rule -> files.add(rule.file()));
        return files;
    }
}
