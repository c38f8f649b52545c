package io.github.pythondist.audit;

import io.github.pythondist.archive.ArchiveReader.Kind;
import io.github.pythondist.files.LinkTargets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The tree that an archive would be unpacked to. */
final class SurveyedTree implements LinkTargets.Tree<RuntimeException> {

    private final Survey survey;
    private final boolean partial;
    private final Set<String> paths = new HashSet<>();

    /**
     * @param partial whether what links lead to may be in another archive that is unpacked to the same place
     */
    SurveyedTree(Survey survey, boolean partial) {
        this.survey = survey;
        this.partial = partial;
        for (String path : survey.files().keySet()) {
            // Archives need not have entries for directories.
            for (String part = path; !part.isEmpty() && paths.add(part); ) {
                part = part.contains("/") ? part.substring(0, part.lastIndexOf('/')) : "";
            }
        }
    }

    @Override
    public Optional<String> link(String path) {
        return Optional.ofNullable(survey.files().get(path))
                .filter(file -> file.kind() == Kind.SYMLINK)
                .map(SurveyedFile::linkTarget);
    }

    @Override
    public boolean misses(String path) {
        return !partial && !paths.contains(path);
    }
}
