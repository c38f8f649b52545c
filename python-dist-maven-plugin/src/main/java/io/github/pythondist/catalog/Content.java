package io.github.pythondist.catalog;

import io.github.pythondist.files.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * An archive made of the built tree: an entry of {@code contents.yaml}.
 *
 * @param summary what is in it
 * @param level the compression level of zstd, 1 to 22
 * @param description where in the tree the archive's description of itself is put
 * @param testModules whether extension modules that only the test suite uses go in
 * @param takes globs of what goes in; everything when empty
 * @param leavesOut globs of what does not
 * @param withoutModule extension module → globs of what is left out where it is not built
 */
public record Content(
        String summary,
        int level,
        String description,
        boolean testModules,
        List<String> takes,
        List<String> leavesOut,
        SortedMap<String, List<String>> withoutModule) {

    /** The content that has no name in the classifier. */
    public static final String RUNTIME = "runtime";

    /** The content that has CPython's own test suite. */
    public static final String FULL = "full";

    private static final int LOWEST_LEVEL = 1;
    private static final int HIGHEST_LEVEL = 22;
    private static final String DEFAULT_DESCRIPTION = "python-dist.json";

    public Content {
        description = description == null ? DEFAULT_DESCRIPTION : description;
        takes = Defaults.list(takes);
        leavesOut = Defaults.list(leavesOut);
        withoutModule = Defaults.map(withoutModule);
        if (level < LOWEST_LEVEL || level > HIGHEST_LEVEL) {
            throw new IllegalArgumentException(
                    "level is " + level + ", and must be " + LOWEST_LEVEL + " to " + HIGHEST_LEVEL);
        }
        // Compiled here as well, so that a mistake is found when the file is read, not at the end of a build.
        globs(takes);
        globs(leavesOut);
        withoutModule.values().forEach(Content::globs);
    }

    /**
     * Which paths of a tree go in.
     *
     * @param extensions the extension modules that the tree was built with
     * @return tells of a file's path from the tree's root, with {@code /} between its parts
     */
    public Predicate<String> selection(ExtensionCatalog extensions) {
        List<String> excludes = new ArrayList<>(leavesOut);
        withoutModule.forEach((module, globs) -> {
            if (!extensions.isBuilt(module)) {
                excludes.addAll(globs);
            }
        });
        if (!testModules) {
            extensions
                    .testModules()
                    .forEach(module -> excludes.add("{lib/python3.*/lib-dynload,DLLs}/" + module + ".*"));
        }
        List<Glob> excluded = globs(excludes);
        List<Glob> included = globs(takes);
        return path -> excluded.stream().noneMatch(glob -> glob.matches(path))
                && (included.isEmpty() || included.stream().anyMatch(glob -> glob.matches(path)));
    }

    /** {@code dir/**} takes the directory too. */
    private static List<Glob> globs(List<String> texts) {
        List<Glob> globs = new ArrayList<>();
        for (String text : texts) {
            globs.add(Glob.of(text));
            if (text.endsWith("/**")) {
                globs.add(Glob.of(text.substring(0, text.length() - "/**".length())));
            }
        }
        return globs;
    }
}
