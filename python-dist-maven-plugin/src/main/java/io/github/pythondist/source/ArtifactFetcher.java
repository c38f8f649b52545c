package io.github.pythondist.source;

import java.io.IOException;
import java.nio.file.Path;

/** Resolves Maven artifacts; the Mojos hand in Maven's own resolver. */
@FunctionalInterface
public interface ArtifactFetcher {

    /**
     * @param coordinates {@code groupId:artifactId:extension[:classifier]:version}
     * @return the artifact's file, which stays where it is
     * @throws IOException if it cannot be had; the message is shown to the user
     */
    Path fetch(String coordinates) throws IOException;
}
