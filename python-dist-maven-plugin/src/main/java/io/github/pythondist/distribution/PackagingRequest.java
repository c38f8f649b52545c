package io.github.pythondist.distribution;

import io.github.pythondist.provenance.BuildInfo;
import java.nio.file.Path;
import java.util.List;

/**
 * What to pack, and what to say of it.
 *
 * @param contents names of the contents, an archive each
 * @param directory where the files are put
 * @param groupId of the archives
 * @param projectName the project's name, for people
 * @param plugin what builds
 * @param builder URI of who runs the build
 */
public record PackagingRequest(
        List<String> contents,
        Path directory,
        String groupId,
        String projectName,
        BuildInfo.Plugin plugin,
        String builder) {

    public PackagingRequest {
        // Maven gives null for an empty entry; the catalog says what is wrong with it.
        contents = contents.stream().map(name -> name == null ? "" : name).toList();
    }

    /** The same, put elsewhere. */
    public PackagingRequest into(Path other) {
        return new PackagingRequest(contents, other, groupId, projectName, plugin, builder);
    }
}
