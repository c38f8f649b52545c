package io.github.pythondist.bill;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.pythondist.files.Digest;
import io.github.pythondist.json.JsonText;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.cyclonedx.Version;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.ExternalReference;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.Property;
import org.cyclonedx.model.license.Acknowledgement;
import org.cyclonedx.model.license.Expression;
import org.jspecify.annotations.Nullable;

/** The small parts of a CycloneDX document, each in one call, and its text. */
public final class CycloneDx {

    /** The version of the specification that is written. */
    public static final Version VERSION = Version.VERSION_16;

    private static final String PROPERTY = "python-dist:";

    private CycloneDx() {}

    public static Component component(Component.Type type, String name, @Nullable String version) {
        Component component = new Component();
        component.setType(type);
        component.setName(name);
        if (version != null) {
            component.setVersion(version);
        }
        return component;
    }

    public static ExternalReference reference(ExternalReference.Type type, String url, @Nullable String comment) {
        ExternalReference reference = new ExternalReference();
        reference.setType(type);
        reference.setUrl(url);
        if (comment != null) {
            reference.setComment(comment);
        }
        return reference;
    }

    public static ExternalReference hashed(ExternalReference reference, Digest sha256) {
        reference.setHashes(List.of(new Hash(Hash.Algorithm.SHA_256, sha256.hex())));
        return reference;
    }

    public static LicenseChoice license(String expression) {
        Expression declared = new Expression(expression);
        declared.setAcknowledgement(Acknowledgement.DECLARED);
        LicenseChoice choice = new LicenseChoice();
        choice.setExpression(declared);
        return choice;
    }

    public static List<Property> properties(Map<String, String> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .map(entry -> new Property(PROPERTY + entry.getKey(), entry.getValue()))
                        .toList();
    }

    /** A CPE 2.3 formatted string (NISTIR 7695, 6.2): in it {@code . _ -} stand for themselves. */
    public static @Nullable String cpe(@Nullable String vendorAndProduct, String version) {
        return vendorAndProduct == null
                ? null
                : "cpe:2.3:a:" + vendorAndProduct + ":" + version.replaceAll("[^A-Za-z0-9._-]", "\\\\$0")
                        + ":*:*:*:*:*:*:*";
    }

    /** A UUID of version 8 (RFC 9562, 5.8): the first bits of a SHA-256. */
    public static UUID uuid(Digest digest) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(digest.hex()));
        long most = bytes.getLong();
        long least = bytes.getLong();
        return new UUID((most & ~0xF000L) | 0x8000L, (least & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    }

    public static String json(Bom bom) {
        JsonNode node = BomGeneratorFactory.createJson(VERSION, bom).toJsonNode();
        if (node == null) {
            throw new IllegalStateException("CycloneDX's library made nothing of the bill of materials");
        }
        return JsonText.of(node);
    }
}
