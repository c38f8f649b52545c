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
 * Follows symbolic links of a tree by what is on disk. Comparing names alone is not enough: with {@code a -> .}, the
 * harmless looking {@code b -> a/..} leaves the tree.
 */
public final class LinkTargets {

    // Linux gives up after as many (path_resolution(7)).
    private static final int MAX_LINKS = 40;

    private LinkTargets() {}

    /**
     * Why a link leaves the tree, or empty if it stays inside. A link to a path that is not there stays inside.
     *
     * @param link path relative to {@code root}, its directories real ones
     */
    public static Optional<String> escape(Path root, String link) throws IOException {
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
                    return Optional.of("leads out of the unpacked tree");
                }
                current.remove(current.size() - 1);
                continue;
            }
            current.add(part);
            Path path = root.resolve(String.join("/", current));
            if (!Files.isSymbolicLink(path)) {
                continue;
            }
            followed++;
            if (followed > MAX_LINKS) {
                return Optional.of("leads in a circle");
            }
            String target = Files.readSymbolicLink(path).toString();
            if (target.startsWith("/")) {
                return Optional.of("leads to the absolute path " + target);
            }
            current.remove(current.size() - 1);
            List<String> parts = List.of(target.split("/", -1));
            for (int i = parts.size() - 1; i >= 0; i--) {
                rest.push(parts.get(i));
            }
        }
        return Optional.empty();
    }
}
