package io.github.pythondist.environment;

import io.github.pythondist.files.Digest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that makes up a build root or a sysroot: the catalog's {@code environments/<name>.yaml}.
 *
 * @param name the lock's name; begins the directory name of the tree
 * @param description for the reader
 * @param suite code name of the Debian release whose main suite the packages come from
 * @param architecture Debian's name of the processor architecture, such as {@code amd64}
 * @param libcVersion version of the C library in a sysroot, such as {@code 2.31}; a build root has none
 * @param links symbolic links to add: path in the tree → target, relative to the link's directory. A target that does
 *     not exist fails the assembly
 * @param files text files to add or replace: path in the tree → content (UTF-8)
 * @param requested the packages asked for; the others are there because these need them
 * @param packages all packages, pinned
 * @param linked what of a sysroot's packages ends in programs built with it; no input of any recipe
 */
public record EnvironmentLock(
        String name,
        String description,
        String suite,
        String architecture,
        @Nullable String libcVersion,
        SortedMap<String, String> links,
        SortedMap<String, String> files,
        List<String> requested,
        List<LockedPackage> packages,
        List<LinkedPart> linked) {

    /** Raise it when the same packages would give another tree, because of how they are unpacked. */
    private static final int FORMAT = 1;

    /**
     * @throws IllegalArgumentException if a path of {@code links} or {@code files} would leave the tree
     */
    public EnvironmentLock {
        links = copy(links);
        files = copy(files);
        requested = List.copyOf(requested);
        packages = List.copyOf(packages);
        linked = linked == null ? List.of() : List.copyOf(linked);
        for (LinkedPart part : linked) {
            if (packages.stream().noneMatch(locked -> locked.name().equals(part.fromPackage()))) {
                throw new IllegalArgumentException(
                        "'linked' names the package " + part.fromPackage() + ", which the lock does not have");
            }
        }
        links.forEach((path, target) -> {
            requireInside(path);
            requireInside(path.substring(0, path.lastIndexOf('/') + 1) + target);
            if (target.startsWith("/")) {
                throw new IllegalArgumentException("link target is not relative: " + path + " -> " + target);
            }
        });
        files.keySet().forEach(EnvironmentLock::requireInside);
    }

    /** Names the tree: digest of everything that decides its content. Names, descriptions and versions do not. */
    public Digest digest() {
        StringBuilder text = new StringBuilder("environment ").append(FORMAT).append('\n');
        // In the lock's order: it is the order in which packages are laid over one another.
        packages.forEach(
                locked -> text.append("package ").append(locked.sha256()).append('\n'));
        links.forEach((path, target) -> text.append("link ")
                .append(Digest.ofText(path))
                .append(' ')
                .append(Digest.ofText(target))
                .append('\n'));
        files.forEach((path, content) -> text.append("file ")
                .append(Digest.ofText(path))
                .append(' ')
                .append(Digest.ofText(content))
                .append('\n'));
        return Digest.ofText(text.toString());
    }

    /**
     * The package, with its version, that a program of the tree is: {@code clang-19 1:19.1.7-3}.
     *
     * @param program a path that is one of the {@code links} to a program named like its package, such as
     *     {@code usr/bin/clang}
     */
    public Optional<String> packageOf(String program) {
        String target = links.getOrDefault(program, "");
        return packages.stream()
                .filter(locked -> locked.name().equals(target))
                .map(locked -> locked.name() + " " + locked.version())
                .findFirst();
    }

    private static SortedMap<String, String> copy(@Nullable SortedMap<String, String> map) {
        return map == null ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    private static void requireInside(String path) {
        int depth = 0;
        for (String part : path.split("/", -1)) {
            depth += part.equals("..") ? -1 : part.equals(".") || part.isEmpty() ? 0 : 1;
            if (depth < 0) {
                throw new IllegalArgumentException("path leaves the tree: " + path);
            }
        }
        if (path.isEmpty() || path.startsWith("/")) {
            throw new IllegalArgumentException("path is not relative to the tree: " + path);
        }
    }
}
