package io.github.pythondist.provenance;

import io.github.pythondist.bill.Purl;
import io.github.pythondist.environment.LockedPackage;
import io.github.pythondist.source.DebianPlace;
import io.github.pythondist.source.Place;
import io.github.pythondist.source.UrlPlace;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Package URLs (ECMA-427, "purl") of what goes into a build and of what comes out. */
final class PackageUrls {

    private PackageUrls() {}

    /** A Maven artifact. */
    static String maven(String groupId, String artifactId, String version, String classifier, String type) {
        return Purl.maven(groupId, artifactId, version, classifier, type);
    }

    /** A Maven artifact by its coordinates, {@code groupId:artifactId[:type[:classifier]]:version}; else a file's name. */
    static String artifactOrFile(String name) {
        String[] words = name.split(":", -1);
        return switch (words.length) {
            case 3 -> Purl.of("maven", words[0], words[1], words[2], Map.of(), null);
            case 4 -> Purl.of("maven", words[0], words[1], words[3], Map.of("type", words[2]), null);
            case 5 -> maven(words[0], words[1], words[4], words[3], words[2]);
            default -> file(name);
        };
    }

    /** RFC 3986, whatever characters the file's name has. */
    private static String file(String name) {
        try {
            return new URI("file", name, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no URI can name the file " + name, e);
        }
    }

    /** A Maven plugin's jar, or a file in it. */
    static String plugin(BuildInfo.Plugin plugin, @Nullable String path) {
        return Purl.of("maven", plugin.groupId(), plugin.artifactId(), plugin.version(), Map.of(), path);
    }

    /** A binary package of Debian. */
    static String debian(LockedPackage locked, String suite, String architecture) {
        TreeMap<String, String> qualifiers = new TreeMap<>();
        // A package for all architectures says so in its file's name.
        qualifiers.put("arch", locked.path().endsWith("_all.deb") ? "all" : architecture);
        qualifiers.put("distro", suite);
        return Purl.of("deb", "debian", locked.name(), locked.version(), qualifiers, null);
    }

    /**
     * The source of a part: upstream's release where one of its places is a URL; where all are in Debian's archive, the
     * package there, because Debian may have left files out.
     */
    static String source(BuildRecord.Part part) {
        Optional<DebianPlace> debian = onlyInDebian(part.source().places());
        if (debian.isPresent()) {
            String[] words = debian.get().fileName().split("_", -1);
            if (words.length == 2 && words[1].contains(".orig.")) {
                String version = words[1].substring(0, words[1].indexOf(".orig."));
                return Purl.of("deb", "debian", words[0], version, Map.of("arch", "source"), null);
            }
            if (words.length == 3 && words[2].endsWith(".deb")) {
                String arch = words[2].substring(0, words[2].length() - ".deb".length());
                return Purl.of("deb", "debian", words[0], words[1], Map.of("arch", arch), null);
            }
        }
        TreeMap<String, String> qualifiers = new TreeMap<>();
        qualifiers.put("checksum", "sha256:" + part.source().sha256());
        part.source().places().stream()
                .filter(UrlPlace.class::isInstance)
                .findFirst()
                .ifPresent(place -> qualifiers.put("download_url", place.describe()));
        return Purl.of("generic", null, part.name(), part.version(), qualifiers, null);
    }

    private static Optional<DebianPlace> onlyInDebian(List<Place> places) {
        return places.stream().allMatch(DebianPlace.class::isInstance)
                ? Optional.of((DebianPlace) places.get(0))
                : Optional.empty();
    }
}
