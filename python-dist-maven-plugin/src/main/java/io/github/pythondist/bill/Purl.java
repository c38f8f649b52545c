package io.github.pythondist.bill;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Package URLs (ECMA-427, "purl"). */
public final class Purl {

    private Purl() {}

    /** A Maven artifact; classifier and type may be empty. */
    public static String maven(String groupId, String artifactId, String version, String classifier, String type) {
        TreeMap<String, String> qualifiers = new TreeMap<>();
        if (!classifier.isEmpty()) {
            qualifiers.put("classifier", classifier);
        }
        if (!type.isEmpty()) {
            qualifiers.put("type", type);
        }
        return of("maven", groupId, artifactId, version, qualifiers, null);
    }

    /** A package on the Python Package Index. */
    public static String pypi(String name, String version) {
        return of("pypi", null, name, version, Map.of(), null);
    }

    /**
     * @param path of a file in the package, or null for all of it
     */
    public static String of(
            String type,
            @Nullable String namespace,
            String name,
            String version,
            Map<String, String> qualifiers,
            @Nullable String path) {
        try {
            return new PackageURL(type, namespace, name, version, new TreeMap<>(qualifiers), path).canonicalize();
        } catch (MalformedPackageURLException e) {
            throw new IllegalStateException("no package URL can be made of " + type + " " + name + " " + version, e);
        }
    }
}
