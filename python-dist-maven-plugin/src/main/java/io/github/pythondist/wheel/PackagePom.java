package io.github.pythondist.wheel;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The POM of a version of a package: its coordinates and, as far as that is beyond doubt, what the package says of itself.
 * Nothing in that has been checked; what is no text of XML 1.0 is left out.
 */
final class PackagePom {

    private static final int LONGEST = 200;

    /** An absolute address in the characters of RFC 3986. */
    private static final Pattern ADDRESS = Pattern.compile(
            "https?://[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?([/?#][A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]*)?");

    private PackagePom() {}

    static String text(WheelCoordinates coordinates, Optional<CoreMetadata> said) {
        StringBuilder pom = new StringBuilder("<project xmlns=\"http://maven.apache.org/POM/4.0.0\">\n");
        element(pom, "modelVersion", "4.0.0");
        element(pom, "groupId", coordinates.groupId());
        element(pom, "artifactId", coordinates.artifactId());
        element(pom, "version", coordinates.version());
        element(pom, "packaging", "pom");
        said.flatMap(CoreMetadata::name).filter(PackagePom::isPlain).ifPresent(name -> element(pom, "name", name));
        element(pom, "description", "Files of a Python package, as python-dist published them");
        said.flatMap(CoreMetadata::homepage)
                .filter(url -> url.length() <= LONGEST && ADDRESS.matcher(url).matches())
                .ifPresent(url -> element(pom, "url", url));
        said.flatMap(CoreMetadata::license)
                .filter(license -> license.isExpression() && SpdxGrammar.accepts(license.text()))
                .ifPresent(license -> pom.append("  <licenses>\n    <license>\n      <name>")
                        .append(license.text())
                        .append("</name>\n    </license>\n  </licenses>\n"));
        return pom.append("</project>\n").toString();
    }

    private static boolean isPlain(String name) {
        return name.length() <= LONGEST && PackageNames.isNormalized(PackageNames.normalized(name));
    }

    private static void element(StringBuilder pom, String name, String text) {
        pom.append("  <").append(name).append('>');
        pom.append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
        pom.append("</").append(name).append(">\n");
    }
}
