package io.github.pythondist.reproduce;

import io.github.pythondist.provenance.BuildInfo;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * What somebody published: the files of a build, and what they say it takes to build them again.
 *
 * @param coordinates as the user gave them
 * @param info the published build information
 * @param files name → file: the build information and every output that it names
 */
public record Publication(String coordinates, BuildInfo info, SortedMap<String, Path> files) {

    private static final int MOST_SHOWN = 20;

    /**
     * The published files must be those that the published build information speaks of.
     *
     * @throws BuildFailure if one is missing or has other bytes
     */
    void verify() {
        List<String> wrong = new ArrayList<>();
        try {
            for (BuildInfo.Output output : info.outputs()) {
                Path file = files.get(output.fileName());
                if (file == null || !output.is(file)) {
                    wrong.add(output.fileName() + ", expected SHA-512 " + output.sha512() + " and " + output.length()
                            + " bytes");
                }
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot read what is published as " + coordinates, e);
        }
        if (!wrong.isEmpty()) {
            BuildFailure failure = new BuildFailure(
                    "What is published as " + coordinates + " is not what its build information names");
            wrong.forEach(failure::detail);
            throw failure.remedy("Tell those who published it; nothing was built");
        }
    }

    /**
     * A build with other inputs would prove nothing.
     *
     * @param mine what this build would be made from
     * @throws BuildFailure naming what is not the same, and what to do
     */
    void checkInputs(BuildInfo mine) {
        List<BuildInfo.Difference> differences = info.inputDifferences(mine);
        if (differences.isEmpty()) {
            return;
        }
        BuildFailure failure = new BuildFailure(coordinates + " was built from other inputs than this build would be")
                .detail("key: published / here");
        differences.stream().limit(MOST_SHOWN).forEach(difference -> failure.detail(difference.describe()));
        if (differences.size() > MOST_SHOWN) {
            failure.detail("… " + (differences.size() - MOST_SHOWN) + " more");
        }
        if (!info.plugin().equals(mine.plugin())) {
            throw failure.remedy(
                    "Run the plugin that built it: mvn " + info.plugin().groupId() + ":"
                            + info.plugin().artifactId() + ":" + info.plugin().version()
                            + ":reproduce -Dpython-dist.reference=" + coordinates);
        }
        if (!info.ownCatalogFiles().isEmpty()) {
            failure.remedy(
                    "It was built with recipes of its project's own, " + String.join(", ", info.ownCatalogFiles())
                            + ": get that folder and name it with -Dpython-dist.catalog=");
        }
        if (!info.options().isEmpty()) {
            failure.remedy("It was built with settings that must be given again: " + info.options());
        }
        throw failure.remedy("With a snapshot of the plugin: take the very snapshot that built it");
    }
}
