package io.github.pythondist.environment;

import io.github.pythondist.files.Digest;
import io.github.pythondist.source.DebianPlace;
import io.github.pythondist.source.SourceFile;
import java.util.List;

/**
 * One binary package of a lock.
 *
 * @param name Debian's name of the package
 * @param version Debian's version, with epoch where it has one; for the reader, the digest is what counts
 * @param path where a Debian archive keeps the file, relative to its root: {@code pool/main/…/….deb}
 * @param size bytes of the file
 * @param sha256 digest of the file
 */
public record LockedPackage(String name, String version, String path, long size, Digest sha256) {

    /** The package file as something the source store can fetch. */
    public SourceFile source() {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return new SourceFile(file, size, sha256, List.of(new DebianPlace(path)));
    }
}
