package io.github.pythondist.catalog;

import io.github.pythondist.archive.ArchiveFormat;
import io.github.pythondist.files.Glob;
import io.github.pythondist.files.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An archive made of the built tree: an entry of {@code contents.yaml}.
 *
 * @param summary what is in it
 * @param systems what targets have it, by their {@code os}; all when empty
 * @param format extension of the archive: {@code tar.zst} when there is none, or {@code zip}
 * @param level the compression level of the format: 1 to 22, for zip 1 to 9
 * @param root directory of the built tree that the archive is made of, without slashes at its ends; the archive has no
 *     top directory then. Empty for the whole tree, below the top directory that all archives have
 * @param description where in the tree the archive's description of itself is put
 * @param descriptionOn system → where it is put there, if elsewhere
 * @param testModules whether extension modules that only the test suite uses go in
 * @param stdlib glob of the standard library where it is not what the recipe says of the whole tree; one file or
 *     directory of the archive matches
 * @param takes globs of what goes in; everything when empty
 * @param leavesOut globs of what does not
 * @param withoutModule extension module → globs of what is left out where it is not built
 */
public record Content(
        String summary,
        List<String> systems,
        String format,
        int level,
        String root,
        String description,
        SortedMap<String, String> descriptionOn,
        boolean testModules,
        @Nullable String stdlib,
        List<String> takes,
        List<String> leavesOut,
        SortedMap<String, List<String>> withoutModule) {

    /** The content that has no name in the classifier. */
    public static final String RUNTIME = "runtime";

    /** The content that has CPython's own test suite. */
    public static final String FULL = "full";

    private static final int LOWEST_LEVEL = 1;
    private static final String DEFAULT_DESCRIPTION = "python-dist.json";

    public Content {
        systems = Defaults.list(systems);
        format = format == null ? ArchiveFormat.TAR_ZST.extension() : format;
        root = root == null ? "" : root;
        description = description == null ? DEFAULT_DESCRIPTION : description;
        descriptionOn = Defaults.map(descriptionOn);
        takes = Defaults.list(takes);
        leavesOut = Defaults.list(leavesOut);
        withoutModule = Defaults.map(withoutModule);
        int highest = ArchiveFormat.of(format).highestLevel();
        if (level < LOWEST_LEVEL || level > highest) {
            throw new IllegalArgumentException(
                    "level is " + level + ", and must be " + LOWEST_LEVEL + " to " + highest);
        }
        if (Trees.leadsOut(root) || root.endsWith("/")) {
            throw new IllegalArgumentException("root is '" + root + "', and must be a directory of the built tree");
        }
        if (stdlib != null) {
            Glob.of(stdlib);
        }
        // Compiled here as well, so that a mistake is found when the file is read, not at the end of a build.
        globs(takes);
        globs(leavesOut);
        withoutModule.values().forEach(Content::globs);
    }

    /** Whether a target has it. */
    public boolean isFor(Target target) {
        return systems.isEmpty() || systems.contains(target.os());
    }

    /** As targets of a system have it. */
    public Content on(String os) {
        return new Content(
                summary,
                systems,
                format,
                level,
                root,
                descriptionOn.getOrDefault(os, description),
                new TreeMap<>(),
                testModules,
                stdlib,
                takes,
                leavesOut,
                withoutModule);
    }

    /** The form of the archive. */
    public ArchiveFormat archiveFormat() {
        return ArchiveFormat.of(format);
    }

    /**
     * Which paths of a built tree go in.
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
                    .forEach(module ->
                            excludes.add((root.isEmpty() ? "{lib/python3.*/lib-dynload,DLLs}/" : "") + module + ".*"));
        }
        List<Glob> excluded = globs(excludes);
        List<Glob> included = globs(takes);
        Predicate<String> selected = path -> excluded.stream().noneMatch(glob -> glob.matches(path))
                && (included.isEmpty() || included.stream().anyMatch(glob -> glob.matches(path)));
        if (root.isEmpty()) {
            return selected;
        }
        String prefix = root + "/";
        return path -> path.startsWith(prefix) && selected.test(path.substring(prefix.length()));
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
