package io.github.pythondist.layout;

import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import java.util.regex.Pattern;

/**
 * Where a bundle is on the class path: {@code META-INF/python-dist/<name>/<platform>.zip}, and its digest beside it as
 * {@code sha256sum} writes it. Jars that hold bundles of several names or platforms can be merged.
 */
public final class BundleResources {

    private static final String FOLDER = "META-INF/python-dist/";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private BundleResources() {}

    /**
     * @param platform classifier of system, processor and C library alone
     * @throws BuildFailure if the name cannot be one of a bundle
     */
    public static String archive(String name, String platform) {
        return FOLDER + checked(name) + "/" + platform + ".zip";
    }

    /** The resource with the digest of an archive's resource. */
    public static String digest(String archive) {
        return archive + ".sha256";
    }

    /** The content of a digest's resource. */
    public static String digestText(Digest sha256, String archive) {
        return sha256.checksumLine(archive.substring(archive.lastIndexOf('/') + 1));
    }

    /**
     * Reads the content of a digest's resource.
     *
     * @throws IllegalArgumentException if it does not begin with a digest
     */
    public static Digest parseDigest(String text) {
        return new Digest(text.strip().replaceFirst("\\s.*", ""));
    }

    /**
     * @throws BuildFailure if the name cannot be one of a bundle
     */
    public static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new BuildFailure("'" + name + "' cannot be the name of a bundle")
                    .remedy("Letters, digits, '.', '_' and '-' can be in it, such as word-count.");
        }
        return name;
    }
}
