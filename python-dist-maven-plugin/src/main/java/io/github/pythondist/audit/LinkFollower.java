package io.github.pythondist.audit;

import io.github.pythondist.archive.ArchiveReader.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Follows symbolic links by what the archive holds, as a system would after unpacking it. */
final class LinkFollower {

    // Linux gives up after as many (path_resolution(7)).
    private static final int MAX_LINKS = 40;

    private final Survey survey;
    private final Set<String> paths = new HashSet<>();

    LinkFollower(Survey survey) {
        this.survey = survey;
        paths.add("");
        for (String path : survey.files().keySet()) {
            // Archives need not have entries for directories.
            for (String part = path; !part.isEmpty() && paths.add(part); ) {
                part = part.contains("/") ? part.substring(0, part.lastIndexOf('/')) : "";
            }
        }
    }

    /**
     * Why a link does not lead to something inside, or empty if it does.
     *
     * @param partial whether what it leads to may be in another archive that is unpacked to the same place
     */
    Optional<String> problem(SurveyedFile link, boolean partial) {
        List<String> current = new ArrayList<>();
        Deque<String> rest = new ArrayDeque<>(List.of(link.path().split("/", -1)));
        int followed = 0;
        while (!rest.isEmpty()) {
            String part = rest.pop();
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                if (current.isEmpty()) {
                    return Optional.of("leads out of the archive");
                }
                current.remove(current.size() - 1);
                continue;
            }
            current.add(part);
            String path = String.join("/", current);
            if (!paths.contains(path) && !partial) {
                return Optional.of("leads nowhere: there is no " + path);
            }
            SurveyedFile here = survey.files().get(path);
            if (here == null || here.kind() != Kind.SYMLINK) {
                continue;
            }
            if (++followed > MAX_LINKS) {
                return Optional.of("leads in a circle");
            }
            if (here.linkTarget().startsWith("/")) {
                return Optional.of("leads to an absolute path");
            }
            current.remove(current.size() - 1);
            List<String> parts = List.of(here.linkTarget().split("/", -1));
            for (int i = parts.size() - 1; i >= 0; i--) {
                rest.push(parts.get(i));
            }
        }
        return Optional.empty();
    }
}
