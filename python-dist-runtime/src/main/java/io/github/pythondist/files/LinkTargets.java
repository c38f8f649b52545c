package io.github.pythondist.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Follows symbolic links of a tree by what is in it. Comparing names alone is not enough: with {@code a -> .}, the
 * harmless looking {@code b -> a/..} leaves the tree.
 */
public final class LinkTargets {

    /**
     * A tree on disk, or one that an archive describes.
     *
     * @param <E> what reading it may throw
     */
    public interface Tree<E extends Exception> {

        /**
         * Where a link leads, as it is written.
         *
         * @param path relative to the tree's root, with {@code /} between its names
         * @return empty if there is no link of that path
         */
        Optional<String> link(String path) throws E;

        /** Whether something of that path must be there for a link to lead to it; by default it need not. */
        default boolean misses(String path) {
            return false;
        }
    }

    // Linux gives up after as many (path_resolution(7)).
    private static final int MAX_LINKS = 40;

    private LinkTargets() {}

    /**
     * Why a link leaves a tree on disk, or empty if it stays inside. A link to a path that is not there stays inside.
     *
     * @param link path relative to {@code root}, its directories real ones
     */
    public static Optional<String> escape(Path root, String link) throws IOException {
        Tree<IOException> tree = path -> {
            Path file = root.resolve(path);
            return Files.isSymbolicLink(file)
                    ? Optional.of(Files.readSymbolicLink(file).toString())
                    : Optional.empty();
        };
        return problem(link, tree);
    }

    /** Why a link does not lead to something inside a tree, or empty if it does. */
    public static <E extends Exception> Optional<String> problem(String link, Tree<E> tree) throws E {
        List<String> current = new ArrayList<>();
        Deque<String> rest = new ArrayDeque<>(List.of(link.split("/", -1)));
        int followed = 0;
        while (!rest.isEmpty()) {
            String part = rest.pop();
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                if (current.isEmpty()) {
                    return Optional.of("leads out of the tree");
                }
                current.remove(current.size() - 1);
                continue;
            }
            current.add(part);
            String path = String.join("/", current);
            if (tree.misses(path)) {
                return Optional.of("leads nowhere: there is no " + path);
            }
            Optional<String> target = tree.link(path);
            if (target.isEmpty()) {
                continue;
            }
            followed++;
            if (followed > MAX_LINKS) {
                return Optional.of("leads in a circle");
            }
            if (target.get().startsWith("/")) {
                return Optional.of("leads to the absolute path " + target.get());
            }
            current.remove(current.size() - 1);
            List<String> parts = List.of(target.get().split("/", -1));
            for (int i = parts.size() - 1; i >= 0; i--) {
                rest.push(parts.get(i));
            }
        }
        return Optional.empty();
    }
}
